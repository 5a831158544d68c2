// Seen: what the fast coder says of each word, in the form that the heads were trained with (train/accurate/examples.py
// has the same functions over the same layers).
#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "stage/judge/judge.h"

namespace kronika {

// Views of one article's layers; they must outlive it.
class Seen {
 public:
  // `categories`: names, the first is that of none.
  Seen(const JudgeLayers& layers, const std::vector<std::string>& categories);

  // Content words, and whatever the codebook finds.
  bool may_be_event(uint32_t word) const;
  // The event that the fast coder codes of a word or of an expression that holds it: an index; null for none.
  const Event* event(uint32_t word) const;
  // 0: nothing here; 1..16: words of a category; 16 + category: an event of it.
  uint32_t fast(uint32_t word) const;
  uint32_t fast_factuality(uint32_t word) const;  // 0: no event; 1 + its factuality
  bool is_head(uint32_t word) const { return layers_.mentions.of_head[word].valid(); }
  // Per word of `pool`: 3 * how the fast coder takes it in the event of `word` (not, for this role, for another) + what
  // it is (no head of a mention, of one that is no actor, of an actor).
  std::vector<uint32_t> flags(uint32_t word, JudgedRole role, const std::vector<uint32_t>& pool) const;
  // Per Unnamed: 0 the fast coder codes no event here; 1 it does, and the role is filled otherwise; 2 so.
  std::array<uint32_t, kUnnamed> unnamed_flags(uint32_t word, JudgedRole role) const;

 private:
  std::vector<uint32_t> chosen(const Event& event, JudgedRole role) const;
  std::optional<uint32_t> head_of(Span span) const;
  uint32_t number_of(const std::string& category) const;

  const JudgeLayers& layers_;
  const std::vector<std::string>& categories_;
  std::unordered_map<uint32_t, uint32_t> triggers_;  // word → category of the first sense that the codebook finds
  std::unordered_map<uint32_t, uint32_t> events_;    // word → index of an event
};

}  // namespace kronika
