#include "stage/parse/mst.h"

#include <cstddef>
#include <limits>

namespace kronika {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

// Marks the nodes of one cycle among heads (node 0 is the root); false: there is none.
bool find_cycle(const std::vector<uint32_t>& head, std::vector<char>& in_cycle) {
  const uint32_t count = static_cast<uint32_t>(head.size());
  std::vector<uint32_t> seen(count, 0);
  for (uint32_t start = 1; start < count; ++start) {
    uint32_t at = start;
    while (at != 0 && seen[at] == 0) {
      seen[at] = start;
      at = head[at];
    }
    if (at == 0 || seen[at] != start) continue;
    in_cycle.assign(count, 0);
    for (uint32_t node = at; !in_cycle[node]; node = head[node]) in_cycle[node] = 1;
    return true;
  }
  return false;
}

// Edges as a dense table: weight[node * count + head].
std::vector<uint32_t> arborescence(const std::vector<float>& weight, uint32_t count) {
  std::vector<uint32_t> head(count, 0);
  for (uint32_t node = 1; node < count; ++node) {
    float best = kNever;
    for (uint32_t h = 0; h < count; ++h) {
      if (h == node || weight[node * count + h] <= best) continue;
      best = weight[node * count + h];
      head[node] = h;
    }
  }
  std::vector<char> in_cycle;
  if (!find_cycle(head, in_cycle)) return head;

  // Contract the cycle to one node, solve the smaller graph, and break the cycle where its edge enters.
  std::vector<uint32_t> old_of, new_of(count, 0);
  for (uint32_t node = 0; node < count; ++node)
    if (!in_cycle[node]) {
      new_of[node] = static_cast<uint32_t>(old_of.size());
      old_of.push_back(node);
    }
  const uint32_t cycle = static_cast<uint32_t>(old_of.size()), small = cycle + 1;
  for (uint32_t node = 0; node < count; ++node)
    if (in_cycle[node]) new_of[node] = cycle;
  std::vector<float> smaller(size_t{small} * small, kNever);
  std::vector<uint32_t> enters(small, 0), leaves(small, 0);
  for (uint32_t node = 1; node < count; ++node)
    for (uint32_t h = 0; h < count; ++h) {
      const float w = weight[node * count + h];
      if (h == node || w == kNever || new_of[node] == new_of[h]) continue;
      const float gain = in_cycle[node] ? w - weight[node * count + head[node]] : w;
      float& best = smaller[new_of[node] * small + new_of[h]];
      if (gain <= best) continue;
      best = gain;
      if (in_cycle[node]) enters[new_of[h]] = node;
      if (in_cycle[h]) leaves[new_of[node]] = h;
    }
  const std::vector<uint32_t> solved = arborescence(smaller, small);
  std::vector<uint32_t> out = head;
  for (uint32_t node = 1; node < cycle; ++node)
    out[old_of[node]] = solved[node] == cycle ? leaves[node] : old_of[solved[node]];
  const uint32_t entry = enters[solved[cycle]];
  out[entry] = old_of[solved[cycle]];
  return out;
}

uint32_t roots_of(const std::vector<uint32_t>& head) {
  uint32_t roots = 0;
  for (size_t node = 1; node < head.size(); ++node) roots += head[node] == 0;
  return roots;
}

}  // namespace

std::vector<uint32_t> best_tree(const std::vector<float>& scores, uint32_t n) {
  const uint32_t count = n + 1;
  std::vector<float> weight(size_t{count} * count, kNever);
  for (uint32_t i = 0; i < n; ++i)
    for (uint32_t h = 0; h <= n; ++h)
      if (h != i + 1) weight[(i + 1) * count + h] = scores[i * count + h];
  std::vector<uint32_t> head = arborescence(weight, count);
  if (roots_of(head) != 1) {
    // One root: an edge from it costs more than all others can gain, so that only one is taken.
    float low = 0, high = 0;
    for (const float score : scores) {
      low = score < low ? score : low;
      high = score > high ? score : high;
    }
    const float cost = (high - low + 1) * static_cast<float>(count);
    for (uint32_t node = 1; node < count; ++node) weight[node * count] -= cost;
    head = arborescence(weight, count);
  }
  return {head.begin() + 1, head.end()};
}

}  // namespace kronika
