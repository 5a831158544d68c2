// Arguments: from triggers with filled slots to events with actors and recipients; several tellings of one event are
// one.
#pragma once

#include "codebook/codebook.h"
#include "stage/argument/roles.h"
#include "text/actors.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// The layers of one article that the stage reads.
struct ArgumentLayers {
  const Tokens& tokens;
  const Tags& tags;
  const Trees& trees;
  const Mentions& mentions;
  const Chains& chains;
  const Actors& actors;
  const Places& places;
  const Quotations& quotations;
};

// Of each trigger the first sense whose conditions on actors hold makes an event. A trigger without any party that can
// be coded, or without one of the standing that its category needs, is dropped, unless its sense stands alone. Then
// `ranker`, or `choose` where it is given, says who the parties are; `advise` adds what another reader knows of them.
Events assign(const Codebook& codebook, const RoleRanker& ranker, const Triggers& triggers,
              const ArgumentLayers& layers, const RoleChooser& choose = {}, const RoleAdviser& advise = {});

}  // namespace kronika
