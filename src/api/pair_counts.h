// PairCounts: the pairs of actors and recipients under a filter, counted once for all views that show them: map, dyads
// and network are asked for at the same time, and counting pairs is the most work of all.
#pragma once

#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kronika/store.h"

namespace kronika {

// Safe for concurrent use by multiple threads.
class PairCounts {
 public:
  using Pairs = Result<std::vector<PairCount>>;
  using Shared = std::shared_ptr<const Pairs>;

  // What `count` gives, or gave for the same key; who asks while another counts waits for that. `state`: of the store;
  // when it changes all is forgotten, as are the oldest where there are many. What failed is not kept.
  template <class Count>
  Shared of(const std::string& state, const std::string& key, Count count) {
    std::promise<Shared> promise;
    std::shared_future<Shared> known;
    {
      const std::lock_guard lock(mutex_);
      if (state != state_) kept_.clear();
      state_ = state;
      for (const auto& [name, future] : kept_)
        if (name == key) known = future;
      if (!known.valid()) {
        if (kept_.size() >= kMost) kept_.erase(kept_.begin());
        kept_.emplace_back(key, promise.get_future().share());
      }
    }
    if (known.valid()) return known.get();
    auto made = std::make_shared<const Pairs>(count());
    promise.set_value(made);
    if (!made->ok()) {
      const std::lock_guard lock(mutex_);
      std::erase_if(kept_, [&](const auto& one) { return one.first == key; });
    }
    return made;
  }

 private:
  static constexpr size_t kMost = 6;

  std::mutex mutex_;
  std::string state_;                                                     // guarded by mutex_
  std::vector<std::pair<std::string, std::shared_future<Shared>>> kept_;  // guarded by mutex_
};

}  // namespace kronika
