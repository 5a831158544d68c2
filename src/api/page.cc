// /api/page, and /.json?… for /?…: all that the page shows in the state that its address names. It asks the other
// routes as the page does (web/src/views, web/src/entries.ts, web/src/reader/reader.tsx).
#include "api/routes.h"
#include "api/target.h"
#include "port/json_value.h"
#include "query/filter_parts.h"

namespace kronika {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

// What is put together: the answers under their names, and where each comes from.
class Gathered {
 public:
  Gathered(ApiWorld& world, const std::string& state) : world_(world), state_(state) { from_.open_object(); }

  // Asks a route. Returns its answer; null when it failed, see problem().
  const std::string* ask(const char* name, const std::vector<std::string>& path, const Query& query = {}) {
    std::string argument, others;
    const Route* route = find_route("GET", path, argument, others);
    Parameters parameters;
    Query given;
    for (const auto& one : query)
      if (!one.second.empty()) given.push_back(one);
    if (auto wrong = Parameters::read(given, route->parameters, parameters)) return fail(std::move(*wrong));
    static const std::string kNoBody;
    ApiCall call{world_, parameters, argument, AnswerForm::json, kNoBody, state_};
    HttpResponse response = route->function(call);
    if (response.status != 200) return fail(std::move(response));
    last_ = response.body;
    from_.key(name).value(make_target(path, given));
    answers_ += ",\"" + std::string(name) + "\":" + *last_;
    return last_.get();
  }
  const HttpResponse& problem() const { return problem_; }
  // What was gathered, behind the members that begin it.
  std::string whole(const std::string& beginning) {
    return "{" + beginning + answers_ + ",\"from\":" + from_.close_object().take() + "}";
  }

 private:
  const std::string* fail(HttpResponse response) {
    problem_ = std::move(response);
    return nullptr;
  }

  ApiWorld& world_;
  const std::string& state_;
  JsonWriter from_;
  std::string answers_;
  std::shared_ptr<const std::string> last_;
  HttpResponse problem_;
};

// The article of the report that is looked at: the one that is asked for, else the best.
std::string document_of(const std::string& entry, const std::string& wanted) {
  const auto json = JsonValue::parse(entry);
  if (!json) return "";
  const std::vector<JsonValue>& reports = json.value()["reports"].items();
  for (const std::string& id : {wanted, json.value()["record"].text()})
    for (const JsonValue& report : reports)
      if (report["id"].text() == id) return report["document"].text();
  return reports.empty() ? "" : reports.front()["document"].text();
}

}  // namespace

HttpResponse page_state(ApiCall& call) {
  const Parameters& asked = call.parameters;
  const std::string &filter = asked.text("q"), &by = asked.text("by");
  // What is chosen on the timeline and on the map does not narrow them, nor a dyad the matrix that it is chosen in.
  const bool zoom = asked.text("zoom") == "1";
  const bool dyad = values_in_filter(filter, "actor") == 1 && values_in_filter(filter, "recipient") == 1;
  struct View {
    const char *name, *route;
    Query query;
  };
  const std::vector<View> views = {
      {"entries", "entries", {{"filter", filter}, {"sort", asked.text("sort")}, {"limit", "60"}}},
      {"counts", "facets", {{"filter", filter}}},
      {"timeline",
       "series",
       {{"filter", zoom ? filter : filter_without(filter, {"day", "date"})}, {"by", by.empty() ? "auto" : by}}},
      {"map", "map", {{"filter", filter_without(filter, {"country", "place"})}}},
      {"dyads",
       "dyads",
       {{"filter", dyad ? filter_without(filter, {"actor", "recipient"}) : filter}, {"limit", "600"}}},
      {"network", "network", {{"filter", filter}, {"level", asked.text("level")}, {"limit", "80"}}},
  };
  Gathered gathered(call.world, call.state);
  for (const View& view : views)
    if (!gathered.ask(view.name, {"api", view.route}, view.query)) return gathered.problem();
  if (const std::string& id = asked.text("entry"); !id.empty()) {
    const std::string* entry = gathered.ask("entry", {"api", "entries", id});
    if (!entry) return gathered.problem();
    const std::string document = document_of(*entry, asked.text("record"));
    if (!document.empty() && !gathered.ask("article", {"api", "articles", document})) return gathered.problem();
  }
  JsonWriter state;
  state.open_object().key("filter").value(filter);
  for (const char* name : {"by", "sort", "level", "entry", "record"})
    if (!asked.text(name).empty()) state.key(name).value(asked.text(name));
  state.key("zoom").value(zoom).close_object();
  return json_answer(gathered.whole("\"state\":" + state.take()));
}

}  // namespace kronika
