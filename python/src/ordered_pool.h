// OrderedPool: work on other threads, results in the order in which the work was given.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace kronika::python {

// Unlike ordered_parallel (src/base), it is asked for results one by one and calls nobody: the one who asks decides how
// much is under way. `give` and `take` are called by one thread at a time.
template <class In, class Out>
class OrderedPool {
 public:
  // `work` is called by many threads at once and must not throw.
  OrderedPool(unsigned threads, std::function<Out(In)> work) : work_(std::move(work)) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  ~OrderedPool() { close(); }

  void give(In in) {
    auto slot = std::make_shared<Slot>();
    slot->in = std::move(in);
    const std::lock_guard lock(mutex_);
    slots_.push_back(slot);
    queue_.push_back(std::move(slot));
    work_there_.notify_one();
  }

  // The result of what was given first, if it is there within `wait`. Something must be under way.
  std::optional<Out> take(std::chrono::milliseconds wait) {
    std::unique_lock lock(mutex_);
    Slot& first = *slots_.front();
    result_there_.wait_for(lock, wait, [&] { return first.out.has_value(); });
    if (!first.out) return std::nullopt;
    std::optional<Out> out = std::move(first.out);
    slots_.pop_front();
    return out;
  }

  // What was given and not taken.
  size_t under_way() const {
    const std::lock_guard lock(mutex_);
    return slots_.size();
  }

  // Gives up what no thread has begun, and waits for the rest. May be called again.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
      queue_.clear();
      work_there_.notify_all();
    }
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  struct Slot {
    In in;
    std::optional<Out> out;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      work_there_.wait(lock, [&] { return closed_ || !queue_.empty(); });
      if (closed_) return;
      const std::shared_ptr<Slot> slot = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      Out out = work_(std::move(slot->in));
      lock.lock();
      slot->out = std::move(out);
      if (slot == slots_.front()) result_there_.notify_one();
    }
  }

  std::function<Out(In)> work_;
  mutable std::mutex mutex_;
  std::condition_variable work_there_, result_there_;
  std::deque<std::shared_ptr<Slot>> slots_, queue_;  // in order: not taken yet; not begun yet
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kronika::python
