// What a mention can be referred to by: person or thing, one or many, he or she, and the words of its name.
#pragma once

#include <string>
#include <vector>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "text/grammar.h"
#include "text/mentions.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

enum class Gender : uint8_t { unknown, masculine, feminine };

struct Traits {
  bool person = false, thing = false;  // both false: not known
  bool plural = false;
  bool doubtful = false;  // taken for a thing by the look of its name alone: nobody knows a thing called so
  Gender gender = Gender::unknown;
  bool guessed = false;  // the gender, from a single word that may as well be a family name: "Allen"
  bool shared = false;   // the gender, told by another mention of the chain: there may be two of one family name
  std::vector<std::string> name;  // words of a name in small letters, without titles
  std::string role;  // of a description and of the title before a name: the role noun of the knowledge base
};

// The word lists of data/language that traits are read from.
struct TraitWords {
  WordList pronouns, given_names, titles;
};

// Pronouns have none of their own but number.
std::vector<Traits> find_traits(const Article& article, const Tokens& tokens, const Grammar& grammar,
                                const Mentions& mentions, const KnowledgeBase& knowledge, const TraitWords& words);

}  // namespace kronika
