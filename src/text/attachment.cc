#include "text/attachment.h"

#include <algorithm>

namespace kronika {
namespace {

// Clauses nested deeper than this do not hang together.
constexpr int kMostLevels = 12;

bool hangs_on(const Grammar& grammar, uint32_t lower, uint32_t upper) {
  for (int level = 0; level < kMostLevels && !grammar.is_root(lower); ++level) {
    lower = grammar.head(lower);
    if (lower == upper) return true;
  }
  return false;
}

}  // namespace

const Axis& attachment_axis() {
  static const Axis axis = {"inside", "on",   "under", "clause",     "above",
                            "below",  "over", "aside", "sets_scene", "elsewhere"};
  return axis;
}

Attachment attachment(const Grammar& grammar, const AttachedPhrase& phrase, const AttachedEvent& event) {
  if (event.has(phrase.first)) return Attachment::inside;
  for (size_t level = 0; level < phrase.above.size(); ++level)
    if (phrase.above[level] == event.word || event.has(phrase.above[level]))
      return level == 0 ? Attachment::on : Attachment::under;
  if (phrase.above.empty()) return Attachment::aside;
  const uint32_t clause = phrase.above.back();
  if (clause == event.clause) return Attachment::clause;
  if (std::find(event.together.begin(), event.together.end(), clause) != event.together.end()) return Attachment::above;
  if (hangs_on(grammar, clause, event.word)) return Attachment::below;
  return hangs_on(grammar, event.word, clause) ? Attachment::over : Attachment::aside;
}

}  // namespace kronika
