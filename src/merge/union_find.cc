#include "merge/union_find.h"

#include <utility>

namespace kronika {

uint32_t UnionFind::add() {
  parent_.push_back(size());
  return size() - 1;
}

uint32_t UnionFind::find(uint32_t item) const {
  while (parent_[item] != item) item = parent_[item] = parent_[parent_[item]];
  return item;
}

// The smaller root wins, not the larger set: the answer is the smallest item, and halving of paths keeps it quick.
void UnionFind::unite(uint32_t a, uint32_t b) {
  a = find(a), b = find(b);
  if (a > b) std::swap(a, b);
  parent_[b] = a;
}

}  // namespace kronika
