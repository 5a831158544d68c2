// KnownNames: the names of the knowledge base that stand in an article.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Words [first, last) of one sentence.
struct KnownName {
  uint32_t first = 0, last = 0;
  std::vector<NameSense> senses;  // best first, never empty
};

class KnownNames {
 public:
  // Left to right, the longest name first; none inside another. Names inside a longer one that the name model found are
  // left out where they mean another thing there ("the Church" in "the Church of Scientology", "Chad" in "Chad Smith").
  // `parties` is data/language/parties.txt.
  KnownNames(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names,
             const WordList& parties, const KnowledgeBase& knowledge);

  const std::vector<KnownName>& all() const { return names_; }
  // The name that covers a word; null for none.
  const KnownName* at(uint32_t word) const { return at_[word] == UINT32_MAX ? nullptr : &names_[at_[word]]; }
  // Whether the text gives a full name of the entity somewhere.
  bool in_full(const Entity& entity) const { return in_full_.contains(&entity); }

 private:
  std::vector<KnownName> names_;
  std::vector<uint32_t> at_;  // per word: index into names_
  std::unordered_set<const Entity*> in_full_;
};

}  // namespace kronika
