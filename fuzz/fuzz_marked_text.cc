// Lines of `kronika relate`: any bytes give a text whose marks lie in it, or an error.
#include <cstddef>
#include <cstdint>

#include "base/utf8.h"
#include "port/marked_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = kronika::read_marked_text({reinterpret_cast<const char*>(data), size});
  if (!text) return 0;
  if (kronika::find_invalid_utf8(text.value().text)) __builtin_trap();
  for (const auto* side : {&text.value().source, &text.value().target})
    for (const kronika::Span span : *side)
      if (span.start >= span.end || span.end > text.value().text.size()) __builtin_trap();
  return 0;
}
