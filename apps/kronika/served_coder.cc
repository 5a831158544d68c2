#include "served_coder.h"

#include <thread>

#include "coder/store_names.h"

namespace kronika::app {

ServedCoder::ServedCoder(CoderChoice choice) {
  std::promise<Result<const Coder*>> promise;
  coder_ = promise.get_future().share();
  // Left to itself: the program may end before it is done.
  std::thread([promise = std::move(promise), held = std::make_shared<CoderChoice>(std::move(choice))]() mutable {
    Result<const Coder*> coder = load_coder(*held);
    static std::shared_ptr<CoderChoice> kept;  // lives as long as the program, as CoderChoice says
    kept = std::move(held);
    promise.set_value(std::move(coder));
  }).detach();
}

Result<CodedArticle> ServedCoder::code(const Article& article) {
  const Result<const Coder*>& coder = coder_.get();
  if (!coder) return coder.error();
  return coder.value()->code(article);
}

Result<CoderInfo> ServedCoder::info() {
  const Result<const Coder*>& coder = coder_.get();
  if (!coder) return coder.error();
  return coder.value()->info();
}

Result<StoreNames> ServedCoder::names() {
  const Result<const Coder*>& coder = coder_.get();
  if (!coder) return coder.error();
  return store_names(coder.value()->pipeline());
}

}  // namespace kronika::app
