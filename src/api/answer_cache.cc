#include "api/answer_cache.h"

namespace kronika {

size_t AnswerCache::size_of(const Kept& kept) {
  constexpr size_t kOverhead = 1000;  // of headers, key and lists
  return kept.asked.size() + (kept.answer->body ? kept.answer->body->size() : 0) + kOverhead;
}

void AnswerCache::go_to(const std::string& state) {
  if (state == state_) return;
  state_ = state;
  kept_.clear();
  at_.clear();
  bytes_ = 0;
}

std::shared_ptr<const HttpResponse> AnswerCache::find(const std::string& state, const std::string& asked) {
  const std::lock_guard lock(mutex_);
  go_to(state);
  const auto found = at_.find(asked);
  if (found == at_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found->second);
  return found->second->answer;
}

void AnswerCache::keep(const std::string& state, const std::string& asked, std::shared_ptr<const HttpResponse> answer) {
  const std::lock_guard lock(mutex_);
  if (state != state_) return;  // the store has changed since the question
  Kept kept{asked, std::move(answer)};
  const size_t size = size_of(kept);
  if (size > most_ / 8 || at_.contains(asked)) return;
  while (bytes_ + size > most_ && !kept_.empty()) {
    bytes_ -= size_of(kept_.back());
    at_.erase(kept_.back().asked);
    kept_.pop_back();
  }
  kept_.push_front(std::move(kept));
  at_[asked] = kept_.begin();
  bytes_ += size;
}

size_t AnswerCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace kronika
