#include "store/corrected_fields.h"

#include <algorithm>

#include "base/calendar.h"
#include "query/filter.h"
#include "store/parts.h"

namespace kronika {
namespace {

std::vector<std::string> split(std::string_view list, std::string_view between) {
  std::vector<std::string> out;
  for (size_t at = 0; at <= list.size();) {
    const size_t end = std::min(list.find(between, at), list.size());
    std::string_view item = list.substr(at, end - at);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) out.emplace_back(item);
    at = end + between.size();
  }
  return out;
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) out += (out.empty() ? "" : "; ") + item;
  return out.empty() ? "none" : out;
}

std::vector<std::string> items_of(const std::string& value) {
  return value == "none" ? std::vector<std::string>{} : split(value, ";");
}

std::string codes_of(const std::vector<Party>& parties) {
  std::vector<std::string> codes;
  for (const Party& party : parties) codes.push_back(party.code);
  return joined(codes);
}

// "RUS GOV MIL" with a known country (or ---) and known sectors.
Status check_code(const std::string& code, const Vocabulary& vocabulary) {
  const std::vector<std::string> words = split(code, " ");
  for (size_t i = 0; i < words.size(); ++i) {
    if (i == 0 && words[i] == "---" && words.size() > 1) continue;
    const char* kind = i == 0 ? "country" : "sector";
    if (vocabulary.find(kind, words[i]) != words[i])
      return Error{ErrorKind::usage, unknown_name(kind, words[i], vocabulary.all(kind)).message +
                                         "; a party is a country and sectors, such as \"RUS GOV\" or \"--- CVL\""};
  }
  return Done{};
}

std::optional<DateRange> parse_range(const std::string& value) {
  const size_t dots = value.find("..");
  const auto from = parse_day(value.substr(0, dots));
  const auto to = dots == std::string::npos ? from : parse_day(value.substr(dots + 2));
  if (!from || !to || *to < *from) return {};
  return DateRange{*from, *to, {}, "correction"};
}

void set_parties(std::vector<Party>& parties, const std::string& value, Span event_words) {
  std::vector<Party> out;
  const std::vector<std::string> codes = items_of(value);
  for (size_t i = 0; i < codes.size(); ++i) {
    const auto same = std::find_if(parties.begin(), parties.end(), [&](const Party& p) { return p.code == codes[i]; });
    if (same != parties.end()) {
      out.push_back(*same);
      continue;
    }
    Party party;
    party.code = codes[i];
    std::vector<std::string> words = split(codes[i], " ");
    if (words[0] != "---") party.country = words[0];
    party.sectors.assign(words.begin() + 1, words.end());
    // Somebody who was coded wrongly keeps the words; for somebody who was overlooked the event's own stand.
    party.words = i < parties.size() ? parties[i].words : event_words;
    party.by = "correction";
    out.push_back(std::move(party));
  }
  parties = std::move(out);
}

void set_codes(Record& record, const CodesOf& codes) {
  const CategoryCodes found = codes(record.event, record.mode.empty() ? "" : record.mode.front());
  if (found.quad == 0) return;  // of a codebook that the store does not know
  record.cameo = found.cameo;
  record.quad = found.quad;
  record.score = found.score;
}

}  // namespace

std::vector<std::string> correctable_fields() {
  return {"event", "mode", "context", "actor", "recipient", "date", "place", "factuality", "attribution"};
}

std::string field_value(const Record& record, std::string_view field) {
  if (field == "event") return record.event;
  if (field == "mode") return joined(record.mode);
  if (field == "context") return joined(record.context);
  if (field == "actor") return codes_of(record.actor);
  if (field == "recipient") return codes_of(record.recipient);
  if (field == "factuality") return std::string(factuality_name(record.factuality));
  if (field == "date") {
    if (!record.date) return "none";
    const std::string start = format_day(record.date->start), end = format_day(record.date->end);
    return start == end ? start : start + ".." + end;
  }
  if (field == "place") return record.place ? record.place->name + ", " + record.place->country : "none";
  if (field == "attribution") return record.attribution ? "some" : "none";
  return "";
}

Status check_correction(const std::string& field, const std::string& value, const Vocabulary& vocabulary) {
  const std::vector<std::string> fields = correctable_fields();
  if (std::find(fields.begin(), fields.end(), field) == fields.end())
    return unknown_name("field to correct", field, {fields.begin(), fields.end()});
  if (field == "event" && vocabulary.find("event", value) != value)
    return unknown_name("category", value, vocabulary.all("event"));
  if (field == "mode" || field == "context")
    for (const std::string& name : items_of(value))
      if (vocabulary.find(field, name) != name) return unknown_name(field, name, vocabulary.all(field));
  if (field == "actor" || field == "recipient")
    for (const std::string& code : items_of(value))
      if (const Status known = check_code(code, vocabulary); !known) return known;
  if (field == "date" && value != "none" && !parse_range(value))
    return Error{ErrorKind::usage, "\"" + value + "\" is no date; write 2021-05-23, 2021-05-01..2021-05-31 or none"};
  if (field == "factuality") {
    const std::set<std::string> known = {"asserted", "negated", "future", "hypothetical", "historical"};
    if (!known.contains(value)) return unknown_name("factuality", value, known);
  }
  if (field == "place" && value != "none") {
    const std::string country = value.size() < 3 ? value : value.substr(value.size() - 3);
    if (vocabulary.find("country", country) != country || (value.size() > 3 && !value.ends_with(", " + country)))
      return Error{ErrorKind::usage,
                   "\"" + value + "\" is no place; write a name and a country, \"Minsk, BLR\", a country, or none"};
  }
  if (field == "attribution" && value != "none")
    return Error{ErrorKind::usage, "an attribution can only be taken away: attribution=none"};
  return Done{};
}

void apply_correction(Record& record, const std::string& field, const std::string& value, const CodesOf& codes) {
  if (field == "event") {
    record.event = value;
    set_codes(record, codes);
  } else if (field == "mode") {
    record.mode = items_of(value);
    set_codes(record, codes);
  } else if (field == "context") {
    record.context = items_of(value);
  } else if (field == "actor") {
    set_parties(record.actor, value, record.words);
  } else if (field == "recipient") {
    set_parties(record.recipient, value, record.words);
  } else if (field == "date") {
    record.date = value == "none" ? std::nullopt : parse_range(value);
  } else if (field == "place") {
    if (field_value(record, "place") == value) return;
    record.place.reset();
    if (value == "none") return;
    PlaceRef place;
    place.country = value.substr(value.size() - 3);
    if (value.size() > 5) place.name = value.substr(0, value.size() - 5);
    if (place.name.empty()) place.name = place.country;
    place.precision = value.size() > 5 ? "city" : "country";
    record.place = std::move(place);
  } else if (field == "factuality") {
    record.factuality = factuality_of(value).value_or(record.factuality);
  } else if (field == "attribution") {
    record.attribution.reset();
  }
}

}  // namespace kronika
