// The reader of archives on any bytes, as they are and, where the first byte is odd, as gzip members.
#include <cstddef>
#include <cstdint>
#include <string>

#include "kronika/article.h"
#include "reader/forms.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  auto source = ByteSource::of({reinterpret_cast<const char*>(data) + 1, size - 1});
  if (data[0] & 1) source = ByteSource::inflated(std::move(source));
  const auto reader = make_warc_reader(std::move(source), "fuzz");
  size_t items = 0;
  while (auto item = reader->next()) {
    // A thousand bytes may come of one that is packed.
    if (++items > 1100 * (size + 1)) __builtin_trap();
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      if (failure->where.empty() || failure->reason.empty()) __builtin_trap();
      continue;
    }
    if (!Article::make(std::get<ArticleSource>(std::move(*item)))) __builtin_trap();  // all strings are UTF-8
  }
  return 0;
}
