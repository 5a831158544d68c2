#include "record/flat.h"

#include "base/calendar.h"

namespace kronika {
namespace {

std::string texts_of(const std::vector<PublicParty>& parties) {
  std::string out;
  for (const PublicParty& party : parties) out += (out.empty() ? "" : "; ") + party.words.text;
  return out;
}

}  // namespace

std::string joined(const std::vector<std::string>& list, const char* between) {
  std::string out;
  for (const std::string& item : list) out += (out.empty() ? "" : between) + item;
  return out;
}

std::string decimal(double value, const char* form) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, form, value);
  return buffer;
}

std::string codes_of(const std::vector<PublicParty>& parties) {
  std::string out;
  for (const PublicParty& party : parties) out += (out.empty() ? "" : "; ") + party.party->code;
  return out;
}

std::string date_of(const Record& record) {
  if (!record.date) return "";
  const std::string start = format_day(record.date->start), end = format_day(record.date->end);
  return start == end ? start : start + "/" + end;
}

const std::vector<FlatColumn>& columns() {
  using A = const Article&;
  using R = const PublicRecord&;
  static const std::vector<FlatColumn> all = {
      {"id", [](A, R r) { return r.id; }},
      {"document", [](A a, R) { return std::string(a.id()); }},
      {"event", [](A, R r) { return r.record->event; }},
      {"mode", [](A, R r) { return joined(r.record->mode, "; "); }},
      {"context", [](A, R r) { return joined(r.record->context, "; "); }},
      {"actor", [](A, R r) { return codes_of(r.actor); }},
      {"actor_text", [](A, R r) { return texts_of(r.actor); }},
      {"recipient", [](A, R r) { return codes_of(r.recipient); }},
      {"recipient_text", [](A, R r) { return texts_of(r.recipient); }},
      {"field", [](A, R r) { return std::string(r.in_title ? "title" : "text"); }},
      {"text", [](A, R r) { return r.words.text; }},
      {"start", [](A, R r) { return std::to_string(r.words.start); }},
      {"end", [](A, R r) { return std::to_string(r.words.end); }},
      {"sentence", [](A, R r) { return std::to_string(r.record->sentence_index); }},
      {"date_start", [](A, R r) { return r.record->date ? format_day(r.record->date->start) : ""; }},
      {"date_end", [](A, R r) { return r.record->date ? format_day(r.record->date->end) : ""; }},
      {"place", [](A, R r) { return r.record->place ? r.record->place->name : ""; }},
      {"place_country", [](A, R r) { return r.record->place ? r.record->place->country : ""; }},
      {"latitude",
       [](A, R r) {
         return r.record->place && r.record->place->latitude ? decimal(*r.record->place->latitude, "%.3f") : "";
       }},
      {"longitude",
       [](A, R r) {
         return r.record->place && r.record->place->longitude ? decimal(*r.record->place->longitude, "%.3f") : "";
       }},
      {"geonames",
       [](A, R r) {
         return r.record->place && r.record->place->geonames ? std::to_string(*r.record->place->geonames) : "";
       }},
      {"factuality", [](A, R r) { return std::string(factuality_name(r.record->factuality)); }},
      {"attribution", [](A, R r) { return r.attribution ? r.attribution->text : ""; }},
      {"attribution_code", [](A, R r) { return r.record->attribution ? r.record->attribution->code : ""; }},
      {"cameo", [](A, R r) { return r.record->cameo; }},
      {"quad", [](A, R r) { return std::to_string(r.record->quad); }},
      {"score", [](A, R r) { return decimal(r.record->score, "%g"); }},
      {"confidence", [](A, R r) { return decimal(r.record->confidence, "%.3f"); }},
  };
  return all;
}

}  // namespace kronika
