// Names, mentions and chains: the parts of the text that refer to somebody or something.
#pragma once

#include <string_view>
#include <vector>

#include "kronika/span.h"

namespace kronika {

enum class NameType : uint8_t { person, organization, place, group, event, facility, date, number, other };
std::string_view name_type_name(NameType type);

// A named span found by the name model: words [first, last) of one sentence.
struct Name {
  uint32_t first = 0, last = 0;
  NameType type = NameType::other;
};
struct Names {
  std::vector<Name> names;  // in text order, none overlaps another
};

enum class MentionForm : uint8_t {
  name,         // "Nikolai Patrushev", "the Kremlin"
  description,  // "the Russian security chief", "both countries", "tens of thousands"
  pronoun,      // "he", "they", "its", "who"
};
std::string_view mention_form_name(MentionForm form);

// One noun phrase or pronoun. Conjuncts are mentions of their own: "France, Germany and Britain" gives three.
// The words [first, last) hold the head, what stands before it and its prepositional phrases, without
// relative clauses, appositions and further conjuncts.
struct Mention {
  uint32_t first = 0, last = 0;  // words
  uint32_t head = 0;             // word; for a name its syntactic head
  // The words of the proper name in it that its head bears or is: "Kumar Dessai" in "Prime Minister Kumar Dessai of
  // Mauritius". Empty where it has none.
  uint32_t name_first = 0, name_last = 0;
  uint32_t sentence = 0;
  Span span;  // bytes of the words
  MentionForm form = MentionForm::description;
  NameType type = NameType::other;
  bool plural = false;
  bool possessive = false;  // "its", "Russia's": modifies another noun
  Id<Mention> apposed_to;   // "Patrushev" in "the security chief Nikolai Patrushev" points at the other one
};
struct Mentions {
  std::vector<Mention> mentions;     // ordered by head word
  std::vector<Id<Mention>> of_head;  // per word: the mention it heads, else none
};

// Which mentions refer to the same. Singletons have a chain of their own.
struct Chain {
  std::vector<Id<Mention>> mentions;  // in text order
};
struct Chains {
  std::vector<Chain> chains;
  std::vector<Id<Chain>> of;  // per mention
};

}  // namespace kronika
