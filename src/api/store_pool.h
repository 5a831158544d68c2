// StorePool: stores opened to be read, each lent to one request at a time. A store whose connection was lost is opened
// anew when it is needed next.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "kronika/store.h"

namespace kronika {

using OpenAgain = std::function<Result<std::unique_ptr<Store>>(StoreAccess)>;

// Where that fails the old one stays, which says why when it is asked.
inline void revive(std::unique_ptr<Store>& store, StoreAccess access, const OpenAgain& open_again) {
  if (!open_again || !store->lost()) return;
  if (auto again = open_again(access)) store = std::move(again).value();
}

// Safe for concurrent use by multiple threads.
class StorePool {
 public:
  StorePool(std::vector<std::unique_ptr<Store>> stores, OpenAgain open_again)
      : open_again_(std::move(open_again)), free_(std::move(stores)) {}

  class Lease {
   public:
    Lease(StorePool& pool, std::unique_ptr<Store> store) : pool_(pool), store_(std::move(store)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(store_)); }
    Store& operator*() { return *store_; }

   private:
    StorePool& pool_;
    std::unique_ptr<Store> store_;
  };
  // Waits until one is free.
  Lease lend() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !free_.empty(); });
    std::unique_ptr<Store> store = std::move(free_.back());
    free_.pop_back();
    lock.unlock();
    revive(store, StoreAccess::read, open_again_);
    return Lease(*this, std::move(store));
  }
  // Whether the next one to be lent must be opened anew.
  bool lost() {
    const std::lock_guard lock(mutex_);
    return open_again_ && !free_.empty() && free_.back()->lost();
  }

 private:
  void give_back(std::unique_ptr<Store> store) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(store));
    }
    changed_.notify_one();
  }

  const OpenAgain open_again_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Store>> free_;  // guarded by mutex_
};

}  // namespace kronika
