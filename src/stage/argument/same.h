// Which tellings in one document are one event.
#pragma once

#include "stage/argument/party.h"
#include "text/events.h"
#include "text/grammar.h"
#include "text/tokens.h"

namespace kronika {

// Joins events of one category, parties and occasion: the fullest telling in the text stands for all, a title's comes
// last; the others become its `again`. Events come out in text order.
void join_tellings(const Tokens& tokens, const Grammar& grammar, const Mentions& mentions, const Actors& actors,
                   Events& events);

}  // namespace kronika
