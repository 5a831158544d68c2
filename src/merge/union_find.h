// UnionFind: sets that grow together. Which set an item is in does not depend on the order of the calls.
#pragma once

#include <cstdint>
#include <vector>

namespace kronika {

class UnionFind {
 public:
  // A new item in a set of its own; items are numbered from 0.
  uint32_t add();
  void unite(uint32_t a, uint32_t b);
  // The smallest item of the set.
  uint32_t find(uint32_t item) const;
  uint32_t size() const { return static_cast<uint32_t>(parent_.size()); }

 private:
  mutable std::vector<uint32_t> parent_;  // shortened when looked at
};

}  // namespace kronika
