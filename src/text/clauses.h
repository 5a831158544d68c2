// Clauses of a tree: which clause a word stands in, its tense, and whether two clauses happen together. Used to find
// what dates and places an event.
#pragma once

#include <cstdint>
#include <vector>

#include "text/grammar.h"

namespace kronika {

enum class Tense : uint8_t {
  past,          // "met", "was met"
  past_perfect,  // "had met"
  perfect,       // "has met"
  present,       // "meets"
  progressive,   // "is meeting", "is met"
  modal,         // "will meet", "may meet"
  none,          // of its own or of the clause that it belongs to
};

// Views of the layers behind a Grammar, which must outlive it. What many questions ask of one word is gathered in one
// pass.
class Clauses {
 public:
  explicit Clauses(const Grammar& grammar);

  // The word that a finite or participle clause is built round.
  bool is_clause(uint32_t word) const;
  uint32_t clause_of(uint32_t word) const;
  // The words above `word` up to the head of its clause, which is last; empty for a root.
  std::vector<uint32_t> above(uint32_t word) const;

  // A participle or infinitive has the tense of the clause that it hangs on.
  Tense tense(uint32_t word) const;
  // "to" marks it.
  bool is_infinitive(uint32_t word) const { return auxiliaries_[word].to; }
  // Whether the clause tells the story itself: a main clause, what is coordinated with it, what is reported.
  bool is_told(uint32_t clause) const;
  // Whether a clause happens when and where the one above it does: "flew there to plead", "met and talked".
  bool goes_with(uint32_t clause) const;

 private:
  // What the auxiliaries and markers of a word say.
  struct Auxiliaries {
    bool copula = false, have = false, had = false, modal = false, be_present = false, be_past = false, to = false;
    bool marked = false;      // by any word: "as", "while"
    bool other_mark = false;  // "after", "before", "if": the clause has its own time
  };
  void note(uint32_t word);

  const Grammar& grammar_;
  std::vector<Auxiliaries> auxiliaries_;  // per word
};

}  // namespace kronika
