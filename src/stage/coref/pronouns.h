// Pronouns: whom "he", "she", "it" and "they" mean. For each in text order the chains so far stand as candidates, and a
// ranker chooses. Time is linear: the candidates of a pronoun are bounded in number and distance.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "kronika/article.h"
#include "stage/coref/axes.h"
#include "stage/coref/ranker.h"
#include "stage/coref/traits.h"
#include "text/grammar.h"
#include "text/mentions.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// A chain that a pronoun may belong to, by its latest mention before the pronoun or, looking ahead, by its first after
// it. Without a mention: nobody told of before.
struct PronounCandidate {
  std::optional<uint32_t> mention;
  Answers answers;
};

// Tells the chain of any mention, also of those after the pronoun: any number that stands for it.
using ChainOf = std::function<uint32_t(uint32_t mention)>;
// Index of the candidate that a pronoun is joined with.
using PronounChoice =
    std::function<size_t(uint32_t pronoun, const std::vector<PronounCandidate>& candidates, const ChainOf& chain_of)>;
// The one with the highest score, the first of several. There must be one.
size_t best_candidate(const PronounRanker& ranker, const std::vector<PronounCandidate>& candidates);

// What the candidates are made from; all must outlive the finder.
struct PronounLayers {
  const Article& article;
  const Tokens& tokens;
  const Grammar& grammar;
  const Mentions& mentions;
  const std::vector<Traits>& traits;
  const WordList& pronouns;
  const WordList& speech;
};

class PronounCandidates {
 public:
  PronounCandidates(const PronounLayers& layers, ChainOf chain_of);

  // To be called for each mention in text order, once its chain is known.
  void pass(uint32_t mention);
  // All that was passed under the one number goes on under the other.
  void rename(uint32_t from, uint32_t to);

  std::optional<PronounKind> kind_of(uint32_t mention) const;
  // Whether it stands within quotation marks.
  bool quoted(uint32_t mention) const { return places_[mention].quoted; }
  const ChainOf& chain_of() const { return chain_of_; }
  // None for a mention without kind.
  std::vector<PronounCandidate> of(uint32_t pronoun) const;

 private:
  // How a mention stands in its sentence.
  struct Place {
    Role role = Role::other;
    uint32_t governor = 0;   // the verb or predicate that it hangs on, through the nouns between
    uint32_t argument = 0;   // the head of the argument that holds it
    uint32_t depth = 0;      // clauses above it
    Link link = Link::main;  // of its clause to what stands above
    bool nested = false;     // below another noun
    bool quoted = false;
    bool says = false;  // subject of a verb of saying
    bool bracketed = false;
    uint32_t height = 0;                // steps up to the root
    Opener mark = Opener::none;         // of its clause
    Opener preposition = Opener::none;  // of the argument that it stands in
    Opener case_ = Opener::none;        // of its own
    bool passive = false;               // subject of a passive
    bool relative = false, apposed = false, conjunct = false, coordinated = false;
    bool introduced = false;  // "saxophonist Joe Lovano"
  };
  struct ChainSoFar {
    std::vector<uint32_t> mentions;                                       // the latest, in text order
    uint32_t size = 0, first = 0;                                         // of all
    uint32_t masculine = 0, feminine = 0, it = 0, they = 0, speaker = 0;  // pronouns
    std::optional<uint32_t> named;                                        // latest mention that is no pronoun
    uint32_t named_total = 0;  // mentions that are no pronouns, of the whole text
  };
  struct Asking;

  const Mention& mention(uint32_t m) const { return l_.mentions.mentions[m]; }
  std::string small(uint32_t word) const;
  Place place_of(uint32_t m) const;
  void note_words_around(uint32_t m, uint32_t first, Place& place) const;
  void mark_quotes();
  // A pronoun that may go on with the same one.
  bool alike(const Asking& asking, uint32_t m) const;
  std::optional<uint32_t> later_in_sentence(const Asking& asking, uint32_t chain) const;
  uint32_t clause_above(uint32_t word) const;
  Gender gender_of(uint32_t chain, uint32_t latest) const;
  uint32_t path_between(uint32_t a, uint32_t b) const;
  Clause clause_between(uint32_t pronoun, uint32_t candidate) const;
  Form form_of(uint32_t m, bool same) const;
  Sort sort_of(uint32_t m, const ChainSoFar& chain) const;
  bool fits(const Asking& asking, uint32_t m, const ChainSoFar& chain) const;
  bool clashes(const Asking& asking, uint32_t m, const ChainSoFar& chain) const;
  void answer(const Asking& asking, uint32_t latest, const ChainSoFar& chain, Answers& answers) const;
  void answer_later(const Asking& asking, uint32_t later, Answers& answers) const;
  PronounCandidate nobody(const Asking& asking) const;
  void ahead(const Asking& asking, std::vector<PronounCandidate>& candidates) const;

  PronounLayers l_;
  ChainOf chain_of_;
  std::vector<char> quoted_, bracketed_;  // per word
  std::vector<Place> places_;
  std::vector<ChainSoFar> chains_;        // by number of the chain
  std::optional<uint32_t> first_person_;  // chain of the first person named
};

}  // namespace kronika
