// The reader of feeds on any bytes.
#include <cstddef>
#include <cstdint>
#include <string>

#include "kronika/article.h"
#include "reader/forms.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto reader = make_feed_reader(ByteSource::of({reinterpret_cast<const char*>(data), size}), "fuzz");
  size_t items = 0;
  while (auto item = reader->next()) {
    if (++items > size + 1) __builtin_trap();  // no feed has more items than bytes
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      if (failure->where.empty() || failure->reason.empty()) __builtin_trap();
      continue;
    }
    if (!Article::make(std::get<ArticleSource>(std::move(*item)))) __builtin_trap();  // all strings are UTF-8
  }
  return 0;
}
