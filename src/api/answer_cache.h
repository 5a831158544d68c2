// AnswerCache: finished answers by what was asked, for one state of the store.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "port/http.h"

namespace kronika {

// Safe for concurrent use by multiple threads. Holds at most so many bytes of bodies; those not asked for longest go.
class AnswerCache {
 public:
  explicit AnswerCache(size_t most_bytes) : most_(most_bytes) {}

  // Null: it is not there. All answers of another state are forgotten.
  std::shared_ptr<const HttpResponse> find(const std::string& state, const std::string& asked);
  void keep(const std::string& state, const std::string& asked, std::shared_ptr<const HttpResponse> answer);
  size_t bytes() const;

 private:
  struct Kept {
    std::string asked;
    std::shared_ptr<const HttpResponse> answer;
  };
  void go_to(const std::string& state);  // with mutex_ held
  static size_t size_of(const Kept& kept);

  size_t most_;
  mutable std::mutex mutex_;
  std::string state_;                                              // the rest is guarded by mutex_
  std::list<Kept> kept_;                                           // the last asked for first
  std::unordered_map<std::string, std::list<Kept>::iterator> at_;  // by what was asked
  size_t bytes_ = 0;
};

}  // namespace kronika
