#include "stage/place/place_choice.h"

#include <algorithm>

#include "base/calendar.h"
#include "text/attachment.h"

namespace kronika {
namespace {

// ---- the axes; the order of each is that of its enum, and names of weights are made of these words

enum Where : uint32_t {
  kTitle,
  kDateline,
  kBefore,
  kAfter,
  kLast,
  kParagraph,
  kParagraphBefore,
  kEarlier,
  kNext,
  kLater
};
const Axis kWhere = {"title",     "dateline",         "before",  "after",         "last_sentence",
                     "paragraph", "paragraph_before", "earlier", "next_sentence", "later"};
enum Linked : uint32_t {
  kIn,
  kAt,
  kRests,
  kTo,
  kInto,
  kFrom,
  kOf,
  kAgainst,
  kOther,
  kSubject,
  kObject,
  kCompound,
  kPossessive,
  kBare
};
const Axis kLinked = {"in",      "at",    "rests",   "to",     "into",     "from",       "of",
                      "against", "other", "subject", "object", "compound", "possessive", "bare"};
const Axis kPrecision = {"site", "city", "admin", "country"};
const Axis kRule = {"none", "own", "scene", "dateline", "lead", "at_home"};
const Axis kSame = {"same", "country", "other"};
const Axis kShape = {"verb", "noun"};
const Axis kTense = {"past", "past_perfect", "perfect", "present", "progressive", "modal", "none"};
const Axis kFactuality = {"asserted", "negated", "future", "hypothetical", "historical"};
const Axis kTimes = {"0", "1", "2", "3", "5"};
const Axis kYes = {"no", "yes"};
const Axis kParties = {"actor", "recipient", "both", "neither", "nowhere"};
const Axis kParty = {"actor", "in_actor", "recipient", "in_recipient", "no"};
const Axis kStands = {"place", "country", "body", "other"};
const Axis kStory = {"dateline", "lead", "neither"};
const Axis kAge = {"undated", "fresh", "old", "to_come"};

enum Question : size_t {
  kNowhere,
  kNowhereTense,
  kNowhereRule,
  kNowhereNear,
  kNowhereSpread,
  kNowhereAge,
  kPrecise,
  kByRule,
  kWhereIs,
  kHow,
  kHowFine,
  kHowShape,
  kDistance,
  kRecency,
  kSalience,
  kScene,
  kLeads,
  kLeadsTense,
  kPartyCountry,
  kIsParty,
  kStandsAs,
  kSpread,
  kFiner,
  kSurely,
  kAged,
  kOthers,
};

uint32_t bucket(uint32_t count) { return count == 0 ? 0 : count == 1 ? 1 : count == 2 ? 2 : count < 5 ? 3 : 4; }
uint32_t precision_of(const PlaceRef& place) {
  const auto found = std::find(kPrecision.begin(), kPrecision.end(), place.precision);
  return found == kPrecision.end() ? 3 : static_cast<uint32_t>(found - kPrecision.begin());
}
bool is_country(const PlaceRef& place) { return place.precision == "country"; }

constexpr uint32_t kPlacesBack = 12, kPlacesAhead = 4;

}  // namespace

std::vector<ChoiceQuestion> place_questions() {
  return {
      {"nowhere", true, {kShape, kFactuality}},
      {"nowhere_tense", true, {kTense}},
      {"nowhere_rule", true, {kRule}},
      {"nowhere_near", true, {kYes, kYes, kYes}},
      {"nowhere_spread", false, {kTimes, kTimes}},
      {"nowhere_age", false, {kAge, kRule}},
      {"precision", true, {kPrecision}},
      {"rule", true, {kRule, kSame}},
      {"where", true, {kWhere, kPrecision}},
      {"how", true, {attachment_axis(), kLinked}},
      {"how_fine", false, {attachment_axis(), kLinked, kPrecision}},
      {"how_shape", false, {attachment_axis(), kLinked, kShape}},
      {"distance", false, {kWhere, kTimes}},
      {"recency", false, {kTimes, kYes, kPrecision}},
      {"salience", false, {kTimes, kPrecision}},
      {"scene", true, {kYes, kTense}},
      {"leads", true, {kStory, kTimes}},
      {"leads_tense", false, {kStory, kTense, kShape}},
      {"party_country", true, {kParties, kPrecision}},
      {"is_party", true, {kParty, kPrecision}},
      {"stands_as", false, {kStands, kPrecision, kLinked}},
      {"spread", false, {kTimes, kPrecision, kYes}},
      {"finer", false, {kYes, kYes, kPrecision}},
      {"surely", false, {kFactuality, kWhere}},
      {"aged", false, {kAge, kWhere}},
      {"others", false, {kYes, kYes, kWhere}},
  };
}

struct PlaceChoices::Asked {
  const Event* event = nullptr;
  uint32_t category = 0, sentence = 0, clause = 0, tense = 0, shape = 0, rule = 0, factuality = 0, age = 0;
  std::optional<PlaceRef> by_rule;
  AttachedEvent words;
  std::set<std::string> actor, recipient;
  size_t next = 0;          // the first place behind the event
  bool finer_here = false;  // the sentence names a place finer than a country
  bool rests_here = false;  // the sentence says of something that it is in a place
};

PlaceChoices::PlaceChoices(const PlacingLayers& layers, const Events& events, const Placer& placer,
                           const ChoiceModel& model)
    : layers_(layers), events_(events), placer_(placer), model_(model) {
  std::map<std::pair<std::string_view, std::string_view>, uint32_t> known;
  const std::vector<PlaceMention>& all = layers.places.places;
  for (const PlaceMention& one : all) {
    const auto [at, fresh] =
        known.emplace(std::pair<std::string_view, std::string_view>(one.place.name, one.place.country), known.size());
    same_.push_back(at->second);
    if (fresh) {
      times_.push_back(0);
      finer_ += !is_country(one.place);
    }
    ++times_[at->second];
    sentence_.push_back(layers.tokens.sentence_of(one.first));
  }
  size_t place = 0;
  for (uint32_t s = 0; s <= layers.tokens.sentences.size(); ++s) {
    while (place < all.size() && sentence_[place] < s) ++place;
    first_of_.push_back(place);
  }
}

PlaceChoices::Asked PlaceChoices::ask(size_t index) const {
  Asked asked;
  const Event& event = events_.events[index];
  asked.event = &event;
  asked.category = model_.category(event.category);
  asked.sentence = layers_.tokens.sentence_of(event.word);
  asked.clause = placer_.clauses().clause_of(event.word);
  asked.tense = static_cast<uint32_t>(placer_.clauses().tense(asked.clause));
  const Placer::Range words = placer_.words_of(event);
  asked.words = {event.word, words.first, words.last, asked.clause, {}};
  for (const Placer::Inherited& one : placer_.clauses_of(event, words)) asked.words.together.push_back(one.clause);
  asked.shape = placer_.grammar().is_verb(event.word) || words.has(asked.clause) ? 0 : 1;
  std::string rule;
  asked.by_rule = placer_.place(index, rule);
  constexpr std::string_view kRules[] = {"",           "place/own",    "place/scene", "place/dateline",
                                         "place/lead", "place/at-home"};
  static_assert(std::size(kRules) == 6);
  asked.rule = static_cast<uint32_t>(std::find(std::begin(kRules), std::end(kRules) - 1, rule) - std::begin(kRules));
  asked.actor = placer_.countries_of(event.actor);
  asked.recipient = placer_.countries_of(event.recipient);
  asked.next = placer_.place_from(event.word);
  asked.factuality = static_cast<uint32_t>(layers_.factualities.of[index]);
  const std::optional<DateRange>& date = layers_.dates.of[index];
  const std::optional<Day>& published = layers_.article.published();
  if (date && published) {
    const int64_t days = day_number(*published) - day_number(date->end);
    asked.age = days < 0 ? 3 : days <= 31 ? 1 : 2;
  }
  for (size_t i = first_of_[asked.sentence]; i < first_of_[asked.sentence + 1]; ++i) {
    if (&layers_.places.places[i] == placer_.dateline()) continue;
    asked.finer_here = asked.finer_here || !is_country(ref(i));
    asked.rests_here = asked.rests_here || placer_.rests(i);
  }
  return asked;
}

std::vector<PlaceCandidate> PlaceChoices::candidates(size_t index) const {
  const Asked asked = ask(index);
  const std::vector<PlaceMention>& all = layers_.places.places;
  std::vector<PlaceCandidate> out(1);
  nowhere(asked, out.front().features);
  const size_t from = asked.next > kPlacesBack ? asked.next - kPlacesBack : 0,
               to = std::min<size_t>(all.size(), asked.next + kPlacesAhead);
  std::vector<size_t> places;
  for (size_t i = from; i < to; ++i) places.push_back(i);
  // What the story or the rules say may lie further away.
  for (const PlaceMention* story : {placer_.scene(asked.sentence), placer_.dateline(), placer_.lead()})
    if (story) places.push_back(static_cast<size_t>(story - all.data()));
  if (asked.by_rule)
    for (size_t i = 0; i < all.size(); ++i)
      if (all[i].place.words == asked.by_rule->words) places.push_back(i);
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  for (const size_t place : places) {
    // A place in a phrase of words is that of another deed: "condemned the killings in Homs".
    const bool elsewhere =
        !Placer::is_bodily(*asked.event) && attached(asked, place) == static_cast<uint32_t>(Attachment::under);
    if (elsewhere) continue;
    PlaceCandidate candidate;
    candidate.place = &all[place].place;
    somewhere(asked, place, candidate.features);
    out.push_back(std::move(candidate));
  }
  return out;
}

void PlaceChoices::nowhere(const Asked& a, ChoiceFeatures& to) const {
  const auto add = [&](Question question, std::initializer_list<uint32_t> values) {
    model_.add(question, a.category, values, to);
  };
  const uint32_t dateline = placer_.dateline() != nullptr, scene = placer_.scene(a.sentence) != nullptr;
  add(kNowhere, {a.shape, a.factuality});
  add(kNowhereTense, {a.tense});
  add(kNowhereRule, {a.rule});
  add(kNowhereNear, {a.finer_here, a.rests_here, scene});
  add(kNowhereSpread, {bucket(finer_), dateline ? bucket(layers_.tokens.sentences[a.sentence].paragraph + 1) : 0});
  add(kNowhereAge, {a.age, a.rule});
}

void PlaceChoices::somewhere(const Asked& a, size_t place, ChoiceFeatures& to) const {
  const auto add = [&](Question question, std::initializer_list<uint32_t> values) {
    model_.add(question, a.category, values, to);
  };
  const PlaceRef& at = ref(place);
  const uint32_t precision = precision_of(at), position = where(a, place), how = attached(a, place),
                 link = linked(place);
  const bool here = sentence_[place] == a.sentence;
  add(kPrecise, {precision});
  const uint32_t same = !a.by_rule || a.by_rule->country != at.country ? 2 : a.by_rule->name == at.name ? 0 : 1;
  add(kByRule, {a.rule, same});
  add(kWhereIs, {position, precision});
  add(kHow, {how, link});
  add(kHowFine, {how, link, precision});
  add(kHowShape, {how, link, a.shape});
  const uint32_t first = layers_.places.places[place].first;
  const uint32_t words = first > a.event->word ? first - a.event->word : a.event->word - first;
  add(kDistance, {position, words < 3 ? 0u : words < 6 ? 1u : words < 12 ? 2u : words < 24 ? 3u : 4u});
  add(kRecency, {place < a.next ? bucket(static_cast<uint32_t>(a.next - place)) : 0, placer_.rests(place), precision});
  add(kSalience, {bucket(times_[same_[place]]), precision});
  const auto names_same = [&](const PlaceMention* other) {
    return other && other->place.name == at.name && other->place.country == at.country;
  };
  add(kScene, {names_same(placer_.scene(a.sentence)), a.tense});
  const uint32_t story = names_same(placer_.dateline()) ? 0 : names_same(placer_.lead()) ? 1 : 2;
  add(kLeads, {story, bucket(layers_.tokens.sentences[a.sentence].paragraph)});
  add(kLeadsTense, {story, a.tense, a.shape});
  const bool actor = a.actor.contains(at.country), recipient = a.recipient.contains(at.country);
  const uint32_t parties = a.actor.empty() && a.recipient.empty() ? 4
                           : actor && recipient                   ? 2
                           : actor                                ? 0
                           : recipient                            ? 1
                                                                  : 3;
  add(kPartyCountry, {parties, precision});
  add(kIsParty, {party(a, place), precision});
  add(kStandsAs, {stands_as(place), precision, link});
  add(kSpread, {bucket(finer_), precision, here});
  bool finer_beside = false;
  for (size_t i = first_of_[sentence_[place]]; i < first_of_[sentence_[place] + 1]; ++i)
    finer_beside = finer_beside || (ref(i).country == at.country && precision_of(ref(i)) < precision);
  add(kFiner, {finer_beside, a.finer_here, precision});
  add(kSurely, {a.factuality, position});
  add(kAged, {a.age, position});
  add(kOthers, {a.finer_here, a.rests_here, position});
}

uint32_t PlaceChoices::where(const Asked& a, size_t place) const {
  const PlaceMention& mention = layers_.places.places[place];
  if (&mention == placer_.dateline()) return kDateline;
  const uint32_t s = sentence_[place];
  if (s == a.sentence) return mention.first < a.event->word ? kBefore : kAfter;
  const std::vector<Sentence>& sentences = layers_.tokens.sentences;
  if (sentences[s].kind == SentenceKind::title) return kTitle;
  const uint32_t paragraph = sentences[s].paragraph, own = sentences[a.sentence].paragraph;
  if (s < a.sentence)
    return paragraph == own ? (s + 1 == a.sentence ? kLast : kParagraph)
                            : (paragraph + 1 == own ? kParagraphBefore : kEarlier);
  return s == a.sentence + 1 && paragraph == own ? kNext : kLater;
}

uint32_t PlaceChoices::attached(const Asked& a, size_t place) const {
  const Placer::Anchor& at = placer_.anchor_of(place);
  Attachment how = Attachment::elsewhere;
  if (sentence_[place] == a.sentence)
    how = attachment(placer_.grammar(), {layers_.places.places[place].first, at.above}, a.words);
  else if (at.above.size() == 1 && placer_.rests(place) && placer_.clauses().is_told(at.above.back()))
    how = Attachment::sets_scene;
  return static_cast<uint32_t>(how);
}

uint32_t PlaceChoices::linked(size_t place) const {
  const Placer::Anchor& at = placer_.anchor_of(place);
  constexpr std::pair<std::string_view, Linked> kAll[] = {
      {"in", kIn},     {"at", kAt}, {"to", kTo},      {"into", kInto},       {"onto", kInto},
      {"from", kFrom}, {"of", kOf}, {"on", kAgainst}, {"against", kAgainst}, {"over", kAgainst}};
  for (const auto& [word, link] : kAll)
    if (at.preposition == word) return link;
  if (placer_.rests(place)) return kRests;
  if (!at.preposition.empty()) return kOther;
  switch (at.relation) {
    case Deprel::nsubj:
      return kSubject;
    case Deprel::obj:
      return kObject;
    case Deprel::compound:
    case Deprel::amod:
      return kCompound;
    case Deprel::nmod:
      return placer_.grammar().subtype(at.head) == Deprel::nmod_poss ? kPossessive : kBare;
    default:
      return kBare;
  }
}

// What the name is in the text around: a country may act.
uint32_t PlaceChoices::stands_as(size_t place) const {
  const Id<Mention> mention =
      layers_.mentions.of_head.empty() ? Id<Mention>{} : layers_.mentions.of_head[placer_.anchor_of(place).head];
  if (!mention.valid()) return 3;
  switch (layers_.actors.of[mention.index].kind) {
    case ActorKind::place:
      return 0;
    case ActorKind::country:
      return 1;
    case ActorKind::person:
    case ActorKind::organization:
      return 2;
    default:
      return 3;
  }
}

// Whether the words name a party of the event, or stand in the words that do.
uint32_t PlaceChoices::party(const Asked& a, size_t place) const {
  const uint32_t head = placer_.anchor_of(place).head;
  for (const bool acts : {true, false})
    for (const Id<Mention> id : acts ? a.event->actor : a.event->recipient) {
      const Mention& mention = layers_.mentions.mentions[id.index];
      if (mention.head == head) return acts ? 0 : 2;
      if (mention.first <= head && head < mention.last) return acts ? 1 : 3;
    }
  return 4;
}

}  // namespace kronika
