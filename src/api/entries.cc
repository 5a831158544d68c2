// /api/entries: the records of one happening together
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "api/routes.h"
#include "base/calendar.h"
#include "record/record_writer.h"

namespace kronika {
namespace {

constexpr int64_t kMostReports = 1000;  // of one entry, with all their fields; `records` has the ids of all

void put_strings(JsonWriter& json, const char* key, const std::vector<std::string>& list) {
  json.key(key).open_list();
  for (const std::string& item : list) json.value(item);
  json.close_list();
}

void put_text_if_any(JsonWriter& json, const char* key, std::string_view text) {
  if (!text.empty()) json.key(key).value(text);
}

void put_place(JsonWriter& json, const PlaceRef& place) {
  json.key("place").open_object().key("name").value(place.name).key("country").value(place.country);
  put_text_if_any(json, "admin1", place.admin1);
  if (place.latitude) json.key("latitude").value(*place.latitude);
  if (place.longitude) json.key("longitude").value(*place.longitude);
  if (place.geonames) json.key("geonames").value(*place.geonames);
  json.key("precision").value(place.precision).close_object();
}

void put_disagreements(JsonWriter& json, const Entry& entry) {
  if (entry.disagreements.empty()) return;
  json.key("disagreements").open_object();
  for (const Disagreement& disagreement : entry.disagreements) {
    json.key(disagreement.field).open_object();
    for (const auto& [value, ids] : disagreement.saying) put_strings(json, value.c_str(), ids);
    json.close_object();
  }
  json.close_object();
}

// The members of an entry but for its reports; the object stays open.
void put_entry(JsonWriter& json, const StoredEntry& found) {
  const Entry& entry = found.entry;
  json.open_object().key("id").value(entry.id).key("event").value(entry.event);
  put_strings(json, "mode", found.mode);
  put_strings(json, "context", found.context);
  put_strings(json, "actor", entry.actor);
  put_strings(json, "recipient", entry.recipient);
  if (found.date)
    json.key("date")
        .open_object()
        .key("start")
        .value(format_day(found.date->first))
        .key("end")
        .value(format_day(found.date->second))
        .close_object();
  if (found.place) put_place(json, *found.place);
  json.key("factuality").value(factuality_name(found.factuality));
  put_text_if_any(json, "attribution", found.attribution);
  json.key("cameo").value(found.cameo).key("quad").value(int64_t{found.quad}).key("score").value(found.score);
  constexpr double kDigits = 1000;
  json.key("confidence").value(std::round(found.confidence * kDigits) / kDigits);
  if (entry.first_seen != 0) {
    json.key("first_seen").value(format_day(day_from_number(entry.first_seen)));
    json.key("last_seen").value(format_day(day_from_number(entry.last_seen)));
  }
  json.key("independent").value(int64_t{entry.independent});
  json.key("record").value(found.record).key("text").value(found.text);
  put_strings(json, "documents", entry.documents);
  put_strings(json, "records", entry.records);
  put_disagreements(json, entry);
}

// What entities among the parties are called, for people: codes say it themselves.
void put_names(JsonWriter& json, const ApiWorld& world, const std::set<std::string>& parties) {
  json.key("names").open_object();
  for (const std::string& party : parties)
    if (const std::string name = world.entity_name ? world.entity_name(party) : ""; !name.empty())
      json.key(party).value(name);
  json.close_object();
}

void note_parties(const StoredEntry& found, std::set<std::string>& parties) {
  parties.insert(found.entry.actor.begin(), found.entry.actor.end());
  parties.insert(found.entry.recipient.begin(), found.entry.recipient.end());
  if (!found.attribution.empty()) parties.insert(found.attribution);
}

// A record as `kronika query` prints it, and what its reader wants to know of its article.
std::string report_json(std::string record, const Article& article, const std::string& title) {
  JsonWriter more;
  more.open_object();
  put_text_if_any(more, "title", title);
  if (article.published()) more.key("published").value(format_day(*article.published()));
  put_text_if_any(more, "publisher", article.publisher());
  put_text_if_any(more, "url", article.url());
  more.close_object();
  if (more.text().size() == 2) return record;
  record.back() = ',';
  return record + more.text().substr(1);
}

// The reports of an entry in the order in which StoredEntry::record is the best: what people looked at, then the
// surest.
Result<std::string> reports_of(Store& store, const Entry& entry) {
  Question question;
  // By the first digits of the id: another entry may begin so too.
  question.filter = "entry:" + entry.id;
  question.sort = "-confidence";
  question.limit = kMostReports;
  struct Found {
    bool unseen = false;
    double doubt = 0;
    std::string id, json;
    auto place() const { return std::tie(unseen, doubt, id); }
  };
  std::vector<Found> reports;
  const auto done = store.page(question, [&](const StoredRecords& found) {
    const std::string lines = make_record_writer("jsonl", found.coder, {}).value()->article(found.article, found.coded);
    const std::string title = article_title(found);
    size_t at = 0;
    for (size_t i = 0; i < found.coded.records.size(); ++i) {
      const Kept& kept = found.coded.kept[i];
      const size_t end = lines.find('\n', at);
      if (std::binary_search(entry.records.begin(), entry.records.end(), kept.id))
        reports.push_back({kept.status.empty(), 1 - found.coded.records[i].confidence, kept.id,
                           report_json(lines.substr(at, end - at), found.article, title)});
      at = end + 1;
    }
    return true;
  });
  if (!done) return done.error();
  std::sort(reports.begin(), reports.end(),
            [](const Found& one, const Found& other) { return one.place() < other.place(); });
  std::string list;
  for (const Found& report : reports) list += (list.empty() ? "" : ",") + report.json;
  return list;
}

}  // namespace

HttpResponse list_entries(ApiCall& call) {
  const std::string filter = call.filter(), &sort = call.parameters.text("sort");
  const int64_t limit = call.parameters.number("limit");
  const std::string asked = "entries\n" + filter + "\n" + sort;
  const auto after = read_cursor(call.parameters.text("cursor"), asked);
  if (!after) return problem(after.error(), "cursor");
  const auto found = call.world.counter->select(call.state, filter);
  if (!found) return problem(found.error(), "filter");
  // One more tells whether anything follows.
  auto listed = found.value()->entries(*found.value(), sort, after.value(), limit + 1);
  if (!listed) return problem(listed.error(), "cursor");
  const bool more = static_cast<int64_t>(listed.value().size()) > limit;
  if (more) listed.value().pop_back();
  JsonWriter json;
  json.open_object().key("entries").open_list();
  std::set<std::string> parties;
  StorePool::Lease store = call.world.stores->lend();
  const Status done = (*store).read_entries(listed.value(), [&](const StoredEntry& entry) {
    put_entry(json, entry);
    note_parties(entry, parties);
    json.key("reports").value(static_cast<int64_t>(entry.entry.records.size())).close_object();
    return true;
  });
  if (!done) return problem(done.error(), "filter");
  json.close_list();
  put_names(json, call.world, parties);
  if (more && !listed.value().empty()) json.key("next").value(make_cursor(listed.value().back().cursor, asked));
  json.close_object();
  return json_answer(json.take());
}

HttpResponse read_entry(ApiCall& call) {
  StorePool::Lease store = call.world.stores->lend();
  const auto found = (*store).entry(call.argument);
  if (!found) return problem(found.error(), "id");
  const auto reports = reports_of(*store, found.value().entry);
  if (!reports) return problem(reports.error());
  std::set<std::string> parties;
  note_parties(found.value(), parties);
  JsonWriter json;
  put_entry(json, found.value());
  put_names(json, call.world, parties);
  return json_answer(json.take() + ",\"reports\":[" + reports.value() + "]}");
}

}  // namespace kronika
