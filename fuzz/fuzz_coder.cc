// The whole coder on any text: no crash, and every span of a record inside its article.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/utf8.h"
#include "kronika/coder.h"

using namespace kronika;

static const Coder& the_coder() {
  static const std::unique_ptr<const Coder> coder = [] {
    auto loaded = Coder::load(KRONIKA_SOURCE_DIR "/data", {"fast", ""});
    if (!loaded) __builtin_trap();
    return std::move(loaded).value();
  }();
  return *coder;
}

// Loading is slow under sanitizers, and is not to count as the time of the first input.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  the_coder();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Coder& coder = the_coder();
  std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto bad = find_invalid_utf8(text)) text.resize(*bad);
  const auto article = Article::make({"", "", text, Day{2021, 6, 29}, "", ""});
  if (!article) return 0;
  const auto inside = [&](Span span) {
    if (span.start > span.end || span.end > article.value().buffer().size()) __builtin_trap();
  };
  for (const Record& record : coder.code(article.value()).records) {
    inside(record.words);
    inside(record.sentence);
    for (const auto* side : {&record.actor, &record.recipient})
      for (const Party& party : *side) inside(party.words);
    if (record.attribution) inside(record.attribution->words);
    for (const Reason& reason : record.why)
      for (const Span span : reason.words) inside(span);
  }
  return 0;
}
