#include "api/request_counts.h"

#include <algorithm>
#include <cstdio>

namespace kronika {

RequestCounts::RequestCounts(std::vector<std::string> names)
    : names_(std::move(names)), counts_(std::make_unique<Count[]>(names_.size())) {}

void RequestCounts::note(size_t route, int status, std::chrono::nanoseconds time, bool from_cache) {
  Count& count = counts_[route];
  ++count.by_class[static_cast<size_t>(std::clamp(status / 100, 0, 5))];
  const double seconds = std::chrono::duration<double>(time).count();
  ++count.by_time[static_cast<size_t>(std::lower_bound(kSteps.begin(), kSteps.end(), seconds) - kSteps.begin())];
  count.nanoseconds += static_cast<uint64_t>(time.count());
  count.from_cache += from_cache;
}

std::string RequestCounts::text() const {
  std::string requests =
                  "# HELP kronika_requests_total Requests answered, by route and class of status.\n"
                  "# TYPE kronika_requests_total counter\n",
              cached =
                  "# HELP kronika_cached_total Requests answered from the cache.\n"
                  "# TYPE kronika_cached_total counter\n",
              times =
                  "# HELP kronika_request_seconds Time from a whole request to its answer.\n"
                  "# TYPE kronika_request_seconds histogram\n";
  char line[300];
  for (size_t i = 0; i < names_.size(); ++i) {
    const Count& count = counts_[i];
    const char* name = names_[i].c_str();
    uint64_t all = 0;
    for (size_t digit = 0; digit < count.by_class.size(); ++digit) {
      const uint64_t number = count.by_class[digit];
      all += number;
      if (number == 0) continue;
      std::snprintf(line, sizeof line, "kronika_requests_total{route=\"%s\",status=\"%zuxx\"} %llu\n", name, digit,
                    static_cast<unsigned long long>(number));
      requests += line;
    }
    if (all == 0) continue;
    std::snprintf(line, sizeof line, "kronika_cached_total{route=\"%s\"} %llu\n", name,
                  static_cast<unsigned long long>(count.from_cache.load()));
    cached += line;
    uint64_t so_far = 0;
    for (size_t step = 0; step <= kSteps.size(); ++step) {
      so_far += count.by_time[step];
      char limit[20] = "+Inf";
      if (step < kSteps.size()) std::snprintf(limit, sizeof limit, "%g", kSteps[step]);
      std::snprintf(line, sizeof line, "kronika_request_seconds_bucket{route=\"%s\",le=\"%s\"} %llu\n", name, limit,
                    static_cast<unsigned long long>(so_far));
      times += line;
    }
    std::snprintf(line, sizeof line,
                  "kronika_request_seconds_sum{route=\"%s\"} %.6f\nkronika_request_seconds_count{route=\"%s\"} %llu\n",
                  name, static_cast<double>(count.nanoseconds.load()) / 1e9, name,
                  static_cast<unsigned long long>(all));
    times += line;
  }
  return requests + cached + times;
}

}  // namespace kronika
