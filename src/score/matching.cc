#include "score/matching.h"

namespace kronika {
namespace {

// Finds room for a left one along a path that moves others (Kuhn's algorithm). Not by recursion: a path may be long.
bool augment(const std::vector<std::vector<size_t>>& edges, size_t left, std::vector<std::optional<size_t>>& owner) {
  struct Step {
    size_t left, next = 0, right = 0;
  };
  std::vector<bool> seen(owner.size(), false);
  std::vector<Step> path = {{left}};
  while (!path.empty()) {
    Step& step = path.back();
    if (step.next == edges[step.left].size()) {
      path.pop_back();
      continue;
    }
    step.right = edges[step.left][step.next++];
    if (seen[step.right]) continue;
    seen[step.right] = true;
    if (owner[step.right]) {
      path.push_back({*owner[step.right]});
      continue;
    }
    for (const Step& taken : path) owner[taken.right] = taken.left;
    return true;
  }
  return false;
}

}  // namespace

std::vector<std::optional<size_t>> best_matching(const std::vector<std::vector<size_t>>& edges,
                                                 const std::set<std::pair<size_t, size_t>>& close, size_t right_count) {
  std::vector<std::optional<size_t>> owner(right_count);
  std::vector<bool> placed(edges.size(), false);
  for (size_t left = 0; left < edges.size(); ++left)
    for (const size_t right : edges[left])
      if (!placed[left] && !owner[right] && close.contains({left, right})) {
        owner[right] = left;
        placed[left] = true;
      }
  for (size_t left = 0; left < edges.size(); ++left)
    if (!placed[left]) augment(edges, left, owner);
  std::vector<std::optional<size_t>> out(edges.size());
  for (size_t right = 0; right < right_count; ++right)
    if (owner[right]) out[*owner[right]] = right;
  return out;
}

}  // namespace kronika
