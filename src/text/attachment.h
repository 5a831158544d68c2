// How a phrase that may place or date an event hangs together with it in the tree of their sentence.
#pragma once

#include <cstdint>
#include <vector>

#include "text/axes.h"
#include "text/clauses.h"
#include "text/grammar.h"

namespace kronika {

enum class Attachment : uint32_t {
  inside,      // among the words that report the event
  on,          // hangs on one of them
  under,       // hangs on a phrase of them
  clause,      // elsewhere in the clause of the event
  above,       // in a clause that happens together with it
  below,       // in a clause that hangs on the event
  over,        // in a clause that the event's hangs on
  aside,       // none of these
  sets_scene,  // in another sentence, where it says of the story itself when or where it is
  elsewhere,   // in another sentence otherwise
};
// The names of the values, in their order.
const Axis& attachment_axis();

struct AttachedPhrase {
  uint32_t first = 0;                  // its first word
  const std::vector<uint32_t>& above;  // from the word that it hangs on to the head of its clause
};
struct AttachedEvent {
  uint32_t word = 0, first = 0, last = 0;  // its head word, and its words [first, last)
  uint32_t clause = 0;
  std::vector<uint32_t> together;  // the clauses that happen when and where it does
  bool has(uint32_t w) const { return w >= first && w < last; }
};

// Of a phrase in the sentence of the event.
Attachment attachment(const Grammar& grammar, const AttachedPhrase& phrase, const AttachedEvent& event);

}  // namespace kronika
