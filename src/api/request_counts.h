// RequestCounts: what was asked and how long it took, by route: the numbers of /api/metrics.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kronika {

// Safe for concurrent use by multiple threads.
class RequestCounts {
 public:
  // `names` are those of the routes, by number.
  explicit RequestCounts(std::vector<std::string> names);
  void note(size_t route, int status, std::chrono::nanoseconds time, bool from_cache);
  // As Prometheus reads it.
  std::string text() const;

 private:
  static constexpr std::array<double, 7> kSteps = {0.001, 0.005, 0.02, 0.1, 0.3, 1, 5};  // seconds
  struct Count {
    std::array<std::atomic<uint64_t>, 6> by_class{};  // by the first digit of the status
    std::array<std::atomic<uint64_t>, kSteps.size() + 1> by_time{};
    std::atomic<uint64_t> nanoseconds{0}, from_cache{0};
  };
  std::vector<std::string> names_;
  std::unique_ptr<Count[]> counts_;
};

}  // namespace kronika
