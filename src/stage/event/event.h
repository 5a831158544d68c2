// EventFinder: words and expressions of the codebook in the text, and what stands in their grammatical slots.
#pragma once

#include "codebook/codebook.h"
#include "text/events.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable; safe for concurrent use by multiple threads. The codebook must outlive it.
class EventFinder {
 public:
  explicit EventFinder(const Codebook& codebook) : codebook_(codebook) {}
  Triggers find(const Tokens& tokens, const Tags& tags, const Trees& trees) const;

 private:
  const Codebook& codebook_;
};

}  // namespace kronika
