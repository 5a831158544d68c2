#include "stage/time/date_choice.h"

#include <algorithm>
#include <map>

#include "base/calendar.h"
#include "text/attachment.h"

namespace kronika {
namespace {

// ---- the axes; the order of each is that of its enum, and names of weights are made of these words

enum Where : uint32_t {
  kTitle,
  kBefore,
  kAfter,
  kLast,
  kParagraph,
  kParagraphBefore,
  kEarlier,
  kNext,
  kLater,
  kPublished
};
const Axis kWhere = {"title",   "before",        "after", "last_sentence", "paragraph", "paragraph_before",
                     "earlier", "next_sentence", "later", "published"};
const Axis kForm = {"plain", "modifier", "bound"};
const Axis kLength = {"day", "week", "month", "year", "longer"};
enum Rule : uint32_t { kNone, kOwn, kScene, kDateline, kLead, kPromise };
const Axis kRule = {"none", "own", "scene", "dateline", "lead", "promise"};
const Axis kSame = {"same", "meets", "other"};
const Axis kShape = {"verb", "noun"};
const Axis kTense = {"past", "past_perfect", "perfect", "present", "progressive", "modal", "none"};
const Axis kFactuality = {"asserted", "negated", "future", "hypothetical", "historical"};
const Axis kTimes = {"0", "1", "2", "3", "5"};
const Axis kYes = {"no", "yes"};
const Axis kAge = {"unknown", "to_come", "that_day", "week", "month", "year", "older"};
const Axis kStory = {"scene", "dateline", "lead", "neither"};

enum Question : size_t {
  kNever,
  kNeverTense,
  kNeverRule,
  kNeverNear,
  kNeverSpread,
  kLong,
  kByRule,
  kWhereIs,
  kHow,
  kHowLong,
  kHowShape,
  kDistance,
  kRecency,
  kSalience,
  kStoryIs,
  kStoryTense,
  kAged,
  kAgedHow,
  kAgedTense,
  kSurely,
  kOthers,
  kPublishedTense,
  kPublishedWhere,
};

uint32_t bucket(size_t count) { return count == 0 ? 0 : count == 1 ? 1 : count == 2 ? 2 : count < 5 ? 3 : 4; }
bool meet(const DateRange& a, const DateRange& b) { return a.start <= b.end && b.start <= a.end; }
bool equal(const std::optional<DateRange>& a, const DateRange& b) {
  return a && a->start == b.start && a->end == b.end;
}
uint32_t length_of(const DateRange& date) {
  const int64_t days = day_number(date.end) - day_number(date.start);
  return days == 0 ? 0 : days <= 14 ? 1 : days <= 31 ? 2 : days <= 366 ? 3 : 4;
}

constexpr size_t kDatesBack = 8, kDatesAhead = 3;
constexpr size_t kNoTimex = SIZE_MAX;

}  // namespace

std::vector<ChoiceQuestion> date_questions() {
  return {
      {"never", true, {kShape, kFactuality}},
      {"never_tense", true, {kTense, kShape}},
      {"never_rule", true, {kRule}},
      {"never_near", false, {kYes, kYes, kYes, kShape}},
      {"never_spread", false, {kTimes, kTimes, kYes}},
      {"length", true, {kLength}},
      {"rule", true, {kRule, kSame}},
      {"where", true, {kWhere, kLength}},
      {"how", true, {attachment_axis(), kForm}},
      {"how_long", false, {attachment_axis(), kForm, kLength}},
      {"how_shape", false, {attachment_axis(), kForm, kShape}},
      {"distance", false, {kWhere, kTimes}},
      {"recency", false, {kTimes, kWhere, kLength}},
      {"salience", false, {kTimes, kLength}},
      {"story", true, {kStory, kTimes}},
      {"story_tense", false, {kStory, kTense, kShape}},
      {"aged", true, {kAge, kWhere}},
      {"aged_how", false, {kAge, attachment_axis(), kLength}},
      {"aged_tense", true, {kAge, kTense}},
      {"surely", false, {kFactuality, kWhere, kAge}},
      {"others", false, {kYes, kYes, kWhere}},
      {"published_tense", true, {kTense, kShape}},
      {"published_where", false, {kTimes, kYes, kYes, kFactuality}},
  };
}

struct DateChoices::Asked {
  const Event* event = nullptr;
  uint32_t category = 0, sentence = 0, clause = 0, tense = 0, shape = 0, rule = 0, factuality = 0;
  std::optional<DateRange> by_rule, scene;
  AttachedEvent words;
  size_t next = 0;    // the first expression behind the event
  bool here = false;  // the sentence has a date
  bool own = false;   // the clause has one
};

DateChoices::DateChoices(const DatingLayers& layers, const Events& events, const Factualities& factualities,
                         const Dater& dater, const ChoiceModel& model)
    : layers_(layers), events_(events), factualities_(factualities), dater_(dater), model_(model) {
  const std::vector<Timex>& all = layers.timexes.timexes;
  std::map<std::pair<int64_t, int64_t>, uint32_t> named;
  const auto key = [](const DateRange& date) { return std::pair(day_number(date.start), day_number(date.end)); };
  for (const Timex& one : all) {
    if (one.value) ++named[key(*one.value)];
    sentence_.push_back(layers.tokens.sentence_of(one.first));
  }
  for (const Timex& one : all) times_.push_back(one.value ? named[key(*one.value)] : 0);
  size_t timex = 0;
  for (uint32_t s = 0; s <= layers.tokens.sentences.size(); ++s) {
    while (timex < all.size() && sentence_[timex] < s) ++timex;
    first_of_.push_back(timex);
  }
}

DateChoices::Asked DateChoices::ask(size_t index, const std::optional<DateRange>& own) const {
  Asked asked;
  const Event& event = events_.events[index];
  asked.event = &event;
  asked.category = model_.category(event.category);
  asked.sentence = layers_.tokens.sentence_of(event.word);
  asked.clause = dater_.clauses().clause_of(event.word);
  asked.tense = static_cast<uint32_t>(dater_.clauses().tense(asked.clause));
  const uint32_t first = dater_.first_of(event.span), last = dater_.last_of(event.span);
  asked.words = {event.word, first, last, asked.clause, {}};
  for (const Dater::Inherited& one : dater_.clauses_of(event.word, first, last))
    asked.words.together.push_back(one.clause);
  asked.shape = dater_.grammar().is_verb(event.word) || asked.words.has(asked.clause) ? 0 : 1;
  asked.factuality = static_cast<uint32_t>(factualities_.of[index]);
  asked.by_rule = dater_.implied(event, factualities_.of[index], own);
  asked.scene = dater_.scene(asked.sentence);
  asked.own = own.has_value();
  if (asked.by_rule)
    asked.rule = event.announced                            ? kPromise
                 : own                                      ? kOwn
                 : asked.by_rule->by == "context"           ? kScene
                 : equal(dater_.dateline(), *asked.by_rule) ? kDateline
                                                            : kLead;
  asked.next = dater_.timex_from(event.word);
  for (size_t i = first_of_[asked.sentence]; i < first_of_[asked.sentence + 1]; ++i)
    asked.here = asked.here || layers_.timexes.timexes[i].value;
  return asked;
}

std::vector<DateCandidate> DateChoices::candidates(size_t index, const std::optional<DateRange>& own) const {
  const Asked asked = ask(index, own);
  std::vector<DateCandidate> out(1);
  never(asked, out.front().features);
  const std::vector<Timex>& all = layers_.timexes.timexes;
  if (const std::optional<Day>& published = layers_.article.published()) {
    DateCandidate today;
    today.date = DateRange{*published, *published, std::nullopt, "publication"};
    some_day(asked, kNoTimex, *today.date, today.features);
    out.push_back(std::move(today));
  }
  std::vector<size_t> near;
  for (size_t i = asked.next > kDatesBack ? asked.next - kDatesBack : 0;
       i < std::min(all.size(), asked.next + kDatesAhead); ++i)
    near.push_back(i);
  for (const auto& story : {asked.by_rule, asked.scene, dater_.dateline(), dater_.lead()})
    if (story && story->words) {
      const uint32_t word = dater_.first_of(*story->words);
      const size_t i = dater_.timex_from(word);
      if (i < all.size() && all[i].value && equal(all[i].value, *story)) near.push_back(i);
    }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  for (const size_t i : near) {
    if (!all[i].value) continue;
    DateCandidate candidate;
    candidate.date = all[i].value;
    if (asked.by_rule && asked.by_rule->words == candidate.date->words)
      candidate.date = asked.by_rule, candidate.by_rule = true;
    else if (equal(dater_.dateline(), *candidate.date) && dater_.dateline()->words == candidate.date->words)
      candidate.date = dater_.dateline();
    else if (sentence_[i] != asked.sentence)
      candidate.date->by = "context";
    some_day(asked, i, *candidate.date, candidate.features);
    out.push_back(std::move(candidate));
  }
  return out;
}

void DateChoices::never(const Asked& a, ChoiceFeatures& to) const {
  const auto add = [&](Question question, std::initializer_list<uint32_t> values) {
    model_.add(question, a.category, values, to);
  };
  add(kNever, {a.shape, a.factuality});
  add(kNeverTense, {a.tense, a.shape});
  add(kNeverRule, {a.rule});
  add(kNeverNear, {a.here, a.own, a.scene.has_value(), a.shape});
  add(kNeverSpread, {bucket(layers_.timexes.timexes.size()), bucket(layers_.tokens.sentences[a.sentence].paragraph),
                     dater_.dateline().has_value()});
}

void DateChoices::some_day(const Asked& a, size_t timex, const DateRange& date, ChoiceFeatures& to) const {
  const auto add = [&](Question question, std::initializer_list<uint32_t> values) {
    model_.add(question, a.category, values, to);
  };
  const bool published = timex == kNoTimex;
  const uint32_t length = length_of(date), position = where(a, timex), how = attached(a, timex);
  const uint32_t form = published ? 0 : layers_.timexes.timexes[timex].bound ? 2 : dater_.anchor_of(timex).modifier;
  const uint32_t old = age(date);
  add(kLong, {length});
  add(kByRule, {a.rule, !a.by_rule || !meet(*a.by_rule, date) ? 2u : equal(a.by_rule, date) ? 0u : 1u});
  add(kWhereIs, {position, length});
  add(kAged, {old, position});
  add(kAgedTense, {old, a.tense});
  add(kSurely, {a.factuality, position, old});
  add(kOthers, {a.here, a.own, position});
  const uint32_t story = equal(a.scene, date)             ? 0
                         : equal(dater_.dateline(), date) ? 1
                         : equal(dater_.lead(), date)     ? 2
                                                          : 3;
  const uint32_t paragraph = layers_.tokens.sentences[a.sentence].paragraph;
  add(kStoryIs, {story, bucket(paragraph)});
  add(kStoryTense, {story, a.tense, a.shape});
  if (published) {
    add(kPublishedTense, {a.tense, a.shape});
    add(kPublishedWhere, {bucket(paragraph), dater_.dateline().has_value(),
                          layers_.tokens.sentences[a.sentence].kind == SentenceKind::heading, a.factuality});
    return;
  }
  add(kHow, {how, form});
  add(kHowLong, {how, form, length});
  add(kHowShape, {how, form, a.shape});
  add(kAgedHow, {old, how, length});
  const uint32_t first = layers_.timexes.timexes[timex].first;
  const uint32_t words = first > a.event->word ? first - a.event->word : a.event->word - first;
  add(kDistance, {position, words < 3 ? 0u : words < 6 ? 1u : words < 12 ? 2u : words < 24 ? 3u : 4u});
  add(kRecency, {timex < a.next ? bucket(a.next - timex) : 0, position, length});
  add(kSalience, {bucket(times_[timex]), length});
}

uint32_t DateChoices::where(const Asked& a, size_t timex) const {
  if (timex == kNoTimex) return kPublished;
  const uint32_t s = sentence_[timex];
  if (s == a.sentence) return layers_.timexes.timexes[timex].first < a.event->word ? kBefore : kAfter;
  const std::vector<Sentence>& sentences = layers_.tokens.sentences;
  if (sentences[s].kind == SentenceKind::title) return kTitle;
  const uint32_t paragraph = sentences[s].paragraph, own = sentences[a.sentence].paragraph;
  if (s < a.sentence)
    return paragraph == own ? (s + 1 == a.sentence ? kLast : kParagraph)
                            : (paragraph + 1 == own ? kParagraphBefore : kEarlier);
  return s == a.sentence + 1 && paragraph == own ? kNext : kLater;
}

uint32_t DateChoices::attached(const Asked& a, size_t timex) const {
  Attachment how = Attachment::elsewhere;
  if (timex == kNoTimex) return static_cast<uint32_t>(how);
  const Dater::Anchor& at = dater_.anchor_of(timex);
  if (sentence_[timex] == a.sentence)
    how = attachment(dater_.grammar(), {layers_.timexes.timexes[timex].first, at.above}, a.words);
  else if (at.above.size() == 1 && !at.modifier && dater_.clauses().is_told(at.above.back()))
    how = Attachment::sets_scene;
  return static_cast<uint32_t>(how);
}

uint32_t DateChoices::age(const DateRange& date) const {
  const std::optional<Day>& published = layers_.article.published();
  if (!published) return 0;
  const int64_t days = day_number(*published) - day_number(date.end);
  if (day_number(*published) < day_number(date.start)) return 1;
  return days <= 0 ? 2 : days <= 7 ? 3 : days <= 40 ? 4 : days <= 366 ? 5 : 6;
}

}  // namespace kronika
