// What the parts of the actor stage look at, and the questions that they share.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "stage/actor/known_names.h"
#include "stage/actor/setting.h"
#include "text/grammar.h"
#include "text/mentions.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

struct ActorView {
  const Article& article;
  const Tokens& tokens;
  const Grammar& grammar;
  const Mentions& mentions;
  const Chains& chains;
  const KnowledgeBase& knowledge;
  const WordList& parties;  // data/language/parties.txt
  const WordList& titles;   // data/language/titles.txt
  const KnownNames& names;
  const Setting& setting;

  const Mention& mention(uint32_t m) const { return mentions.mentions[m]; }
  std::string_view word(uint32_t w) const { return article.slice(tokens.words[w].span); }
  std::string lemma(uint32_t w) const { return lower_ascii(grammar.lemma(w)); }
  bool is_definite(const Mention& m) const {
    for (uint32_t w = m.first; w < m.head; ++w) {
      const std::string text = lower_ascii(word(w));
      if (text == "the" || text == "this" || text == "these" || text == "that" || text == "those" || text == "both")
        return true;
    }
    return false;
  }
  // The role noun that the words [first, last) end in, as they stand or as lemmas ("people", "forces"); null for none.
  const RoleNoun* role_in(uint32_t first, uint32_t last) const;
  // The same, if it is all of the words: "Prime Minister".
  const RoleNoun* role_of(uint32_t first, uint32_t last) const {
    const RoleNoun* role = role_in(first, last);
    return role && std::count(role->phrase.begin(), role->phrase.end(), ' ') + 1 == last - first ? role : nullptr;
  }
  // The role noun of a phrase whose head is given: with what follows under "of" where that is a role noun ("member of
  // parliament", "attorney general"), else without.
  const RoleNoun* role_around(uint32_t first, uint32_t head, uint32_t last) const;
  // The sense that is meant; of parts of several states that share a name, that of the country most spoken of.
  const NameSense& sense_of(const KnownName& name) const;
  bool is_title(uint32_t w) const;
  // Where the proper name of a mention begins: what a name model took for its first words may be a title ("Archbishop
  // Desmond Tutu").
  uint32_t proper_name(const Mention& m) const;
};

// Whose somebody is: "the Russian security chief", "Belarus's police", "Shanghai police", "a Hezbollah leader", "troops
// of Ethiopia".
struct Owner {
  std::string country;
  std::vector<std::string> sectors;  // of an organization; empty for a country
  bool organization = false;
};

// The owners that a phrase names itself, each once; empty where it names none.
std::vector<Owner> owners_of(const ActorView& view, const Mention& mention);

// Whether a noun is "two", "both" or their like of states or of parties: "both countries", "the two leaders".
bool is_both(const ActorView& view, uint32_t head);

}  // namespace kronika
