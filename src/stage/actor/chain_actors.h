// What mentions get from others: members of a chain from each other, "members of parliament" from the parliament, "both
// sides" from the two named before. And which of them hold a private person's name.
#pragma once

#include "stage/actor/view.h"
#include "text/actors.h"

namespace kronika {

// "a group of Russian soldiers", "two of the editors": whose code is that of the phrase inside.
void read_parts(const ActorView& view, Actors& actors);
// "its men", "a spokesman for the rebels", "his deputy": the country, and of those who act for others the sectors, of
// whom they belong to.
void read_possessed(const ActorView& view, Actors& actors);
// Members of a chain are one actor: the surest code is that of all which have none, or only a guess. A role that the
// text gives completes what the knowledge base leaves open: a former minister whom it calls senator is in the
// legislature.
void share_in_chains(const ActorView& view, Actors& actors);
// "both countries", "the two sides", "the latter".
void read_both(const ActorView& view, Actors& actors);
// Marks the mentions that hold the name of somebody whom the knowledge base does not have.
void mark_private(const ActorView& view, Actors& actors);

}  // namespace kronika
