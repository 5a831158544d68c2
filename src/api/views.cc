// /api/actors, places, map, dyads, network: counts of parties and places
#include <algorithm>
#include <cmath>
#include <map>

#include "api/routes.h"

namespace kronika {
namespace {

constexpr const char* kUnknown = "---";

// As many digits as say something.
double short_number(double value) { return std::round(value * 100) / 100; }

double mean_score(const PairCount& pair) {
  return pair.count() == 0 ? 0 : short_number(pair.score / static_cast<double>(pair.count()));
}

void put_places(JsonWriter& json, const std::vector<PlaceCount>& places) {
  json.key("places").open_list();
  for (const PlaceCount& place : places) {
    json.open_object().key("name").value(place.name).key("country").value(place.country);
    if (!place.admin1.empty()) json.key("admin1").value(place.admin1);
    if (place.latitude) json.key("latitude").value(*place.latitude);
    if (place.longitude) json.key("longitude").value(*place.longitude);
    json.key("count").value(place.count).close_object();
  }
  json.close_list();
}

// Pairs of which both sides are known, and which are two.
void put_arcs(JsonWriter& json, const char* key, const std::vector<PairCount>& pairs, int64_t limit) {
  json.key(key).open_list();
  for (const PairCount& pair : pairs) {
    if (pair.actor.empty() || pair.recipient.empty()) continue;
    if (limit-- == 0) break;
    json.open_object().key("actor").value(pair.actor).key("recipient").value(pair.recipient);
    json.key("count").value(pair.count()).key("score").value(mean_score(pair)).close_object();
  }
  json.close_list();
}

std::string name_of(const std::function<std::string(const std::string&)>& names, const std::string& of) {
  return names ? names(of) : "";
}

}  // namespace

HttpResponse list_actors(ApiCall& call) {
  const auto found = call.world.counter->select(call.state, call.filter());
  if (!found) return problem(found.error(), "filter");
  JsonWriter json;
  json.open_object().key("actors").open_list();
  for (const PartyCount& party : found.value()->actors(*found.value(), call.parameters.number("limit"))) {
    json.open_object().key("code").value(party.code);
    if (!party.country.empty()) json.key("country").value(party.country);
    json.key("sectors").open_list();
    // "RUS GOV MIL": country, then sectors.
    for (size_t at = party.code.find(' '); at < party.code.size();) {
      const size_t end = std::min(party.code.find(' ', at + 1), party.code.size());
      json.value(std::string_view(party.code).substr(at + 1, end - at - 1));
      at = end;
    }
    json.close_list();
    if (!party.entity.empty()) {
      json.key("entity").value(party.entity);
      if (const std::string name = name_of(call.world.entity_name, party.entity); !name.empty())
        json.key("name").value(name);
    }
    json.key("actor").value(party.actor).key("recipient").value(party.recipient).close_object();
  }
  json.close_list().close_object();
  return json_answer(json.take());
}

HttpResponse list_places(ApiCall& call) {
  const auto found = call.world.counter->select(call.state, call.filter());
  if (!found) return problem(found.error(), "filter");
  JsonWriter json;
  json.open_object();
  put_places(json, found.value()->places(*found.value(), call.parameters.number("limit")));
  json.close_object();
  return json_answer(json.take());
}

HttpResponse map(ApiCall& call) {
  const int64_t limit = call.parameters.number("limit");
  const auto found = call.world.counter->select(call.state, call.filter());
  if (!found) return problem(found.error(), "filter");
  const auto pairs = call.world.counter->pairs(call.state, call.filter(), PartyLevel::country);
  if (!pairs) return problem(pairs.error(), "filter");
  // What a country does to itself is no arc.
  std::vector<PairCount> arcs = *pairs.value();
  std::erase_if(arcs, [](const PairCount& pair) { return pair.actor == pair.recipient; });
  JsonWriter json;
  json.open_object();
  put_places(json, found.value()->places(*found.value(), limit));
  put_arcs(json, "arcs", arcs, limit);
  json.close_object();
  return json_answer(json.take());
}

HttpResponse dyads(ApiCall& call) {
  const auto pairs = call.world.counter->pairs(call.state, call.filter(), PartyLevel::country);
  if (!pairs) return problem(pairs.error(), "filter");
  int64_t left = call.parameters.number("limit");
  JsonWriter json;
  json.open_object().key("dyads").open_list();
  for (const PairCount& pair : *pairs.value()) {
    if (left-- == 0) break;
    json.open_object().key("actor").value(pair.actor.empty() ? kUnknown : pair.actor);
    json.key("recipient").value(pair.recipient.empty() ? kUnknown : pair.recipient);
    json.key("count").value(pair.count()).key("score").value(mean_score(pair)).key("quads").open_list();
    for (const int64_t quad : pair.quads) json.value(quad);
    json.close_list().close_object();
  }
  json.close_list().close_object();
  return json_answer(json.take());
}

HttpResponse network(ApiCall& call) {
  const bool by_country = call.parameters.text("level") == "country";
  const auto pairs =
      call.world.counter->pairs(call.state, call.filter(), by_country ? PartyLevel::country : PartyLevel::code);
  if (!pairs) return problem(pairs.error(), "filter");
  const int64_t limit = call.parameters.number("limit");
  // Nodes are those that an edge of the answer has; they count all of their records, also those without another side.
  std::map<std::string, int64_t> nodes;
  int64_t left = limit;
  for (const PairCount& pair : *pairs.value()) {
    if (pair.actor.empty() || pair.recipient.empty()) continue;
    if (left-- == 0) break;
    nodes[pair.actor], nodes[pair.recipient];
  }
  for (const PairCount& pair : *pairs.value()) {
    if (const auto node = nodes.find(pair.actor); node != nodes.end()) node->second += pair.count();
    if (pair.recipient == pair.actor) continue;
    if (const auto node = nodes.find(pair.recipient); node != nodes.end()) node->second += pair.count();
  }
  JsonWriter json;
  json.open_object().key("nodes").open_list();
  for (const auto& [id, count] : nodes) {
    const bool code = by_country || (id.size() >= 3 && id.find_first_of("abcdefghijklmnopqrstuvwxyz-") == id.npos);
    std::string label = by_country ? name_of(call.world.country_name, id)
                        : code     ? ""
                                   : name_of(call.world.entity_name, id);
    if (label.empty()) label = id;
    json.open_object().key("id").value(id).key("label").value(label);
    if (code) json.key("country").value(std::string_view(id).substr(0, 3));
    json.key("count").value(count).close_object();
  }
  json.close_list();
  put_arcs(json, "edges", *pairs.value(), limit);
  json.close_object();
  return json_answer(json.take());
}

}  // namespace kronika
