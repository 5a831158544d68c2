// /api/series, /api/facets: numbers of records by time and by field
#include <algorithm>
#include <map>

#include "api/routes.h"
#include "base/calendar.h"

namespace kronika {
namespace {

// The first day of the step that a day lies in.
std::string step_of(const std::string& day, const std::string& by) {
  if (by == "year") return day.substr(0, 4) + "-01-01";
  if (by == "month") return day.substr(0, 7) + "-01";
  const auto parsed = parse_day(day);
  if (by == "day" || !parsed) return day;
  return format_day(add_days(*parsed, -weekday(*parsed)));
}

// The step that shows the days in some hundred steps. Few records of long ago must not make the steps of all others
// coarse: where 98 % lie in much less time, it is theirs.
std::string fitting_step(const std::map<std::string, int64_t>& days) {
  int64_t total = 0;
  for (const auto& [day, count] : days) total += count;
  if (total == 0) return "month";
  // Beyond it on its side lies a hundredth.
  const auto end_of = [&](auto at) {
    for (int64_t passed = at->second; passed * 100 <= total; passed += at->second) ++at;
    return at->first;
  };
  const auto span = [](const std::string& from, const std::string& to) {
    const auto first = parse_day(from), last = parse_day(to);
    return first && last ? day_number(*last) - day_number(*first) + 1 : 0;
  };
  constexpr double kMuchLess = 0.7;
  const auto all = span(days.begin()->first, days.rbegin()->first),
             most = span(end_of(days.begin()), end_of(days.rbegin()));
  const auto shown = static_cast<double>(most) > kMuchLess * static_cast<double>(all) ? all : most;
  return shown <= 150 ? "day" : shown <= 1000 ? "week" : shown <= 16'000 ? "month" : "year";
}

}  // namespace

HttpResponse series(ApiCall& call) {
  std::string by = call.parameters.text("by");
  const std::string group = call.parameters.text("group");
  const auto found = call.world.counter->select(call.state, call.filter());
  if (!found) return problem(found.error(), "filter");
  const auto days =
      found.value()->count_by_day(*found.value(), group == "event" ? CountedField::event : CountedField::quad);
  if (by == "auto") {
    std::map<std::string, int64_t> by_day;
    for (const auto& [day, value, count] : days)
      if (day) by_day[format_day(day_from_number(*day))] += count;
    by = fitting_step(by_day);
  }
  std::map<std::pair<std::string, std::string>, int64_t> counts;
  int64_t undated = 0;
  for (const auto& [day, value, count] : days) {
    if (day)
      counts[{step_of(format_day(day_from_number(*day)), by), value}] += count;
    else
      undated += count;
  }
  JsonWriter json;
  json.open_object().key("by").value(by).key("group").value(group).key("series").open_list();
  for (const auto& [names, count] : counts)
    json.open_object()
        .key("start")
        .value(names.first)
        .key("group")
        .value(names.second)
        .key("count")
        .value(count)
        .close_object();
  json.close_list().key("undated").value(undated).close_object();
  return json_answer(json.take());
}

HttpResponse facets(ApiCall& call) {
  const auto found = call.world.counter->select(call.state, call.filter());
  if (!found) return problem(found.error(), "filter");
  JsonWriter json;
  json.open_object();
  for (const auto& [name, field] :
       {std::pair("event", CountedField::event), std::pair("quad", CountedField::quad),
        std::pair("factuality", CountedField::factuality), std::pair("publisher", CountedField::publisher),
        std::pair("country", CountedField::country)}) {
    auto rows = found.value()->count(*found.value(), field);
    // The most frequent ones; a store may know thousands of publishers.
    constexpr size_t kMost = 200;
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& one, const auto& other) { return one.second > other.second; });
    if (rows.size() > kMost) rows.resize(kMost);
    json.key(name).open_object();
    for (const auto& [value, count] : rows) json.key(value).value(count);
    json.close_object();
  }
  json.close_object();
  return json_answer(json.take());
}

}  // namespace kronika
