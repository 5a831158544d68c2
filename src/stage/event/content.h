// Mode before root: what a governing expression and the deed under it are together. "Refused to meet" is REJECT meet,
// "called for an end to the strikes" REQUEST yield, "threatened to expel the envoys" THREATEN expel (PLOVER manual 2.3
// and the potential ambiguities of chapter 3). The codebook's `content` tables say what becomes of what.
#pragma once

#include <vector>

#include "text/events.h"
#include "text/grammar.h"

namespace kronika {

// Joins each trigger whose sense has contents with the triggers that it governs. A deed that is taken up is no trigger
// of its own any more; a governing expression whose sense needs a content and has none is dropped. Order by word is
// kept.
void join_contents(const Grammar& grammar, uint32_t word_count, std::vector<TriggerChoice>& triggers);

}  // namespace kronika
