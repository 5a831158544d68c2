// The packed records of a store on any bytes: no crash, and what is read is written again as it was meant.
#include <cstddef>
#include <cstdint>
#include <string>

#include "store/coded_form.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kArticle = 1000;
  const auto read = unpack_coded(std::string(reinterpret_cast<const char*>(data), size), kArticle);
  if (!read) return 0;
  for (const Record& record : read.value().records)
    if (record.words.start > record.words.end || record.words.end > kArticle) __builtin_trap();
  const std::string packed = pack_coded(read.value());
  const auto again = unpack_coded(packed, kArticle);
  if (!again || pack_coded(again.value()) != packed) __builtin_trap();
  return 0;
}
