// The target of a request: the path in parts and the query, decoded and checked.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/result.h"

namespace kronika {

struct Target {
  std::vector<std::string> path;                           // "/api/records" is {"api", "records"}; "/" is empty
  std::vector<std::pair<std::string, std::string>> query;  // in the order in which they came
};

// Fails (usage) on what is no path, on broken percent signs, bytes that are no UTF-8, control characters, and parts
// that would lead elsewhere ("..").
Result<Target> parse_target(std::string_view target);

// The way back: path and query with percent signs where they must be.
std::string make_target(const std::vector<std::string>& path,
                        const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace kronika
