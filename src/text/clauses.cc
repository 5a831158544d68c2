#include "text/clauses.h"

#include <algorithm>

namespace kronika {
namespace {

// Clauses nested deeper than this are taken as they are.
constexpr int kMostLevels = 12;

// "agreed to meet", "plans to": the infinitive lies later.
bool looks_ahead(const std::string& lemma) {
  static constexpr std::string_view kAll[] = {"plan",   "intend", "agree",  "promise",  "vow",
                                              "pledge", "want",   "expect", "threaten", "schedule",
                                              "urge",   "ask",    "order",  "set",      "decide"};
  return std::find(std::begin(kAll), std::end(kAll), lemma) != std::end(kAll);
}

}  // namespace

Clauses::Clauses(const Grammar& grammar) : grammar_(grammar), auxiliaries_(grammar.tags().lemma.size()) {
  for (uint32_t w = 0; w < auxiliaries_.size(); ++w)
    if (!grammar_.is_root(w)) note(w);
}

void Clauses::note(uint32_t word) {
  Auxiliaries& of = auxiliaries_[grammar_.head(word)];
  const Deprel relation = grammar_.relation(word);
  const std::string& lemma = grammar_.lemma(word);
  const std::string& form = grammar_.tags().xpos[word];
  if (relation == Deprel::mark) {
    of.marked = true;
    if (lemma == "to")
      of.to = true;
    else if (lemma != "by" && lemma != "as" && lemma != "while" && lemma != "when")
      of.other_mark = true;
  }
  if (relation == Deprel::cop) of.copula = true;
  if (relation != Deprel::aux && relation != Deprel::cop) return;
  if (form == "MD") of.modal = true;
  if (lemma == "have") (form == "VBD" ? of.had : of.have) = true;
  if (lemma == "be" || lemma == "do") {
    of.be_past = of.be_past || form == "VBD";
    of.be_present = of.be_present || form == "VBZ" || form == "VBP";
  }
}

bool Clauses::is_clause(uint32_t word) const {
  if (grammar_.is_root(word) || grammar_.is_verb(word)) return true;
  switch (grammar_.relation(word)) {
    case Deprel::ccomp:
    case Deprel::advcl:
    case Deprel::acl:
    case Deprel::csubj:
    case Deprel::parataxis:
      return true;
    default:
      return auxiliaries_[word].copula;
  }
}

uint32_t Clauses::clause_of(uint32_t word) const {
  for (int level = 0; level < kMostLevels && !is_clause(word); ++level) word = grammar_.head(word);
  return word;
}

std::vector<uint32_t> Clauses::above(uint32_t word) const {
  std::vector<uint32_t> out;
  if (grammar_.is_root(word)) return out;
  for (word = grammar_.head(word);; word = grammar_.head(word)) {
    out.push_back(word);
    if (is_clause(word) || out.size() >= kMostLevels) return out;
  }
}

Tense Clauses::tense(uint32_t word) const {
  for (int level = 0; level < 6; ++level) {
    const Auxiliaries& of = auxiliaries_[word];
    const std::string& form = grammar_.tags().xpos[word];
    if (of.modal) return Tense::modal;
    if (of.had) return Tense::past_perfect;
    if (of.have) return Tense::perfect;
    if (of.be_past || form == "VBD") return Tense::past;
    if (of.be_present) return Tense::progressive;
    if (form == "VBZ" || form == "VBP") return Tense::present;
    // A participle that is the main verb and has a subject is a past tense mistagged.
    uint32_t subject;
    if (form == "VBN" && grammar_.is_root(word) && grammar_.child(word, Deprel::nsubj, subject)) return Tense::past;
    if (grammar_.is_root(word)) return grammar_.is_verb(word) ? Tense::present : Tense::none;
    const Deprel relation = grammar_.relation(word);
    if (relation != Deprel::xcomp && relation != Deprel::conj &&
        !(relation == Deprel::advcl && (form == "VBG" || form == "VBN" || of.to)))
      return Tense::none;
    word = clause_of(grammar_.head(word));
  }
  return Tense::none;
}

bool Clauses::is_told(uint32_t clause) const {
  for (int level = 0; level < kMostLevels && !grammar_.is_root(clause); ++level) {
    const Deprel relation = grammar_.relation(clause);
    const std::string& form = grammar_.tags().xpos[clause];
    if (relation == Deprel::acl && (grammar_.subtype(clause) == Deprel::acl_relcl || form == "VBN")) return false;
    if (relation == Deprel::csubj) return false;
    // A finite verb hung on another without any marker is a main verb that the parser misplaced.
    if (relation == Deprel::advcl && form == "VBD" && !auxiliaries_[clause].marked) return true;
    clause = clause_of(grammar_.head(clause));
  }
  return true;
}

bool Clauses::goes_with(uint32_t clause) const {
  const uint32_t above = grammar_.head(clause);
  const std::string& form = grammar_.tags().xpos[clause];
  switch (grammar_.relation(clause)) {
    case Deprel::conj: {
      const Tense own = tense(clause);
      return grammar_.is_verb(above) && own != Tense::modal && (own == tense(above) || own == Tense::none);
    }
    case Deprel::xcomp:
      return !looks_ahead(grammar_.lemma(above));
    case Deprel::advcl:
      if (auxiliaries_[clause].other_mark) return false;
      return form == "VBG" || form == "VBN" || form == "VB" || tense(clause) == tense(above);
    case Deprel::acl:
      return grammar_.subtype(clause) != Deprel::acl_relcl && form == "VBG";
    default:
      return false;
  }
}

}  // namespace kronika
