#include "stage/factuality/factuality.h"

#include <algorithm>

#include "base/calendar.h"
#include "text/clauses.h"

namespace kronika {
namespace {

// Predicates this far above say nothing any more of an event.
constexpr int kMostLevels = 5;

class Judge {
 public:
  Judge(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const WordList& words)
      : article_(article),
        tokens_(tokens),
        grammar_(tags, trees),
        clauses_(grammar_),
        words_(words),
        own_(tokens.size()) {}

  struct Verdict {
    Factuality value = Factuality::asserted;
    std::string rule;
    uint32_t word = UINT32_MAX;  // that says so
    bool later = false;          // told of a time to come, also where it is negated: "will not"
  };

  Verdict judge(const Event& event, const std::optional<DateRange>& date) {
    Verdict verdict = by_words(event);
    if (verdict.value == Factuality::asserted && date && article_.published() && date->start > *article_.published() &&
        !is_past(event.word))
      verdict = {Factuality::future, "factuality/day-to-come", UINT32_MAX, true};
    return verdict;
  }

 private:
  bool has(const char* section, uint32_t w) const { return words_.has(section, grammar_.lemma(w)); }
  const std::string& form(uint32_t w) const { return grammar_.tags().xpos[w]; }

  // What is told in the past has happened, whatever day stands beside it.
  bool is_past(uint32_t word) const {
    const uint32_t clause = clauses_.clause_of(word);
    const Tense tense = clauses_.tense(clause);
    return clause == word && (tense == Tense::past || tense == Tense::past_perfect || tense == Tense::perfect);
  }

  // What the words on one word say of it: negation, modals, conditions. Kept, for many events may hang on one verb.
  const Verdict& own(uint32_t word) {
    if (!own_[word]) own_[word] = look(word);
    return *own_[word];
  }

  Verdict look(uint32_t word) const {
    Verdict verdict;
    uint32_t modal = UINT32_MAX, will = UINT32_MAX, negation = UINT32_MAX, condition = UINT32_MAX, to = UINT32_MAX,
             be = UINT32_MAX;
    bool perfect = false;
    for (const uint32_t c : grammar_.children(word)) {
      const Deprel relation = grammar_.relation(c);
      if (negates(c, relation)) negation = c;
      if (relation == Deprel::aux || relation == Deprel::cop) {
        // A finite verb has no modal: "Theresa May regretted".
        const bool finite = form(word) == "VBD" || form(word) == "VBZ";
        if (relation == Deprel::aux && !finite && has("future_modal", c)) will = c;
        if (relation == Deprel::aux && !finite && has("hypothetical_modal", c)) modal = c;
        if (grammar_.lemma(c) == "have") perfect = true;
        if (grammar_.lemma(c) == "be" && form(c) != "VB") be = c;
      }
      if (relation == Deprel::mark && grammar_.lemma(c) == "to") to = c;
      if (relation == Deprel::mark && has("conditional", c)) condition = c;
      if (relation == Deprel::advcl && is_condition(c) && modal != UINT32_MAX) condition = c;
      if (grammar_.upos(word) == Upos::NOUN && (relation == Deprel::amod || relation == Deprel::compound) &&
          !is_given(word)) {
        if (has("future", c))
          verdict = {Factuality::future, "factuality/future", c, true};
        else if (has("hypothetical", c))
          verdict = {Factuality::hypothetical, "factuality/possible", c, false};
      }
    }
    // "are to draw back their guns"
    if (will == UINT32_MAX && to != UINT32_MAX && be != UINT32_MAX && be < to) will = be;
    const bool would = modal != UINT32_MAX && (grammar_.lemma(modal) == "would" || grammar_.lemma(modal) == "'d");
    // "said that they would leave": the future of the past. "would have left" and "would, if" are not.
    if (would && !perfect && condition == UINT32_MAX && is_reported(word)) will = modal, modal = UINT32_MAX;
    if (negation != UINT32_MAX) return {Factuality::negated, "factuality/negation", negation, will != UINT32_MAX};
    if (condition != UINT32_MAX) return {Factuality::hypothetical, "factuality/condition", condition, false};
    if (modal != UINT32_MAX) return {Factuality::hypothetical, "factuality/modal", modal, false};
    if (will != UINT32_MAX) return {Factuality::future, "factuality/future", will, true};
    return verdict;
  }

  // "not", "no talks", "none had been granted", "no longer", "instead of meeting".
  bool negates(uint32_t c, Deprel relation) const {
    switch (relation) {
      case Deprel::advmod:
      case Deprel::det:
      case Deprel::case_:
      case Deprel::cc:
      case Deprel::mark:
        if (grammar_.lemma(c) == "longer") return c > 0 && grammar_.lemma(c - 1) == "no";
        if (has("instead", c)) return relation == Deprel::case_ || relation == Deprel::mark || relation == Deprel::cc;
        // "not only" affirms.
        return has("negation", c) && !(c + 1 < tokens_.size() && has("affirming", c + 1));
      case Deprel::obl:
        return has("nobody", c);
      case Deprel::nsubj:
      case Deprel::obj:
        if (has("nobody", c)) return true;
        for (const uint32_t d : grammar_.children(c)) {
          // "not a single drone"
          if (d < c && grammar_.lemma(d) == "not" &&
              (grammar_.lemma(d + 1) == "a" || grammar_.lemma(d + 1) == "one" || grammar_.lemma(d + 1) == "single"))
            return true;
          if (d > c || (grammar_.relation(d) != Deprel::det && grammar_.relation(d) != Deprel::cc)) continue;
          if (grammar_.lemma(d) == "no" &&
              !(d + 1 < tokens_.size() && (grammar_.lemma(d + 1) == "few" || grammar_.lemma(d + 1) == "less")))
            return true;
          if (grammar_.lemma(d) == "neither") return true;
        }
        return false;
      default:
        return false;
    }
  }

  bool is_condition(uint32_t clause) const {
    for (const uint32_t c : grammar_.children(clause))
      if (grammar_.relation(c) == Deprel::mark && has("conditional", c)) return true;
    return false;
  }
  // The clause of a verb in the past tense: "announced that".
  bool is_reported(uint32_t word) const {
    for (int level = 0; level < 3 && !grammar_.is_root(word); ++level) {
      const Deprel relation = grammar_.relation(word);
      const uint32_t above = grammar_.head(word);
      if (relation == Deprel::ccomp || (relation == Deprel::acl && grammar_.subtype(word) != Deprel::acl_relcl))
        return true;
      if (relation == Deprel::parataxis) return true;
      if (relation != Deprel::conj) {
        // "They would leave, he said": the verb of saying hangs below.
        break;
      }
      word = above;
    }
    uint32_t said;
    return grammar_.child(word, Deprel::parataxis, said) && form(said) == "VBD";
  }
  // "after the planned diversion", "amid the threatened strike"
  bool is_given(uint32_t noun) const {
    for (int level = 0; level < 3; ++level) {
      for (const uint32_t c : grammar_.children(noun))
        if (grammar_.relation(c) == Deprel::case_ && has("given", c)) return true;
      if (grammar_.is_root(noun) || grammar_.relation(noun) != Deprel::nmod) return false;
      noun = grammar_.head(noun);
      if (has("given", noun)) return true;  // "in the wake of"
    }
    return false;
  }

  Verdict by_words(const Event& event) {
    uint32_t word = event.word;
    if (const Verdict& verdict = own(word); verdict.value != Factuality::asserted) return verdict;
    if (is_question(word)) return {Factuality::hypothetical, "factuality/question", word, false};
    // Upwards: what selects the clause or the noun. A few levels say all; beyond, the clause speaks for itself.
    for (int level = 0; level < kMostLevels && !grammar_.is_root(word); ++level) {
      const uint32_t above = grammar_.head(word);
      const Deprel relation = grammar_.relation(word);
      if (relation == Deprel::acl && grammar_.subtype(word) == Deprel::acl_relcl) break;
      if (relation == Deprel::conj) {
        // A coordinated clause without a subject of its own shares the modal of the first.
        uint32_t subject;
        if (!grammar_.child(word, Deprel::nsubj, subject) && same_form(word, above))
          if (const Verdict& verdict = own(above); verdict.value != Factuality::asserted) return verdict;
        if (grammar_.child(word, Deprel::nsubj, subject) && !grammar_.is_root(above) &&
            grammar_.relation(above) != Deprel::ccomp)
          break;
        word = above;
        continue;
      }
      const bool noun = grammar_.upos(word) == Upos::NOUN || grammar_.upos(word) == Upos::PROPN;
      // A verb that is part of the event's own expression ("threaten strike") governs nothing.
      const bool inside = event.span.contains(tokens_.words[above].span);
      const Verdict verdict = inside ? Verdict()
                              : noun ? of_noun(word, above, relation, level)
                                     : of_clause(event, word, above, relation);
      if (verdict.value != Factuality::asserted) return verdict;
      if (!climbs(word, above, relation, noun)) break;
      if (relation != Deprel::ccomp)
        if (const Verdict& carried = own(above); carried.value != Factuality::asserted) return carried;
      word = above;
    }
    return {};
  }

  // "will arrest and charge": one modal for both; not "will go and met".
  bool same_form(uint32_t a, uint32_t b) const {
    return grammar_.is_verb(a) == grammar_.is_verb(b) &&
           (!grammar_.is_verb(a) || form(a) == form(b) || form(a) == "VB");
  }

  // Whether what is said of `above` is said of `word`.
  bool climbs(uint32_t word, uint32_t above, Deprel relation, bool noun) const {
    if (!noun)
      return relation == Deprel::xcomp || relation == Deprel::ccomp || relation == Deprel::acl ||
             relation == Deprel::csubj;
    if (relation == Deprel::obj ||
        (relation == Deprel::nsubj && (grammar_.is_passive(above) || has("aspectual", above))))
      return true;
    const std::string_view preposition = grammar_.preposition(word);
    return relation == Deprel::nmod && (preposition == "of" || preposition == "for");
  }

  Verdict of_noun(uint32_t word, uint32_t above, Deprel relation, int level) const {
    const std::string_view preposition = grammar_.preposition(word);
    const bool object = relation == Deprel::obj || (relation == Deprel::nsubj && grammar_.is_passive(above)) ||
                        (relation == Deprel::nmod && preposition == "of");
    if (object && has("negative_of_noun", above)) return {Factuality::negated, "factuality/did-not", above, false};
    const bool wished =
        object || (level == 0 && (relation == Deprel::obl || relation == Deprel::nmod) && preposition == "for");
    if (!wished) return {};
    if (has("future", above)) return {Factuality::future, "factuality/announced", above, true};
    if (has("hypothetical", above)) return {Factuality::hypothetical, "factuality/governed", above, false};
    return {};
  }

  Verdict of_clause(const Event& event, uint32_t word, uint32_t above, Deprel relation) const {
    const bool infinitive = has_mark(word, "to");
    const bool gerund = form(word) == "VBG";
    // "is believed to have killed": told as done.
    if (infinitive && is_perfect(word)) return {};
    if (relation == Deprel::advcl) {
      if (gerund && has_mark(word, "from") && has("negative", above))
        return {Factuality::negated, "factuality/did-not", above, false};
      // Who writes to complain has complained.
      if (!infinitive || has("motion", above) || is_speech(event)) return {};
      return {Factuality::hypothetical, "factuality/purpose", word, false};
    }
    const bool selected =
        relation == Deprel::xcomp || relation == Deprel::ccomp || relation == Deprel::acl || relation == Deprel::csubj;
    if (!selected) return {};
    if (infinitive && grammar_.lemma(above) == "have" && follows_yet(above))
      return {Factuality::negated, "factuality/yet-to", above, false};
    if (has("negative", above) && (infinitive || gerund || relation == Deprel::ccomp)) {
      if (own_negation(above) && has("doubling", above)) return {};
      return {Factuality::negated, "factuality/did-not", above, false};
    }
    // "dismissed reports that it had helped him"
    if (relation == Deprel::acl && has_mark(word, "that") && !grammar_.is_root(above) &&
        grammar_.relation(above) == Deprel::obj && has("denying", grammar_.head(above)))
      return {Factuality::negated, "factuality/did-not", grammar_.head(above), false};
    const bool going =
        infinitive && ((grammar_.lemma(above) == "go" && form(above) == "VBG") || grammar_.lemma(above) == "be");
    if (going || (infinitive && has("future", above))) return {Factuality::future, "factuality/announced", above, true};
    if (has("hypothetical", above) && (infinitive || gerund || form(word) == "VB"))
      return {Factuality::hypothetical, "factuality/governed", above, false};
    if (infinitive && relation == Deprel::acl) return {Factuality::hypothetical, "factuality/purpose", above, false};
    return {};
  }

  static bool is_speech(const Event& event) {
    return event.category == "REQUEST" || event.category == "ACCUSE" || event.category == "REJECT" ||
           event.category == "THREATEN";
  }
  bool own_negation(uint32_t word) const {
    for (const uint32_t c : grammar_.children(word))
      if (grammar_.relation(c) == Deprel::advmod && has("negation", c)) return true;
    return false;
  }
  bool follows_yet(uint32_t have) const { return have + 1 < tokens_.size() && grammar_.lemma(have + 1) == "yet"; }
  bool has_mark(uint32_t word, std::string_view mark) const {
    for (const uint32_t c : grammar_.children(word))
      if (grammar_.relation(c) == Deprel::mark && grammar_.lemma(c) == mark) return true;
    return false;
  }
  bool is_perfect(uint32_t word) const {
    for (const uint32_t c : grammar_.children(word))
      if (grammar_.relation(c) == Deprel::aux && grammar_.lemma(c) == "have") return true;
    return false;
  }

  // "Will Russia attack?" asks whether; "Why did Russia attack?" takes it as known.
  bool is_question(uint32_t word) const {
    const Sentence& sentence = tokens_.sentences[tokens_.sentence_of(word)];
    if (grammar_.lemma(sentence.last - 1) != "?" || !grammar_.is_verb(word)) return false;
    uint32_t subject;
    if (!grammar_.child(word, Deprel::nsubj, subject)) return false;
    bool inverted = false;
    for (const uint32_t c : grammar_.children(word)) {
      if (grammar_.relation(c) == Deprel::aux && c < subject) inverted = true;
      if (c < subject && form(c).starts_with("W")) return false;
    }
    return inverted;
  }

  const Article& article_;
  const Tokens& tokens_;
  Grammar grammar_;
  Clauses clauses_;
  const WordList& words_;
  std::vector<std::optional<Verdict>> own_;  // per word
};

}  // namespace

Result<std::unique_ptr<const FactualityJudge>> FactualityJudge::load(const std::string& folder) {
  auto words = WordList::load(folder + "/factuality.txt");
  if (!words) return words.error();
  std::unique_ptr<FactualityJudge> judge(new FactualityJudge());
  judge->words_ = std::move(words.value());
  return std::unique_ptr<const FactualityJudge>(std::move(judge));
}

Factualities FactualityJudge::judge(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                                    const Events& events, const EventDates& dates) const {
  Judge judge(article, tokens, tags, trees, words_);
  Factualities out;
  for (size_t i = 0; i < events.events.size(); ++i) {
    const Judge::Verdict verdict = judge.judge(events.events[i], dates.of[i]);
    out.of.push_back(verdict.value);
    out.later.push_back(verdict.later);
    Reason why;
    if (!verdict.rule.empty()) why = {"factuality", verdict.rule, {}};
    if (verdict.word != UINT32_MAX)
      why.words.push_back(tokens.words[verdict.word].span);
    else if (!verdict.rule.empty() && dates.of[i] && dates.of[i]->words)
      why.words.push_back(*dates.of[i]->words);
    out.why.push_back(std::move(why));
  }
  return out;
}

void mark_historical(const Article& article, const EventDates& dates, Factualities& factualities) {
  constexpr int64_t kYear = 366;
  if (!article.published()) return;
  for (size_t i = 0; i < factualities.of.size(); ++i) {
    const std::optional<DateRange>& date = dates.of[i];
    if (!date || factualities.of[i] != Factuality::asserted ||
        day_number(date->end) + kYear >= day_number(*article.published()))
      continue;
    factualities.of[i] = Factuality::historical;
    factualities.why[i] = {"factuality", "factuality/over-a-year-ago", {}};
    if (date->words) factualities.why[i].words.push_back(*date->words);
  }
}

}  // namespace kronika
