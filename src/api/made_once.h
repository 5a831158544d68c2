// MadeOnce: results by what they are of, each made once for all who ask for it, also at the same time.
#pragma once

#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// Safe for concurrent use by multiple threads.
template <class Value>
class MadeOnce {
 public:
  using Shared = std::shared_ptr<const Result<Value>>;

  explicit MadeOnce(size_t most) : most_(most) {}

  // What `make` gives, or gave for the same key; who asks while another makes it waits for that. `state`: of the store;
  // when it changes all is forgotten, as are the oldest where there are more than `most`. What failed is not kept.
  template <class Make>
  Shared of(const std::string& state, const std::string& key, Make make) {
    std::promise<Shared> promise;
    std::shared_future<Shared> known;
    {
      const std::lock_guard lock(mutex_);
      if (state != state_) kept_.clear();
      state_ = state;
      for (const auto& [name, future] : kept_)
        if (name == key) known = future;
      if (!known.valid()) {
        if (kept_.size() >= most_) kept_.erase(kept_.begin());
        kept_.emplace_back(key, promise.get_future().share());
      }
    }
    if (known.valid()) return known.get();
    auto made = std::make_shared<const Result<Value>>(make());
    promise.set_value(made);
    if (!made->ok()) {
      const std::lock_guard lock(mutex_);
      std::erase_if(kept_, [&](const auto& one) { return one.first == key; });
    }
    return made;
  }

 private:
  const size_t most_;
  std::mutex mutex_;
  std::string state_;                                                     // guarded by mutex_
  std::vector<std::pair<std::string, std::shared_future<Shared>>> kept_;  // guarded by mutex_
};

}  // namespace kronika
