#include "api/routes.h"

namespace kronika {
namespace {

using Kind = ParameterInfo::Kind;

const ParameterInfo kFilter{"filter",
                            "which records, as docs/store.md tells: event:PROTEST actor:RUS date:2021-05; without one "
                            "all that were not rejected"};
const ParameterInfo kCursor{"cursor", "\"next\" of the page before, with the same filter and order"};
ParameterInfo limit(int64_t usual, int64_t most) {
  return {"limit", "at most so many", Kind::number, "", 1, most, usual};
}

const ParameterInfo kFormat{"format", "json or csv; default: as Accept says, else json", Kind::choice, ",json,csv"};

}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = {
      {"GET", "/api/health", health, "Whether it works, and what it serves", {}, "Health"},
      {"GET", "/api/metrics", metrics, "Numbers about the server, as Prometheus text", {}, "", "", false},
      {"GET", "/api/openapi.json", openapi, "This document", {}, "OpenApi"},
      {"GET", "/api/vocabulary", vocabulary, "The names that filters and records use", {}, "Vocabulary"},
      {"GET",
       "/api/records",
       list_records,
       "Records that a filter finds",
       {kFilter,
        {"sort", "the order; \"-\": the last first", Kind::choice,
         "-date,date,published,-published,confidence,-confidence,score,-score,document,-document"},
        {"limit", "at most so many; default 50, of CSV and NDJSON: all", Kind::number, "", 1, 1000, -1},
        kCursor,
        {"format", "json, csv or ndjson; default: as Accept says, else json", Kind::choice, ",json,csv,ndjson"}},
       "Records",
       "",
       true,
       false,
       "records"},
      {"GET", "/api/records/{id}", read_record, "One record, by its id or the beginning of it", {}, "Record"},
      {"GET",
       "/api/entries",
       list_entries,
       "Entries with a record that a filter finds: the records of one happening together",
       {kFilter,
        {"sort", "the order; \"-\": the last first; published: when it was first told", Kind::choice,
         "-date,date,published,-published,reports,-reports"},
        limit(50, 1000),
        kCursor,
        kFormat},
       "Entries",
       "",
       true,
       false,
       "entries"},
      {"GET",
       "/api/entries/{id}",
       read_entry,
       "One entry with its reports, by its id or the beginning of it",
       {},
       "EntryWithReports"},
      {"GET",
       "/api/articles",
       list_articles,
       "Articles with a record that a filter finds, the latest first",
       {kFilter, limit(50, 1000), kCursor, kFormat},
       "Articles",
       "",
       true,
       false,
       "articles"},
      {"GET",
       "/api/articles/{id}",
       read_article,
       "An article with its text and records, by its id or key",
       {},
       "ArticleWithRecords"},
      {"POST", "/api/articles", add_articles, "Code articles and keep them", {}, "Added", "ArticleInputs", false, true},
      {"GET",
       "/api/actors",
       list_actors,
       "Who acts and who is acted upon most",
       {kFilter, limit(100, 10'000), kFormat},
       "Actors",
       "",
       true,
       false,
       "actors"},
      {"GET",
       "/api/places",
       list_places,
       "Where most happens",
       {kFilter, limit(500, 10'000), kFormat},
       "Places",
       "",
       true,
       false,
       "places"},
      {"GET",
       "/api/series",
       series,
       "How many records by time",
       {kFilter,
        {"by", "the length of a step; auto: what shows the time of most records in some hundred steps", Kind::choice,
         "month,day,week,year,auto"},
        {"group", "what the numbers are parted by", Kind::choice, "quad,event"},
        kFormat},
       "Series",
       "",
       true,
       false,
       "series"},
      {"GET",
       "/api/dyads",
       dyads,
       "Which country does what to which",
       {kFilter, limit(100, 10'000), kFormat},
       "Dyads",
       "",
       true,
       false,
       "dyads"},
      {"GET",
       "/api/network",
       network,
       "Actors and recipients as a graph",
       {kFilter,
        {"level", "what a node is: a country, or a code or public entity", Kind::choice, "country,code"},
        {"limit", "at most so many edges", Kind::number, "", 1, 10'000, 300},
        kFormat},
       "Network",
       "",
       true,
       false,
       "edges"},
      {"GET",
       "/api/map",
       map,
       "Places, and arcs from actor to recipient countries",
       {kFilter, {"limit", "at most so many places, and so many arcs", Kind::number, "", 1, 10'000, 500}},
       "Map"},
      {"GET",
       "/api/facets",
       facets,
       "How many records have each value of the fields that are filtered by most",
       {kFilter},
       "Facets"},
      {"GET",
       "/api/page",
       page_state,
       "What the page shows in a state, as its address names it; /.json?… is the same",
       {{"q", "the filter"},
        {"by", "the bars of the timeline; default: what fits", Kind::choice, ",day,week,month,year"},
        {"zoom", "1: the timeline has the chosen days only", Kind::choice, ",1"},
        {"sort", "the order of the entries", Kind::choice, "-date,date,-published,published,-reports"},
        {"level", "of the network", Kind::choice, "country,code"},
        {"entry", "the id of the open entry"},
        {"record", "the id of the chosen report of it"},
        {"paste", "changes nothing: what is pasted is not kept", Kind::choice, ",1"},
        {"tab", "changes nothing: what a narrow screen has in front", Kind::choice, ",entries,views"}},
       "Page"},
      {"GET",
       "/api/search",
       search,
       "How to go on with a filter, and the first records for words",
       {{"q", "what was typed so far"}},
       "Search"},
      {"GET",
       "/api/corrections",
       list_corrections,
       "What people said of records, in order",
       {{"record", "the id of a record, or its beginning; without one those of all"}, kFormat},
       "Corrections",
       "",
       true,
       false,
       "corrections"},
      {"POST",
       "/api/corrections",
       add_correction,
       "Correct, accept or reject a record",
       {},
       "Corrected",
       "Correction",
       false,
       true},
      {"POST", "/api/code", code_text, "Code a text; nothing is kept", {}, "Coded", "Text", false},
      {"GET", "/api/explain/{id}", explain_record, "Why each field of a record is what it is, as text", {}, ""},
  };
  return kRoutes;
}

const Route* find_route(const std::string& method, const std::vector<std::string>& path, std::string& argument,
                        std::string& other_methods) {
  const Route* found = nullptr;
  for (const Route& route : routes()) {
    std::string_view rest = std::string_view(route.path).substr(1);
    bool fits = true;
    std::string given;
    for (size_t i = 0; i < path.size() && fits; ++i) {
      const size_t slash = rest.find('/');
      const std::string_view part = rest.substr(0, slash);
      if (part.starts_with('{') && !path[i].empty())
        given = path[i];
      else
        fits = part == path[i];
      const bool last = slash == rest.npos;
      fits = fits && last == (i + 1 == path.size());
      rest.remove_prefix(last ? rest.size() : slash + 1);
    }
    if (!fits || path.empty()) continue;
    if (method == route.method) {
      found = &route;
      argument = given;
    } else {
      other_methods += (other_methods.empty() ? "" : ", ") + std::string(route.method);
    }
  }
  return found;
}

}  // namespace kronika
