#include "stage/place/placer.h"

#include <algorithm>

#include "base/calendar.h"

namespace kronika {
namespace {

constexpr uint32_t kFar = UINT32_MAX;
constexpr uint32_t kLeadSentences = 4;

template <size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

constexpr std::string_view kBodily[] = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "CONSULT", "RETREAT", "AID"};
// Of these, those that a state does at home when nothing else is said.
constexpr std::string_view kDomestic[] = {"COERCE", "PROTEST"};

}  // namespace

Placer::Placer(const WordList& words, const PlacingLayers& layers, const Events& events)
    : words_(words),
      layers_(layers),
      tokens_(layers.tokens),
      grammar_(layers.tags, layers.trees),
      clauses_(grammar_),
      events_(events) {
  tells_.resize(tokens_.size(), 0);
  for (const Event& event : events.events) tells_[event.word] = 1;
  for (const PlaceMention& place : layers.places.places) {
    anchors_.push_back(anchor(place));
    if (place.place.precision == "country") named_.emplace(place.place.country, &place);
  }
  find_scenes();
}

bool Placer::is_bodily(const Event& event) { return is_one_of(event.category, kBodily); }

std::optional<PlaceRef> Placer::place(size_t index, std::string& rule) const {
  const Event& event = events_.events[index];
  rule = "place/own";
  if (auto own = own_place(event)) return own;
  if (auto where = antecedent(event)) return where;
  if (auto fronted = fronted_place(event)) return fronted;
  const bool bodily = is_bodily(event);
  if (bodily || in_lead(event))
    if (auto scene = scene_place(event, layers_.dates.of[index], rule)) return scene;
  if (bodily) {
    rule = "place/at-home";
    if (auto at_home = home(event)) return at_home;
  }
  rule.clear();
  return std::nullopt;
}

Placer::Anchor Placer::anchor(const PlaceMention& place) const {
  Anchor out;
  out.head = place.first;
  while (!grammar_.is_root(out.head) && grammar_.head(out.head) >= place.first && grammar_.head(out.head) < place.last)
    out.head = grammar_.head(out.head);
  // "in the capital, Minsk", "the city of Homs", "in Kafr Qasim and Lod": the phrase that the name belongs to.
  uint32_t phrase = out.head;
  for (int level = 0; level < 3 && !grammar_.is_root(phrase); ++level) {
    const Deprel relation = grammar_.relation(phrase);
    const bool city_of =
        relation == Deprel::nmod && grammar_.preposition(phrase) == "of" && is_settlement(grammar_.head(phrase));
    const bool joined = relation == Deprel::appos || relation == Deprel::conj || relation == Deprel::flat ||
                        (relation == Deprel::compound && is_settlement(grammar_.head(phrase)));
    const bool inner =
        relation == Deprel::nmod && grammar_.preposition(phrase).empty() && is_nominal(grammar_.head(phrase));
    if (!city_of && !joined && !inner) break;
    if (grammar_.is_verb(grammar_.head(phrase))) break;
    if (!grammar_.preposition(phrase).empty() && !city_of) break;
    phrase = grammar_.head(phrase);
  }
  out.preposition = grammar_.preposition(phrase);
  // Where the tree hangs the preposition elsewhere, the word before the name.
  if (out.preposition.empty() && place.first > 0 && grammar_.upos(place.first - 1) == Upos::ADP)
    out.preposition = grammar_.lemma(place.first - 1);
  out.relation = grammar_.relation(phrase);
  out.above = clauses_.above(phrase);
  return out;
}

uint32_t Placer::word_from(uint32_t byte) const {
  return static_cast<uint32_t>(std::partition_point(tokens_.words.begin(), tokens_.words.end(),
                                                    [&](const Word& w) { return w.span.end <= byte; }) -
                               tokens_.words.begin());
}

size_t Placer::place_from(uint32_t word) const {
  const auto& all = layers_.places.places;
  return static_cast<size_t>(
      std::partition_point(all.begin(), all.end(), [&](const PlaceMention& p) { return p.first < word; }) -
      all.begin());
}

std::vector<Placer::Inherited> Placer::clauses_of(const Event& event, Range words) const {
  std::vector<Inherited> out;
  uint32_t clause = clauses_.clause_of(event.word);
  const bool noun = clause != event.word && !words.has(clause);
  if (noun && tells_[clause]) {
    const Deprel relation = grammar_.relation(event.word);
    if (relation != Deprel::obl || !words_.has("in", grammar_.preposition(event.word))) return out;
  }
  uint32_t cost = noun ? 20 : 10;
  bool only_before = false;
  for (int level = 0; level < 6; ++level) {
    out.push_back({clause, cost, only_before});
    if (grammar_.is_root(clause)) break;
    const Deprel relation = grammar_.relation(clause);
    const bool aside = relation == Deprel::parataxis || relation == Deprel::conj;
    if (!aside && !clauses_.goes_with(clause)) break;
    only_before = only_before || aside;
    clause = clauses_.clause_of(grammar_.head(clause));
    cost += 10;
  }
  return out;
}

std::optional<PlaceRef> Placer::own_place(const Event& event) const {
  const Sentence& sentence = tokens_.sentences[tokens_.sentence_of(event.word)];
  const Range words = words_of(event);
  const std::vector<Inherited> clauses = clauses_of(event, words);
  // Places far from the event are others'; the bound keeps long sentences linear.
  constexpr uint32_t kMostWords = 60;
  const uint32_t from = std::max(sentence.first, event.word > kMostWords ? event.word - kMostWords : 0),
                 to = std::min(sentence.last, event.word + kMostWords);
  uint32_t best = kFar;
  std::optional<PlaceRef> found;
  for (size_t i = place_from(from); i < layers_.places.places.size() && layers_.places.places[i].first < to; ++i) {
    const PlaceMention& place = layers_.places.places[i];
    uint32_t cost = distance(i, event, words, clauses);
    if (cost == kFar) continue;
    // Of "in Minsk, Belarus" the city is the finer.
    cost = cost * 4 + coarseness(place.place);
    if (cost >= best) continue;
    best = cost;
    found = place.place;
  }
  return found;
}

uint32_t Placer::distance(size_t index, const Event& event, Range words, const std::vector<Inherited>& clauses) const {
  const Anchor& at = anchors_[index];
  const PlaceMention& place = layers_.places.places[index];
  if (at.above.empty()) return kFar;
  const bool bodily = is_bodily(event);
  for (uint32_t level = 0; level < at.above.size(); ++level) {
    const uint32_t w = at.above[level];
    // A place in a phrase of the event places bodies, not words: "condemned the killings in Homs".
    if (level > 0 && !bodily) return kFar;
    if (words.has(w) || w == event.word) return fits(at, place, event, level, bodily) ? level : kFar;
    if (tells_[w] && w != at.above.back()) return kFar;
  }
  if (!words_.has("in", at.preposition) && !leads_there(at, event)) return kFar;
  for (const Inherited& one : clauses)
    if (one.clause == at.above.back() && at.above.size() <= (bodily ? 3u : 1u) &&
        (!one.only_before || place.first < event.word))
      return one.cost + static_cast<uint32_t>(at.above.size());
  return kFar;
}

bool Placer::leads_there(const Anchor& at, const Event& event) const {
  if (!words_.has("to", at.preposition) || at.above.empty()) return false;
  constexpr std::string_view kGoing[] = {"CONSULT", "MOBILIZE", "RETREAT", "AID", "COERCE", "ASSAULT", "PROTEST"};
  if (at.preposition != "to" && (event.category == "ASSAULT" || event.category == "MOBILIZE")) return true;
  const bool leads =
      words_.has("motion", grammar_.lemma(at.above.front())) || words_.has("motion", grammar_.lemma(event.word));
  return is_one_of(event.category, kGoing) && leads &&
         (at.preposition == "to" || at.preposition == "into" || event.category == "ASSAULT" ||
          event.category == "MOBILIZE");
}

bool Placer::fits(const Anchor& at, const PlaceMention& place, const Event& event, uint32_t level, bool bodily) const {
  if (words_.has("in", at.preposition) || leads_there(at, event)) return true;
  if (level > 0 || !bodily) return false;
  const bool country = place.place.precision == "country";
  // "bombed Natanz", "visited Minsk"
  if (at.relation == Deprel::obj || (at.relation == Deprel::nsubj && grammar_.is_passive(at.above.front())))
    return event.category == "CONSULT" || event.category == "ASSAULT" || (!country && event.category != "AID");
  // "the siege of Homs", "the withdrawal from Gaza", "attacks on Aleppo", "the Geneva talks"
  if (at.preposition == "of") return event.category == "ASSAULT" || (!country && event.category != "CONSULT");
  if (at.preposition == "from") return event.category == "RETREAT" || event.category == "COERCE";
  if (at.preposition == "on" || at.preposition == "against") return event.category == "ASSAULT";
  if (at.relation == Deprel::compound) return !country;
  return false;
}

std::optional<PlaceRef> Placer::antecedent(const Event& event) const {
  uint32_t clause = clauses_.clause_of(event.word);
  for (int level = 0; level < 4 && !grammar_.is_root(clause); ++level) {
    const uint32_t above = grammar_.head(clause);
    if (grammar_.subtype(clause) == Deprel::acl_relcl || grammar_.subtype(clause) == Deprel::advcl_relcl) {
      if (!begins_with_where(clause, above)) return std::nullopt;
      for (size_t i = place_from(above > 6 ? above - 6 : 0);
           i < layers_.places.places.size() && layers_.places.places[i].first <= above + 4 &&
           layers_.places.places[i].first < clause;
           ++i)
        if (anchors_[i].head == above ||
            (layers_.places.places[i].first <= above && above < layers_.places.places[i].last) ||
            (!anchors_[i].above.empty() && anchors_[i].above.front() == above))
          return layers_.places.places[i].place;
      return std::nullopt;
    }
    if (grammar_.relation(clause) != Deprel::conj && grammar_.relation(clause) != Deprel::xcomp) return std::nullopt;
    clause = clauses_.clause_of(above);
  }
  return std::nullopt;
}

bool Placer::begins_with_where(uint32_t clause, uint32_t noun) const {
  for (uint32_t w = noun + 1; w < std::min(clause, noun + 8); ++w)
    if (grammar_.lemma(w) == "where") return true;
  return false;
}

std::optional<PlaceRef> Placer::fronted_place(const Event& event) const {
  const Sentence& sentence = tokens_.sentences[tokens_.sentence_of(event.word)];
  if (!words_.has("in", grammar_.lemma(sentence.first)) || !clauses_.is_told(clauses_.clause_of(event.word)))
    return std::nullopt;
  const size_t first = place_from(sentence.first);
  if (first == layers_.places.places.size()) return std::nullopt;
  const PlaceMention& place = layers_.places.places[first];
  if (place.first > sentence.first + 2 || place.first > event.word || place.first >= sentence.last) return std::nullopt;
  return place.place;
}

void Placer::find_scenes() {
  scenes_.assign(tokens_.sentences.size(), nullptr);
  bool body = false;
  for (uint32_t s = 0; s < tokens_.sentences.size(); ++s) {
    const Sentence& sentence = tokens_.sentences[s];
    if (s > 0 && sentence.paragraph == tokens_.sentences[s - 1].paragraph) scenes_[s] = scenes_[s - 1];
    const size_t first = place_from(sentence.first);
    if (!body && sentence.kind != SentenceKind::title) {
      if (!dateline_ && first < layers_.places.places.size()) find_dateline(sentence, layers_.places.places[first]);
      body = sentence.kind == SentenceKind::body;
    }
    if (first < layers_.places.places.size() && opens_item(sentence, layers_.places.places[first]))
      scenes_[s] = &layers_.places.places[first];
    for (size_t i = first; i < layers_.places.places.size() && layers_.places.places[i].first < sentence.last; ++i) {
      const Anchor& at = anchors_[i];
      if (at.above.size() != 1 || !words_.has("in", at.preposition) || !clauses_.is_told(at.above.back())) continue;
      if (scenes_[s] && layers_.places.places[i].place.precision == "country") continue;
      scenes_[s] = &layers_.places.places[i];
    }
    if (!lead_ && s < kLeadSentences) lead_ = lead_of(first, sentence.last);
  }
}

bool Placer::opens_item(const Sentence& sentence, const PlaceMention& place) const {
  if (place.first != sentence.first || place.last + 2 >= sentence.last) return false;
  const std::string_view next = text_at(place.last);
  return next == ":" || ((next == "-" || next == "\u2013" || next == "\u2014" || next == "--") && spaced(place.last));
}

const PlaceMention* Placer::lead_of(size_t i, uint32_t last) const {
  for (; i < layers_.places.places.size() && layers_.places.places[i].first < last; ++i) {
    const PlaceMention& place = layers_.places.places[i];
    if (place.place.precision != "country" && words_.has("in", anchors_[i].preposition)) return &place;
  }
  return nullptr;
}

void Placer::find_dateline(const Sentence& sentence, const PlaceMention& place) {
  if (place.first != sentence.first || place.place.precision == "country") return;
  constexpr std::string_view kEnds[] = {"--", "\u2014", "\u2013", "-", ":", "\u2015"};
  const bool heading = sentence.kind == SentenceKind::heading;
  for (uint32_t w = place.last; w < std::min(place.last + 12, sentence.last); ++w) {
    const std::string_view text = layers_.article.slice(tokens_.words[w].span);
    if (is_one_of(text, kEnds) && !tokens_.words[w].joined &&
        (w == place.last || text != "-" || w + 1 == sentence.last || spaced(w)))
      dateline_ = &place;
    if (grammar_.upos(w) == Upos::VERB) break;
  }
  if (heading && place.last < sentence.last && text_at(place.last) == ",") dateline_ = &place;
  // "COLOMBO, July 15, 2022." is a sentence of its own.
  if (!heading && sentence.size() <= 9 && place.last < sentence.last && text_at(place.last) == "," &&
      !has_verb(sentence))
    dateline_ = &place;
}

bool Placer::has_verb(const Sentence& sentence) const {
  for (uint32_t w = sentence.first; w < sentence.last; ++w)
    if (grammar_.is_verb(w)) return true;
  return false;
}

std::set<std::string> Placer::countries_of(const std::vector<Id<Mention>>& side) const {
  std::set<std::string> out;
  for (const Id<Mention> id : side)
    for (const ActorCode& code : layers_.actors.of[id.index].codes)
      if (code.country.size() == 3 && code.country != "IGO" && code.country != "UNO" && code.country != "NGO" &&
          code.country != "EUR" && code.country != "MNC" && code.country != "IMG" && code.country != "ISM")
        out.insert(code.country);
  return out;
}

std::optional<PlaceRef> Placer::scene_place(const Event& event, const std::optional<DateRange>& date,
                                            std::string& rule) const {
  rule = "place/scene";
  const PlaceMention* scene = scenes_[tokens_.sentence_of(event.word)];
  if (scene && scene->first > event.word) scene = nullptr;
  if (is_here(event)) scene = dateline_ ? dateline_ : lead_;
  if (!scene) {
    // The dateline is where the news is, not what is remembered.
    constexpr int64_t kDays = 31;
    if (date && layers_.article.published() && day_number(date->end) + kDays < day_number(*layers_.article.published()))
      return std::nullopt;
    const uint32_t clause = clauses_.clause_of(event.word);
    const Tense tense = clauses_.tense(clause);
    if (!clauses_.is_told(clause) || tense == Tense::past_perfect || tense == Tense::modal) return std::nullopt;
    // By telephone nobody is in one place.
    if (std::find(event.mode.begin(), event.mode.end(), "phone") != event.mode.end()) return std::nullopt;
    scene = dateline_;
    rule = "place/dateline";
  }
  if (!scene && lead_ && lead_->first < event.word) scene = lead_, rule = "place/lead";
  if (!scene) return std::nullopt;
  std::set<std::string> parties = countries_of(event.actor);
  parties.merge(countries_of(event.recipient));
  if (!parties.empty() && !parties.contains(scene->place.country)) return std::nullopt;
  return scene->place;
}

bool Placer::in_lead(const Event& event) const {
  if (!dateline_) return false;
  const uint32_t lead = tokens_.sentence_of(dateline_->first), s = tokens_.sentence_of(event.word);
  return tokens_.sentences[s].paragraph <=
         tokens_.sentences[lead].paragraph + (tokens_.sentences[lead].kind == SentenceKind::heading ? 1u : 0u);
}

bool Placer::is_here(const Event& event) const {
  const uint32_t clause = clauses_.clause_of(event.word);
  const uint32_t last = std::min(tokens_.size(), event.word + 15);
  for (uint32_t w = event.word > 15 ? event.word - 15 : 0; w < last; ++w)
    if (grammar_.lemma(w) == "here" && grammar_.relation(w) == Deprel::advmod && clauses_.clause_of(w) == clause)
      return true;
  return false;
}

std::optional<PlaceRef> Placer::home(const Event& event) const {
  if (!is_one_of(event.category, kDomestic)) return std::nullopt;
  const std::set<std::string> actor = countries_of(event.actor), recipient = countries_of(event.recipient);
  if (actor.size() != 1 || (!recipient.empty() && recipient != actor)) return std::nullopt;
  // A country that the text names as a place gives the name.
  for (const PlaceMention* story : {dateline_, lead_})
    if (story && story->place.country == *actor.begin()) return story->place;
  const auto named = named_.find(*actor.begin());
  return named == named_.end() ? std::nullopt : std::optional(named->second->place);
}

}  // namespace kronika
