// Questions that every stage asks of a tree: the subject of a verb, its object, the phrase under a preposition.
// Passives, relative clauses, control and coordination are seen through, so that a stage speaks of who acts, not of
// arcs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Views of one article's layers; they must outlive it. Words are indices into Tokens::words.
class Grammar {
 public:
  Grammar(const Tags& tags, const Trees& trees) : tags_(tags), trees_(trees), dependents_(trees) {}

  const Tags& tags() const { return tags_; }
  const Trees& trees() const { return trees_; }
  Dependents::Range children(uint32_t word) const { return dependents_.of(word); }
  Deprel relation(uint32_t word) const { return universal(trees_.deprel[word]); }
  Deprel subtype(uint32_t word) const { return trees_.deprel[word]; }
  uint32_t head(uint32_t word) const { return trees_.head[word]; }
  bool is_root(uint32_t word) const { return trees_.is_root(word); }
  const std::string& lemma(uint32_t word) const { return tags_.lemma[word]; }
  Upos upos(uint32_t word) const { return tags_.upos[word]; }
  bool is_verb(uint32_t word) const { return tags_.upos[word] == Upos::VERB || tags_.upos[word] == Upos::AUX; }
  bool is_nominal(uint32_t word) const {
    return tags_.upos[word] == Upos::NOUN || tags_.upos[word] == Upos::PROPN || tags_.upos[word] == Upos::PRON;
  }

  // The first child under a relation (without subtype); false if there is none.
  bool child(uint32_t word, Deprel relation, uint32_t& found) const;
  // The lemma of the preposition that marks a word ("with"), empty for none. Of several the first.
  std::string_view preposition(uint32_t word) const;
  // The word and the words coordinated with it: "France, Germany and Britain".
  std::vector<uint32_t> with_conjuncts(uint32_t word) const;

  bool is_passive(uint32_t verb) const;
  // Who does it: the subject of an active verb, the by-phrase of a passive one. Conjuncts expanded.
  std::vector<uint32_t> agents(uint32_t verb) const;
  // Whom it is done to: the object of an active verb, the subject of a passive one.
  std::vector<uint32_t> patients(uint32_t verb) const;
  // What stands before the verb, or would: seen through relative clauses, control and coordination. Not expanded.
  bool surface_subject(uint32_t verb, uint32_t& found) const { return surface_subject(verb, found, 8); }
  // Phrases under a preposition, of a verb (and of its object) or of a noun.
  std::vector<uint32_t> phrases(uint32_t word, std::string_view preposition) const;

 private:
  bool surface_subject(uint32_t verb, uint32_t& found, int depth) const;
  // Who is asked to do what `verb` says, where a preposition names him.
  bool addressee(uint32_t above, uint32_t verb, uint32_t& found) const;
  // The word that opens a clause: "to", "of", "after"; empty for none.
  std::string_view clause_mark(uint32_t verb) const;
  bool own_subject(uint32_t verb, uint32_t& found) const;
  // The noun that a relative or participle clause says something of.
  uint32_t antecedent(uint32_t pronoun_or_verb) const { return trees_.head[pronoun_or_verb]; }

  const Tags& tags_;
  const Trees& trees_;
  Dependents dependents_;
};

}  // namespace kronika
