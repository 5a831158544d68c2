// Counter: the numbers of all views. The page asks for several at a time, by one filter: its records are looked up
// once, and counted in columns that are read once for each state of the store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/made_once.h"
#include "api/store_pool.h"
#include "kronika/store.h"
#include "store/record_columns.h"

namespace kronika {

// Safe for concurrent use by multiple threads.
class Counter {
 public:
  using Columns = std::shared_ptr<const RecordColumns>;
  using Pairs = std::shared_ptr<const std::vector<PairCount>>;
  struct Selected {
    Columns columns;
    std::shared_ptr<const RecordSelection> records;
    const RecordColumns* operator->() const { return columns.get(); }
    const RecordSelection& operator*() const { return *records; }
  };

  explicit Counter(StorePool& stores) : stores_(stores) {}

  // What a filter finds. `state`: of the store; empty: not known, and nothing is kept. Fails (usage) on a wrong filter.
  Result<Selected> select(const std::string& state, const std::string& filter);
  // Pairs of it: map, dyads and network show the same.
  Result<Pairs> pairs(const std::string& state, const std::string& filter, PartyLevel level);

 private:
  StorePool& stores_;
  MadeOnce<Columns> columns_{1};
  MadeOnce<Selected> selected_{8};
  MadeOnce<Pairs> pairs_{8};
};

}  // namespace kronika
