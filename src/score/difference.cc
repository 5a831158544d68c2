#include "score/difference.h"

#include <algorithm>
#include <map>
#include <set>

#include "port/json.h"
#include "port/json_value.h"
#include "score/scorer.h"

namespace kronika {
namespace {

void write(JsonWriter& json, const JsonValue& value) {
  switch (value.kind()) {
    case JsonValue::Kind::null:
      json.null();
      break;
    case JsonValue::Kind::boolean:
      json.value(value.truth());
      break;
    case JsonValue::Kind::number:
      json.value(value.number());
      break;
    case JsonValue::Kind::string:
      json.value(value.text());
      break;
    case JsonValue::Kind::list:
      json.open_list();
      for (const JsonValue& item : value.items()) write(json, item);
      json.close_list();
      break;
    case JsonValue::Kind::object:
      json.open_object();
      for (const auto& [key, inner] : value.entries()) {
        json.key(key);
        write(json, inner);
      }
      json.close_object();
  }
}

std::string text_of(const JsonValue& value) {
  JsonWriter json;
  write(json, value);
  return json.take();
}

bool is_compared(const std::string& field) {
  return field != "id" && field != "why" && field != "coder" && field != "review";
}

// The lines of a file by document, as values beside the events that are paired by.
struct Coding {
  std::vector<std::string> order;  // of documents
  std::map<std::string, std::vector<JsonValue>> values;
  std::map<std::string, std::vector<CodedEvent>> events;
};

Result<Coding> read_coding(std::string_view jsonl, const std::string& name) {
  Coding out;
  const auto documents = read_coded_events(jsonl, name);
  if (!documents) return documents.error();
  for (const CodedDocument& document : documents.value()) {
    if (document.has_text)
      return Error{ErrorKind::invalid, name + ": holds gold, not records; kronika score compares with gold"};
    out.order.push_back(document.id);
    out.events[document.id] = document.events;
  }
  for (size_t at = 0; at < jsonl.size();) {
    const size_t end = std::min(jsonl.find('\n', at), jsonl.size());
    const std::string_view line = jsonl.substr(at, end - at);
    at = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto value = JsonValue::parse(line);
    if (!value) return value.error();
    const std::string document = value.value()["document"].text();
    out.values[document].push_back(std::move(value).value());
  }
  return out;
}

Difference whole(Difference::Kind kind, const CodedEvent& event) {
  return {kind, event.document, event.id, event.event, event.words, {}};
}

std::vector<Difference::Field> changed_fields(const JsonValue& first, const JsonValue& second) {
  std::vector<Difference::Field> fields;
  std::set<std::string> seen;
  for (const auto* side : {&first, &second})
    for (const auto& [name, value] : side->entries()) {
      if (!is_compared(name) || !seen.insert(name).second) continue;
      const std::string one = first.has(name) ? text_of(first[name]) : "";
      const std::string other = second.has(name) ? text_of(second[name]) : "";
      if (one != other) fields.push_back({name, one, other});
    }
  return fields;
}

}  // namespace

Result<Differences> difference_of(std::string_view first, const std::string& first_name, std::string_view second,
                                  const std::string& second_name) {
  auto one = read_coding(first, first_name);
  if (!one) return one.error();
  auto other = read_coding(second, second_name);
  if (!other) return other.error();
  Differences out;
  const auto compare_document = [&](const std::string& document) {
    const std::vector<CodedEvent>&a = one.value().events[document], &b = other.value().events[document];
    const auto pairs = pair_events(a, b);
    std::set<size_t> taken;
    for (size_t i = 0; i < a.size(); ++i) {
      if (!pairs[i]) {
        out.all.push_back(whole(Difference::Kind::removed, a[i]));
        continue;
      }
      taken.insert(*pairs[i]);
      Difference change = whole(Difference::Kind::changed, a[i]);
      change.fields = changed_fields(one.value().values[document][i], other.value().values[document][*pairs[i]]);
      if (change.fields.empty())
        ++out.same;
      else
        out.all.push_back(std::move(change));
    }
    for (size_t i = 0; i < b.size(); ++i)
      if (!taken.contains(i)) out.all.push_back(whole(Difference::Kind::added, b[i]));
  };
  std::set<std::string> done;
  for (const std::string& document : one.value().order)
    if (done.insert(document).second) compare_document(document);
  for (const std::string& document : other.value().order)
    if (done.insert(document).second) compare_document(document);
  return out;
}

}  // namespace kronika
