// The readers on any bytes: the first byte says which form, the rest is the file.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/utf8.h"
#include "kronika/article.h"
#include "reader/encoding.h"
#include "reader/forms.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::unique_ptr<ByteSource> source = ByteSource::of(bytes);
  std::unique_ptr<Reader> reader;
  switch (data[0] % 5) {
    case 0:
      reader = make_text_reader(std::move(source), "fuzz");
      break;
    case 1:
      reader = make_html_reader(std::move(source), "fuzz");
      break;
    case 2:
      reader = make_jsonl_reader(std::move(source), "fuzz");
      break;
    default: {
      auto csv = make_csv_reader(std::move(source), "fuzz", data[0] % 5 == 3 ? ',' : '\t', {});
      if (!csv) return 0;
      reader = std::move(csv).value();
    }
  }
  size_t items = 0;
  while (auto item = reader->next()) {
    if (++items > size + 1) __builtin_trap();  // no form gives more documents than bytes
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      if (failure->where.empty() || failure->reason.empty()) __builtin_trap();
      continue;
    }
    auto& document = std::get<ArticleSource>(*item);
    // Plain text in UTF-8 comes out as it went in.
    if (data[0] % 5 == 0 && !find_invalid_utf8(bytes) && !bytes.starts_with("\xEF\xBB\xBF") && document.text != bytes)
      __builtin_trap();
    if (!Article::make(std::move(document))) __builtin_trap();  // all strings are UTF-8
  }
  return 0;
}
