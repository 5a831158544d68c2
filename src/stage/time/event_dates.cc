// Which expression dates an event, and what the story implies where none does.
//
// An expression hangs on a verb or a noun; it dates that word, what the word takes along ("held talks on Monday") and
// the parts of the same clause that have no time of their own ("flew there on Monday to plead"). Clauses with a time of
// their own are borders.
#include <algorithm>

#include "base/calendar.h"
#include "stage/time/time.h"
#include "text/clauses.h"

namespace kronika {
namespace {

constexpr uint32_t kFar = UINT32_MAX;
constexpr uint32_t kLeadSentences = 3;

class Dater {
 public:
  Dater(const DatingLayers& layers, const Events& events)
      : layers_(layers),
        tokens_(layers.tokens),
        grammar_(layers.tags, layers.trees),
        clauses_(grammar_),
        events_(events) {
    // Nouns that report an event of their own keep their dates to themselves.
    tells_.resize(tokens_.size(), 0);
    for (const Event& event : events.events) tells_[event.word] = 1;
    for (const Timex& timex : layers.timexes.timexes) anchors_.push_back(anchor(timex));
  }

  std::optional<DateRange> own(const Event& event) const {
    return own_of(event.word, first_of(event.span), last_of(event.span));
  }

  void imply(const Factualities& factualities, EventDates& dates) {
    find_scenes();
    for (size_t i = 0; i < events_.events.size(); ++i) {
      const Event& event = events_.events[i];
      if (event.announced)
        dates.of[i] = day_of_promise(event);
      else if (!dates.of[i] && factualities.of[i] == Factuality::asserted)
        dates.of[i] = implied(event);
      else if (!dates.of[i] && factualities.of[i] == Factuality::negated)
        dates.of[i] = implied(event);
    }
  }

 private:
  // Where an expression hangs: the words above it up to its clause.
  struct Anchor {
    std::vector<uint32_t> above;  // from the word that it hangs on to the head of the clause
    bool modifier = false;        // before a noun: "Monday's meeting", "the January election"
  };

  Anchor anchor(const Timex& timex) const {
    Anchor out;
    uint32_t top = timex.first;
    while (!grammar_.is_root(top) && grammar_.head(top) >= timex.first && grammar_.head(top) < timex.last)
      top = grammar_.head(top);
    if (grammar_.is_root(top)) return out;
    const Deprel relation = grammar_.relation(top);
    out.modifier = grammar_.subtype(top) == Deprel::nmod_poss || relation == Deprel::compound ||
                   relation == Deprel::amod || relation == Deprel::nummod;
    out.above = clauses_.above(top);
    return out;
  }

  // The words of a span in the sentence of `word`, by binary search.
  uint32_t first_of(Span span) const {
    return static_cast<uint32_t>(std::partition_point(tokens_.words.begin(), tokens_.words.end(),
                                                      [&](const Word& w) { return w.span.end <= span.start; }) -
                                 tokens_.words.begin());
  }
  uint32_t last_of(Span span) const {
    return static_cast<uint32_t>(std::partition_point(tokens_.words.begin(), tokens_.words.end(),
                                                      [&](const Word& w) { return w.span.start < span.end; }) -
                                 tokens_.words.begin());
  }

  // The first expression at or after a word.
  size_t timex_from(uint32_t word) const {
    const auto& all = layers_.timexes.timexes;
    return static_cast<size_t>(
        std::partition_point(all.begin(), all.end(), [&](const Timex& t) { return t.first < word; }) - all.begin());
  }

  // The nearest expression for an event with words [first, last) round `word`.
  std::optional<DateRange> own_of(uint32_t word, uint32_t first, uint32_t last) const {
    const Sentence& sentence = tokens_.sentences[tokens_.sentence_of(word)];
    const std::vector<Inherited> clauses = clauses_of(word, first, last);
    uint32_t best = kFar;
    std::optional<DateRange> found;
    // Expressions far from the event date something else; the bound keeps long sentences linear.
    constexpr uint32_t kMostWords = 60;
    const uint32_t from = std::max(sentence.first, word > kMostWords ? word - kMostWords : 0),
                   to = std::min(sentence.last, word + kMostWords);
    for (size_t i = timex_from(from); i < layers_.timexes.timexes.size() && layers_.timexes.timexes[i].first < to;
         ++i) {
      const Timex& timex = layers_.timexes.timexes[i];
      if (!timex.value || timex.bound) continue;
      const uint32_t cost = distance(i, timex, word, first, last, clauses);
      if (cost >= best) continue;
      best = cost;
      found = timex.value;
    }
    return found;
  }

  struct Inherited {
    uint32_t clause;
    uint32_t cost;
    bool only_before;  // a date that stands before both holds for both: "On Monday they met and talked"
  };

  // The clauses whose dates hold for an event, the nearest first.
  std::vector<Inherited> clauses_of(uint32_t word, uint32_t first, uint32_t last) const {
    std::vector<Inherited> out;
    uint32_t clause = clauses_.clause_of(word);
    const bool inside = clause >= first && clause < last;
    // A noun in the clause of another event: its own dates only, unless it is what the verb is about.
    if (clause != word && !inside) {
      const Deprel relation = grammar_.relation(word);
      const std::string_view preposition = grammar_.preposition(word);
      const bool at_once = relation == Deprel::obl && (preposition == "during" || preposition == "at" ||
                                                       preposition == "in" || preposition == "amid");
      if (!at_once &&
          (tells_[clause] || (relation != Deprel::nsubj && relation != Deprel::obj && relation != Deprel::obl)))
        return out;
    }
    uint32_t cost = clause == word || inside ? 10 : 20;
    bool only_before = false;
    for (int level = 0; level < 6; ++level) {
      out.push_back({clause, cost, only_before});
      if (grammar_.is_root(clause)) break;
      const uint32_t above = grammar_.head(clause);
      if (!clauses_.goes_with(clause)) break;
      if (grammar_.relation(clause) == Deprel::conj) only_before = true;
      clause = clauses_.clause_of(above);
      cost += 10;
    }
    return out;
  }

  uint32_t distance(size_t index, const Timex& timex, uint32_t word, uint32_t first, uint32_t last,
                    const std::vector<Inherited>& clauses) const {
    const Anchor& at = anchors_[index];
    if (at.above.empty()) return kFar;
    if (timex.first >= first && timex.last <= last) return 0;
    for (uint32_t level = 0; level < at.above.size(); ++level) {
      const uint32_t w = at.above[level];
      if (w >= first && w < last) return level;
      if (w == word) return level;
      // It dates another event, or the noun that it stands before.
      if (tells_[w] && w != at.above.back()) return kFar;
      if (level == 0 && at.modifier) return kFar;
    }
    for (const Inherited& one : clauses)
      if (one.clause == at.above.back() && at.above.size() <= 3 && (!one.only_before || timex.first < word))
        return one.cost + static_cast<uint32_t>(at.above.size());
    return kFar;
  }

  // ---- what the story implies

  // The day that each sentence moves the story to, and that of the lead.
  void find_scenes() {
    scenes_.assign(tokens_.sentences.size(), std::nullopt);
    entries_.assign(tokens_.sentences.size(), 0);
    const std::optional<Day>& published = layers_.article.published();
    uint32_t body = 0;
    for (uint32_t s = 0; s < tokens_.sentences.size(); ++s) {
      const Sentence& sentence = tokens_.sentences[s];
      if (is_entry(sentence)) entries_[s] = 1;
      for (size_t i = timex_from(sentence.first);
           i < layers_.timexes.timexes.size() && layers_.timexes.timexes[i].first < sentence.last; ++i) {
        const Timex& timex = layers_.timexes.timexes[i];
        const Anchor& at = anchors_[i];
        if (!timex.value || timex.bound || !can_set_scene(*timex.value)) continue;
        if (published && timex.value->start > *published) continue;
        const bool told = sentence.kind == SentenceKind::body && !at.above.empty() && !at.modifier &&
                          clauses_.tense(at.above.back()) == Tense::past && clauses_.is_told(at.above.back());
        const bool dateline =
            !told && body == 0 &&
            (at.above.empty() || sentence.kind != SentenceKind::body || (published && timex.value->end == *published));
        if (!told && !dateline) continue;
        if (!scenes_[s] && !dateline) scenes_[s] = timex.value;
        const bool fresh = !published || day_number(*published) - day_number(timex.value->end) <= 10;
        std::optional<DateRange>& lead = dateline ? dateline_ : lead_;
        if (!lead && fresh && body < kLeadSentences) lead = timex.value;
      }
      if (sentence.kind == SentenceKind::body && body++ == 0) lead_sentence_ = s;
    }
    if (dateline_) dateline_->by = "dateline";
    // A scene lasts to the end of its paragraph.
    for (uint32_t s = 1; s < scenes_.size(); ++s)
      if (!scenes_[s] && tokens_.sentences[s].paragraph == tokens_.sentences[s - 1].paragraph)
        scenes_[s] = scenes_[s - 1];
  }

  // A month at most; of times over a year ago, that are remembered as a whole, a year.
  bool can_set_scene(const DateRange& date) const {
    const int64_t days = day_number(date.end) - day_number(date.start);
    const std::optional<Day>& published = layers_.article.published();
    return days <= 31 || (days <= 366 && published && day_number(date.end) + 366 < day_number(*published));
  }

  // An entry of a diary or live report begins with its time: "14:30 - ", also after a bullet.
  bool is_entry(const Sentence& sentence) const {
    for (uint32_t w = sentence.first; w < std::min(sentence.first + 2, sentence.last); ++w) {
      const std::string_view text = layers_.article.slice(tokens_.words[w].span);
      const size_t colon = text.find_first_of(":.");
      if (colon == 0 || colon > 2 || text.size() != colon + 3) continue;
      if (std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':' || c == '.'; }))
        return true;
    }
    return false;
  }

  // The day of what is told in the present.
  std::optional<DateRange> now() const { return dateline_ ? dateline_ : lead_; }

  std::optional<DateRange> scene(uint32_t sentence) const {
    // The day of the dateline is that of the first paragraphs; a day that the lead names holds for the story.
    if (!scenes_[sentence]) {
      if (lead_) return lead_;
      const bool near = tokens_.sentences[sentence].paragraph <= tokens_.sentences[lead_sentence_].paragraph + 3;
      return near || entries_[sentence] ? dateline_ : std::nullopt;
    }
    std::optional<DateRange> range = scenes_[sentence];
    range->by = "context";
    return range;
  }

  std::optional<DateRange> implied(const Event& event) const {
    const uint32_t s = tokens_.sentence_of(event.word), clause = clauses_.clause_of(event.word);
    const bool inside = clause >= first_of(event.span) && clause < last_of(event.span);
    if (clause != event.word && !inside && grammar_.relation(event.word) != Deprel::nsubj &&
        grammar_.relation(event.word) != Deprel::obj)
      return std::nullopt;
    if (clause != event.word && !inside && tells_[clause]) return std::nullopt;
    if (!clauses_.is_told(clause)) return std::nullopt;
    if (entries_[s]) return scene(s);
    switch (clauses_.tense(clause)) {
      case Tense::past:
        return scene(s);
      case Tense::perfect:
        return s <= lead_sentence_ + 1 ? now() : std::nullopt;
      case Tense::present:
        return is_speech(event) ? now() : std::nullopt;
      default:
        return std::nullopt;
    }
  }

  // Deeds done by words: told in the present they are news ("urges", "condemns"), while others told so are habits
  // ("they jail").
  static bool is_speech(const Event& event) {
    static constexpr std::string_view kSpeech[] = {"AGREE",    "REQUEST", "ACCUSE", "REJECT",
                                                   "THREATEN", "SUPPORT", "CONCEDE"};
    return std::find(std::begin(kSpeech), std::end(kSpeech), event.category) != std::end(kSpeech);
  }

  // A promise was made when its words were said.
  std::optional<DateRange> day_of_promise(const Event& event) const {
    uint32_t clause = clauses_.clause_of(event.word);
    for (int level = 0; level < 6 && !grammar_.is_root(clause); ++level) {
      const Deprel relation = grammar_.relation(clause);
      const bool told = relation == Deprel::ccomp || relation == Deprel::xcomp || relation == Deprel::conj ||
                        relation == Deprel::parataxis || relation == Deprel::acl;
      if (!told && !(relation == Deprel::advcl && clauses_.is_infinitive(clause))) break;
      clause = clauses_.clause_of(grammar_.head(clause));
      if (relation != Deprel::conj)
        if (auto said = own_of(clause, clause, clause + 1)) return said;
    }
    if (clause == clauses_.clause_of(event.word))
      return clauses_.tense(clause) == Tense::past ? scene(tokens_.sentence_of(event.word)) : std::nullopt;
    switch (clauses_.tense(clause)) {
      case Tense::past:
        return scene(tokens_.sentence_of(event.word));
      case Tense::present:
        return now();
      default:
        return std::nullopt;
    }
  }

  const DatingLayers& layers_;
  const Tokens& tokens_;
  Grammar grammar_;
  Clauses clauses_;
  const Events& events_;
  std::vector<char> tells_;
  std::vector<Anchor> anchors_;                   // per expression
  std::vector<std::optional<DateRange>> scenes_;  // per sentence
  std::vector<char> entries_;                     // per sentence
  std::optional<DateRange> lead_, dateline_;
  uint32_t lead_sentence_ = 0;
};

}  // namespace

EventDates date_events(const DatingLayers& layers, const Events& events) {
  const Dater dater(layers, events);
  EventDates dates;
  for (const Event& event : events.events) dates.of.push_back(dater.own(event));
  return dates;
}

void imply_dates(const DatingLayers& layers, const Events& events, const Factualities& factualities,
                 EventDates& dates) {
  Dater(layers, events).imply(factualities, dates);
}

}  // namespace kronika
