#include "stage/factuality/factuality.h"

#include "base/calendar.h"
#include "text/grammar.h"

namespace kronika {
namespace {

class Judge {
 public:
  Judge(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const WordList& words)
      : article_(article), tokens_(tokens), grammar_(tags, trees), words_(words) {}

  Factuality judge(const Event& event, const std::optional<DateRange>& date, Reason& why) const {
    const Factuality value = by_words(event, why);
    if (value != Factuality::asserted || !date || !article_.published()) return value;
    if (day_number(date->end) + 366 < day_number(*article_.published())) {
      why = reason("factuality/over-a-year-ago", date->words ? std::vector<Span>{*date->words} : std::vector<Span>{});
      return Factuality::historical;
    }
    if (date->start > *article_.published()) {
      why = reason("factuality/day-to-come", date->words ? std::vector<Span>{*date->words} : std::vector<Span>{});
      return Factuality::future;
    }
    return value;
  }

 private:
  static Reason reason(std::string rule, std::vector<Span> words) { return {"factuality", std::move(rule), std::move(words)}; }
  Span span(uint32_t w) const { return tokens_.words[w].span; }
  bool has(const char* section, uint32_t w) const { return words_.has(section, grammar_.lemma(w)); }

  // What the clause of a word says of it itself: negation, modals, "to" and "going to".
  std::optional<Factuality> own_clause(uint32_t word, Reason& why) const {
    for (const uint32_t c : grammar_.children(word)) {
      const Deprel relation = grammar_.relation(c);
      if ((relation == Deprel::advmod || relation == Deprel::det || relation == Deprel::cc || relation == Deprel::case_ || relation == Deprel::mark) && has("negation", c)) {
        // "not only" affirms.
        if (grammar_.lemma(c) == "not" && c + 1 < tokens_.size() && grammar_.lemma(c + 1) == "only") continue;
        why = reason("factuality/negation", {span(c)});
        return Factuality::negated;
      }
    }
    for (const uint32_t c : grammar_.children(word)) {
      const Deprel relation = grammar_.relation(c);
      if (relation == Deprel::aux) {
        if (has("future_modal", c)) return why = reason("factuality/future", {span(c)}), Factuality::future;
        if (has("hypothetical_modal", c)) {
          // "would have" and "could not" of the past stay what they are; "can" of an ability too.
          return why = reason("factuality/modal", {span(c)}), Factuality::hypothetical;
        }
      }
      if (relation == Deprel::mark && has("conditional", c)) return why = reason("factuality/condition", {span(c)}), Factuality::hypothetical;
      if (grammar_.upos(word) == Upos::NOUN && (relation == Deprel::amod || relation == Deprel::compound)) {
        if (has("future", c)) return why = reason("factuality/future", {span(c)}), Factuality::future;
        if (has("hypothetical", c)) return why = reason("factuality/possible", {span(c)}), Factuality::hypothetical;
      }
    }
    return std::nullopt;
  }

  Factuality by_words(const Event& event, Reason& why) const {
    uint32_t word = event.word;
    if (const auto own = own_clause(word, why)) return *own;
    // Upwards: what selects the clause or the noun. A few levels say all; beyond, the clause speaks for itself.
    for (int level = 0; level < 4 && !grammar_.is_root(word); ++level) {
      const Deprel relation = grammar_.relation(word);
      const uint32_t above = grammar_.head(word);
      const bool selected = relation == Deprel::ccomp || relation == Deprel::xcomp || relation == Deprel::obj || relation == Deprel::acl || relation == Deprel::csubj ||
                            (relation == Deprel::obl && level == 0 && grammar_.preposition(word) == "for") || (relation == Deprel::nsubj && grammar_.is_passive(above)) ||
                            (relation == Deprel::nmod && (grammar_.preposition(word) == "of" || grammar_.preposition(word) == "for"));
      const bool infinitive = grammar_.upos(word) == Upos::VERB && is_infinitive(word);
      if (relation == Deprel::acl && grammar_.subtype(word) == Deprel::acl_relcl) break;
      if (relation == Deprel::conj) {
        // A coordinated clause with a modal of its own was handled; without, it shares the first one's.
        uint32_t subject;
        if (!grammar_.child(word, Deprel::nsubj, subject))
          if (const auto own = own_clause(above, why)) return *own;
        word = above;
        continue;
      }
      if (relation == Deprel::advcl) {
        if (infinitive) return why = reason("factuality/purpose", {span(word)}), Factuality::hypothetical;
        break;
      }
      if (!selected) break;
      if (has("negative", above)) return why = reason("factuality/did-not", {span(above)}), Factuality::negated;
      if (infinitive || grammar_.upos(word) == Upos::NOUN || has("hypothetical", above)) {
        if (has("future", above) && (infinitive || relation == Deprel::acl)) return why = reason("factuality/announced", {span(above)}), Factuality::future;
        if (has("hypothetical", above) && (infinitive || relation != Deprel::ccomp || is_subjunctive(word)))
          return why = reason("factuality/governed", {span(above)}), Factuality::hypothetical;
        if (infinitive && relation == Deprel::acl) return why = reason("factuality/purpose", {span(above)}), Factuality::hypothetical;
      }
      // The carrier of an event noun brings its own modals: "will hold talks".
      if (relation != Deprel::ccomp)
        if (const auto own = own_clause(above, why)) return *own;
      word = above;
    }
    return Factuality::asserted;
  }

  bool is_infinitive(uint32_t word) const {
    for (const uint32_t c : grammar_.children(word))
      if (grammar_.relation(c) == Deprel::mark && grammar_.lemma(c) == "to") return true;
    return false;
  }
  // "demanded that he leave": a bare form under a verb of wishing.
  bool is_subjunctive(uint32_t word) const { return grammar_.tags().xpos[word] == "VB"; }

  const Article& article_;
  const Tokens& tokens_;
  Grammar grammar_;
  const WordList& words_;
};

}  // namespace

Result<std::unique_ptr<const FactualityJudge>> FactualityJudge::load(const std::string& folder) {
  auto words = WordList::load(folder + "/factuality.txt");
  if (!words) return words.error();
  std::unique_ptr<FactualityJudge> judge(new FactualityJudge());
  judge->words_ = std::move(words.value());
  return std::unique_ptr<const FactualityJudge>(std::move(judge));
}

Factualities FactualityJudge::judge(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Events& events,
                                    const EventDates& dates) const {
  const Judge judge(article, tokens, tags, trees, words_);
  Factualities out;
  for (size_t i = 0; i < events.events.size(); ++i) {
    Reason why;
    out.of.push_back(judge.judge(events.events[i], dates.of[i], why));
    out.why.push_back(std::move(why));
  }
  return out;
}

}  // namespace kronika
