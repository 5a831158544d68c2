#include "score/coded_events.h"

#include <algorithm>

#include "score/sentences.h"

namespace kronika {
namespace {

std::vector<std::string> codes(const JsonValue& side) {
  std::vector<std::string> out;
  for (const JsonValue& item : side.items())
    out.push_back(item.is_object() ? (item.has("code") ? item["code"].text() : "---") : item.text());
  return out;
}

std::vector<std::string> words_of(const std::string& code) {
  std::vector<std::string> out;
  for (size_t at = 0; at < code.size();) {
    const size_t end = std::min(code.find(' ', at), code.size());
    if (end > at) out.push_back(code.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// A string, null, or a list of them; null is "".
std::set<std::string> string_set(const JsonValue& value) {
  std::set<std::string> out;
  if (value.kind() != JsonValue::Kind::list) return {value.text()};
  for (const JsonValue& item : value.items()) out.insert(item.text());
  if (out.empty()) out.insert("");
  return out;
}

// "2021", "2021-06", "2021-06-03", "A/B", or an object with start and end.
std::optional<std::pair<std::string, std::string>> date_of(const JsonValue& value) {
  std::string text = value.text();
  if (value.is_object()) {
    text = value["start"].text();
    if (!value["end"].text().empty()) text += "/" + value["end"].text();
  }
  if (text.empty()) return {};
  const size_t slash = text.find('/');
  const std::string first = text.substr(0, slash), last = slash == std::string::npos ? first : text.substr(slash + 1);
  const std::string low = (first + (first.size() == 4 ? "-01-01" : "-01")).substr(0, 10);
  const std::string high = last + (last.size() == 4 ? "-12-31" : last.size() == 7 ? "-31" : "");
  return std::pair(low, high);
}

void read_place(const JsonValue& value, CodedEvent& event) {
  if (value.is_object()) {
    event.place_name = value["name"].text();
    event.place_country = value["country"].text();
    return;
  }
  // "Minsk, BLR"; only "BLR".
  const std::string& text = value.text();
  const size_t comma = text.rfind(", ");
  event.place_country = comma == std::string::npos ? text : text.substr(comma + 2);
  if (comma != std::string::npos) event.place_name = text.substr(0, comma);
}

CodedEvent read_event(const JsonValue& value, const std::u32string& text) {
  CodedEvent event;
  event.id = value["id"].text();
  event.event = value["event"].text();
  event.event_ok = value.has("event_ok") ? string_set(value["event_ok"]) : std::set<std::string>{event.event};
  event.modes = string_set(value["mode"]);
  event.modes_ok = value.has("mode_ok") ? string_set(value["mode_ok"]) : event.modes;
  event.actor = codes(value["actor"]);
  event.recipient = codes(value["recipient"]);
  event.start = static_cast<uint32_t>(value["start"].number());
  event.end = static_cast<uint32_t>(value["end"].number());
  event.in_title = value["field"].text() == "title";
  event.required = !value.has("required") || value["required"].truth();
  event.words = value.has("anchor") ? value["anchor"].text() : value["text"].text();
  for (const JsonValue& mention : value["mentions"].items()) {
    if (mention.is_object()) {
      event.mentions.emplace_back(mention["start"].number(), mention["end"].number());
      continue;
    }
    const std::u32string words = code_points_of(mention.text());
    const size_t at = text.find(words);
    if (at != std::u32string::npos) event.mentions.emplace_back(at, at + words.size());
  }
  if (value.has("factuality")) event.factuality = value["factuality"].text();
  event.date = date_of(value["date"]);
  read_place(value["place"], event);
  const JsonValue& said = value["attribution"];
  event.attribution = said.is_object() ? said["text"].text() : said.text();
  return event;
}

}  // namespace

std::set<std::string> countries_of(const std::vector<std::string>& codes) {
  std::set<std::string> out;
  for (const std::string& code : codes)
    if (const auto words = words_of(code); !words.empty() && words[0] != "---") out.insert(words[0]);
  return out;
}

std::set<std::string> sectors_of(const std::vector<std::string>& codes) {
  std::set<std::string> out;
  for (const std::string& code : codes) {
    const auto words = words_of(code);
    for (size_t i = 1; i < words.size(); ++i) out.insert(words[i]);
  }
  return out;
}

Result<std::vector<CodedDocument>> read_coded_events(std::string_view jsonl, const std::string& name) {
  std::vector<CodedDocument> documents;
  std::map<std::string, size_t> places;
  int line_number = 0;
  for (size_t at = 0; at < jsonl.size();) {
    const size_t end = std::min(jsonl.find('\n', at), jsonl.size());
    const std::string_view line = jsonl.substr(at, end - at);
    at = end + 1;
    ++line_number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto value = JsonValue::parse(line);
    const auto wrong = [&](const std::string& what) {
      return Error{ErrorKind::invalid, name + ":" + std::to_string(line_number) + ": " + what};
    };
    if (!value) return wrong(value.error().message);
    const JsonValue& object = value.value();
    const bool gold = object.has("events");
    const std::string id = object[gold ? "id" : "document"].text();
    if (id.empty()) return wrong("neither a record with \"document\" nor a document with \"id\" and \"events\"");
    const auto [place, is_new] = places.try_emplace(id, documents.size());
    if (is_new) documents.push_back({id, "", false, {}});
    CodedDocument& document = documents[place->second];
    if (!gold) {
      document.events.push_back(read_event(object, {}));
      document.events.back().document = id;
      continue;
    }
    if (!is_new) return wrong("the document " + id + " was there before");
    document.text = object["text"].text();
    document.has_text = object.has("text");
    const std::u32string text = code_points_of(document.text);
    for (const JsonValue& event : object["events"].items()) {
      document.events.push_back(read_event(event, text));
      document.events.back().document = id;
    }
  }
  return documents;
}

}  // namespace kronika
