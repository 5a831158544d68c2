// EventFinder: words and expressions of the codebook in the text, and what stands in their grammatical slots.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "codebook/codebook.h"
#include "text/events.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable; safe for concurrent use by multiple threads. The codebook must outlive it.
class EventFinder {
 public:
  explicit EventFinder(const Codebook& codebook);
  Triggers find(const Tokens& tokens, const Tags& tags, const Trees& trees) const;

  // A word that another reader takes for an event.
  struct Reading {
    uint32_t word = 0;
    const TriggerChoice* found = nullptr;  // what the codebook finds there; null for nothing
    std::string category;                  // one of the codebook's
    std::string mode;                      // may be empty
  };
  // A settled choice for each: the sense of the codebook that has this category, else one that stands for any words of
  // the category, with the slots that most of its senses have.
  Triggers read(const std::vector<Reading>& readings, const Tokens& tokens, const Tags& tags, const Trees& trees) const;

 private:
  const Codebook& codebook_;
  std::map<std::string, Sense> any_words_;  // by category
};

}  // namespace kronika
