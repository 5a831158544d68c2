// The best tree over head scores: Chu-Liu-Edmonds with exactly one root (McDonald et al. 2005; Zmigrod et al. 2020).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kronika {

// `scores` is row-major [n x (n+1)]: scores[i*(n+1)+h] for word i under head h, 0 the root, h the h-th word (from 1).
// Gives the head of each word, 0 for the root. Greedy where that is a tree already, else O(n^3) at worst.
// Ties go to the smaller head, so that the tree is the same everywhere.
std::vector<uint32_t> best_tree(const std::vector<float>& scores, uint32_t n);

}  // namespace kronika
