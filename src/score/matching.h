// One-to-one matching of the events of two codings.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace kronika {

// As many pairs as can be. `edges[i]` holds those on the right that left i may be matched with; those on the left come
// in the order of their worth. Pairs in `close` are taken first, so that two events of one sentence do not cross. Gives
// the right one of each left one.
std::vector<std::optional<size_t>> best_matching(const std::vector<std::vector<size_t>>& edges,
                                                 const std::set<std::pair<size_t, size_t>>& close, size_t right_count);

}  // namespace kronika
