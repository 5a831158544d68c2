// ordered_parallel: many workers, results in the order of the input, bounded memory.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace kronika {

// Calls `next()` (std::optional<In>) until it gives nothing, `work(In)` on `threads` threads, and `emit(Out)` in the
// order of the input. `next` and `emit` are each called by one thread at a time. At most 8 results a thread wait for
// an earlier one. `work` must not throw.
template <class In, class Next, class Work, class Emit>
void ordered_parallel(unsigned threads, Next next, Work work, Emit emit) {
  using Out = decltype(work(std::declval<In>()));
  if (threads <= 1) {
    while (std::optional<In> in = next()) emit(work(std::move(*in)));
    return;
  }
  std::mutex in_mutex, out_mutex;
  std::condition_variable out_changed;
  uint64_t taken = 0;               // guarded by in_mutex
  uint64_t emitted = 0;             // guarded by out_mutex
  std::map<uint64_t, Out> waiting;  // guarded by out_mutex
  const size_t most_waiting = size_t{threads} * 8;

  const auto worker = [&] {
    while (true) {
      std::optional<In> in;
      uint64_t number = 0;
      {
        const std::lock_guard lock(in_mutex);
        in = next();
        if (!in) return;
        number = taken++;
      }
      Out out = work(std::move(*in));
      std::unique_lock lock(out_mutex);
      // The worker whose turn it is never waits, so the others always go on.
      out_changed.wait(lock, [&] { return number == emitted || waiting.size() < most_waiting; });
      waiting.emplace(number, std::move(out));
      while (!waiting.empty() && waiting.begin()->first == emitted) {
        emit(std::move(waiting.begin()->second));
        waiting.erase(waiting.begin());
        ++emitted;
      }
      out_changed.notify_all();
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 0; i < threads; ++i) pool.emplace_back(worker);
  for (std::thread& thread : pool) thread.join();
}

}  // namespace kronika
