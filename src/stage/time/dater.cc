#include "stage/time/dater.h"

#include <algorithm>

#include "base/calendar.h"

namespace kronika {
namespace {

constexpr uint32_t kFar = UINT32_MAX;
constexpr uint32_t kLeadSentences = 3;

}  // namespace

Dater::Dater(const DatingLayers& layers, const Events& events)
    : layers_(layers), tokens_(layers.tokens), grammar_(layers.tags, layers.trees), clauses_(grammar_) {
  // Nouns that report an event of their own keep their dates to themselves.
  tells_.resize(tokens_.size(), 0);
  for (const Event& event : events.events) tells_[event.word] = 1;
  for (const Timex& timex : layers.timexes.timexes) anchors_.push_back(anchor(timex));
}

std::optional<DateRange> Dater::own(const Event& event) const {
  return own_of(event.word, first_of(event.span), last_of(event.span));
}

std::optional<DateRange> Dater::implied(const Event& event, Factuality factuality,
                                        const std::optional<DateRange>& date) const {
  if (event.announced) return day_of_promise(event);
  if (date) return date;
  return factuality == Factuality::asserted || factuality == Factuality::negated ? told(event) : std::nullopt;
}

Dater::Anchor Dater::anchor(const Timex& timex) const {
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

uint32_t Dater::first_of(Span span) const {
  return static_cast<uint32_t>(std::partition_point(tokens_.words.begin(), tokens_.words.end(),
                                                    [&](const Word& w) { return w.span.end <= span.start; }) -
                               tokens_.words.begin());
}

uint32_t Dater::last_of(Span span) const {
  return static_cast<uint32_t>(std::partition_point(tokens_.words.begin(), tokens_.words.end(),
                                                    [&](const Word& w) { return w.span.start < span.end; }) -
                               tokens_.words.begin());
}

size_t Dater::timex_from(uint32_t word) const {
  const auto& all = layers_.timexes.timexes;
  return static_cast<size_t>(
      std::partition_point(all.begin(), all.end(), [&](const Timex& t) { return t.first < word; }) - all.begin());
}

std::optional<DateRange> Dater::own_of(uint32_t word, uint32_t first, uint32_t last) const {
  const Sentence& sentence = tokens_.sentences[tokens_.sentence_of(word)];
  const std::vector<Inherited> clauses = clauses_of(word, first, last);
  uint32_t best = kFar;
  std::optional<DateRange> found;
  // Expressions far from the event date something else; the bound keeps long sentences linear.
  constexpr uint32_t kMostWords = 60;
  const uint32_t from = std::max(sentence.first, word > kMostWords ? word - kMostWords : 0),
                 to = std::min(sentence.last, word + kMostWords);
  for (size_t i = timex_from(from); i < layers_.timexes.timexes.size() && layers_.timexes.timexes[i].first < to; ++i) {
    const Timex& timex = layers_.timexes.timexes[i];
    if (!timex.value || timex.bound) continue;
    const uint32_t cost = distance(i, timex, word, first, last, clauses);
    if (cost >= best) continue;
    best = cost;
    found = timex.value;
  }
  return found;
}

std::vector<Dater::Inherited> Dater::clauses_of(uint32_t word, uint32_t first, uint32_t last) const {
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

uint32_t Dater::distance(size_t index, const Timex& timex, uint32_t word, uint32_t first, uint32_t last,
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

void Dater::find_scenes() {
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

bool Dater::can_set_scene(const DateRange& date) const {
  const int64_t days = day_number(date.end) - day_number(date.start);
  const std::optional<Day>& published = layers_.article.published();
  return days <= 31 || (days <= 366 && published && day_number(date.end) + 366 < day_number(*published));
}

bool Dater::is_entry(const Sentence& sentence) const {
  for (uint32_t w = sentence.first; w < std::min(sentence.first + 2, sentence.last); ++w) {
    const std::string_view text = layers_.article.slice(tokens_.words[w].span);
    const size_t colon = text.find_first_of(":.");
    if (colon == 0 || colon > 2 || text.size() != colon + 3) continue;
    if (std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':' || c == '.'; }))
      return true;
  }
  return false;
}

std::optional<DateRange> Dater::scene(uint32_t sentence) const {
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

std::optional<DateRange> Dater::told(const Event& event) const {
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

bool Dater::is_speech(const Event& event) {
  static constexpr std::string_view kSpeech[] = {"AGREE",    "REQUEST", "ACCUSE", "REJECT",
                                                 "THREATEN", "SUPPORT", "CONCEDE"};
  return std::find(std::begin(kSpeech), std::end(kSpeech), event.category) != std::end(kSpeech);
}

std::optional<DateRange> Dater::day_of_promise(const Event& event) const {
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

}  // namespace kronika
