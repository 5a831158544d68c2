// The filter language on any text: no crash, a filter or a message that says where and what.
#include <cstddef>
#include <cstdint>
#include <string>

#include "query/filter.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const FixedVocabulary kNames({{"event", {"PROTEST", "COERCE"}},
                                       {"mode", {"arrest"}},
                                       {"context", {"military"}},
                                       {"sector", {"GOV", "MIL"}},
                                       {"country", {"RUS", "UKR"}},
                                       {"entity", {"nikolai-patrushev"}},
                                       {"publisher", {"The Daily Star"}}});
  const auto filter = parse_filter(std::string(reinterpret_cast<const char*>(data), size), kNames);
  if (!filter && (filter.error().kind != ErrorKind::usage || filter.error().message.empty())) __builtin_trap();
  return 0;
}
