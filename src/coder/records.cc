#include "coder/records.h"

#include <algorithm>
#include <string_view>

#include "base/calendar.h"
#include "codebook/codebook.h"
#include "codebook/knowledge.h"

namespace kronika {
namespace {

std::string code_of(const ActorCode& actor) {
  std::string code = actor.country.empty() ? "---" : actor.country;
  for (const std::string& sector : actor.sectors) code += " " + sector;
  return code;
}

// What a mention that only refers back refers to: the mention of its chain nearest before it that was coded by itself.
std::optional<Span> antecedent(const Analysis& analysis, Id<Mention> id) {
  std::optional<Span> found;
  for (const Id<Mention> other : analysis.chains.chains[analysis.chains.of[id.index].index].mentions) {
    const Actor& actor = analysis.actors.of[other.index];
    if (other == id || actor.codes.empty() || actor.by == "coreference") continue;
    if (found && other.index > id.index) break;
    found = analysis.mentions.mentions[other.index].span;
  }
  return found;
}

// What is known of who was what when.
struct Tenures {
  const KnowledgeBase& knowledge;
  std::optional<Day> published;
};

// Who left an office, or came to one, since it happened did it as what he was then: "sanctions that Barack Obama had
// lifted in 2016". `by` is how the party was found: a description names the holder of its own day.
ActorCode as_it_was(const ActorCode& code, const std::string& by, const std::optional<DateRange>& date,
                    const Tenures& tenures) {
  constexpr int kDaysOfNews = 30;
  const Entity* entity = by == "office" ? nullptr : tenures.knowledge.entity(code.entity);
  if (!entity || entity->kind != EntityKind::person || !date || !tenures.published || tenures.published->year < 2)
    return code;
  if (add_days(*tenures.published, -kDaysOfNews) <= date->end || date->start.year < 2) return code;
  const std::vector<Office> offices = tenures.knowledge.offices_on(*entity, date->start);
  if (offices.empty() || offices.front().sectors.empty()) return code;
  return {offices.front().country, offices.front().sectors, code.entity, code.name, offices.front().title};
}

// One party a code; the same code told by two mentions of one side is one party.
std::vector<Party> parties(const Analysis& analysis, size_t number, const char* field, const Tenures& tenures,
                           std::vector<Reason>& why) {
  const Event& event = analysis.events.events[number];
  const std::optional<DateRange>& date = analysis.dates.of[number];
  const bool acts = field == std::string_view("actor");
  const std::vector<Id<Mention>>& mentions = acts ? event.actor : event.recipient;
  const std::optional<ImpliedParty>& implied = acts ? event.implied_actor : event.implied_recipient;
  std::vector<Party> list;
  if (implied) {
    Party party;
    party.code = code_of(implied->code);
    party.country = implied->code.country;
    party.sectors = implied->code.sectors;
    party.words = implied->words;
    party.by = "context";
    list.push_back(std::move(party));
  }
  const std::vector<std::optional<std::string>>& sectors = acts ? event.actor_sectors : event.recipient_sectors;
  for (size_t m = 0; m < mentions.size(); ++m) {
    const Id<Mention> id = mentions[m];
    const Mention& mention = analysis.mentions.mentions[id.index];
    const Actor& actor = analysis.actors.of[id.index];
    const std::optional<std::string> judged = m < sectors.size() ? sectors[m] : std::nullopt;
    for (const ActorCode& known_now : actor.codes) {
      ActorCode code = as_it_was(known_now, actor.by, date, tenures);
      if (judged) code.sectors = judged->empty() ? std::vector<std::string>{} : std::vector{*judged};
      Party party;
      party.code = code_of(code);
      party.country = code.country;
      party.sectors = code.sectors;
      party.entity = code.entity;
      party.name = code.name;
      party.role = code.role;
      party.words = mention.span;
      party.by = actor.by;
      const bool known = std::any_of(list.begin(), list.end(), [&](const Party& other) {
        return other.code == party.code && other.entity == party.entity;
      });
      if (!known) list.push_back(std::move(party));
    }
    if (actor.codes.empty()) continue;
    Reason reason{field, actor.by, {mention.span}};
    if (actor.by == "coreference")
      if (const auto before = antecedent(analysis, id)) reason.words.push_back(*before);
    why.push_back(std::move(reason));
    if (judged) why.push_back({field, "model/sector", {mention.span}});
    if (actor.country_guessed && !actor.country_by.empty() && !actor.country_words.empty())
      why.push_back({field, "country/" + actor.country_by, {mention.span, actor.country_words}});
  }
  return list;
}

// Sentences count from 0 within their field.
uint32_t index_in_field(const Article& article, const Tokens& tokens, uint32_t sentence) {
  const Field field = article.field_of(tokens.sentences[sentence].span);
  uint32_t first = sentence;
  while (first > 0 && article.field_of(tokens.sentences[first - 1].span) == field) --first;
  return sentence - first;
}

std::vector<Span> words_of(const std::optional<Span>& words) {
  return words ? std::vector<Span>{*words} : std::vector<Span>{};
}

std::optional<AttributionRef> attribution(const Analysis& analysis, const Quotation& quotation) {
  AttributionRef said;
  // The phrase as it stands there; for a pronoun whom it means.
  said.words = quotation.source.contains(quotation.holder_span) ? quotation.source : quotation.holder_span;
  said.cue = quotation.cue;
  said.quoted = quotation.quoted;
  if (quotation.holder) {
    const Actor& actor = analysis.actors.of[quotation.holder->index];
    if (!actor.codes.empty()) said.code = code_of(actor.codes.front());
  }
  return said;
}

}  // namespace

std::vector<Record> make_records(const Article& article, const Analysis& analysis, const Codebook& codebook,
                                 const KnowledgeBase& knowledge) {
  const Tenures tenures{knowledge, article.published()};
  std::vector<Record> records;
  const std::vector<Event>& events = analysis.events.events;
  records.reserve(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    const uint32_t sentence = analysis.tokens.sentence_of(event.word);
    Record record;
    record.event = event.category;
    record.mode = event.mode;
    record.why = event.why;
    record.actor = parties(analysis, i, "actor", tenures, record.why);
    record.recipient = parties(analysis, i, "recipient", tenures, record.why);
    record.words = event.span;
    record.sentence = analysis.tokens.sentences[sentence].span;
    record.sentence_index = index_in_field(article, analysis.tokens, sentence);
    record.mentions = event.again;
    record.date = analysis.dates.of[i];
    if (record.date) record.why.push_back({"date", record.date->by, words_of(record.date->words)});
    record.place = analysis.event_places.of[i];
    if (record.place) record.why.push_back({"place", analysis.event_places.rule[i], words_of(record.place->words)});
    record.factuality = analysis.factualities.of[i];
    if (i < analysis.factualities.why.size() && !analysis.factualities.why[i].rule.empty())
      record.why.push_back(analysis.factualities.why[i]);
    if (const auto quotation = analysis.attributions.of[i]) {
      record.attribution = attribution(analysis, analysis.quotations.quotations[*quotation]);
      record.why.push_back(
          {"attribution", record.attribution->quoted ? "quoted" : "reported", {record.attribution->cue}});
    }
    describe(codebook, article, analysis.tokens, analysis.tags, event, record);
    record.confidence = static_cast<double>(analysis.confidences[i]);
    records.push_back(std::move(record));
  }
  std::stable_sort(records.begin(), records.end(),
                   [](const Record& a, const Record& b) { return a.words.start < b.words.start; });
  return records;
}

}  // namespace kronika
