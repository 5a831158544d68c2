// The tokenizer on any text: words and sentences must keep what text/tokens.h promises.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/utf8.h"
#include "stage/tokenize/tokenize.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::unique_ptr<const Tokenizer> tokenizer = [] {
    auto loaded = Tokenizer::load(KRONIKA_SOURCE_DIR "/data/language");
    if (!loaded) __builtin_trap();
    return std::move(loaded).value();
  }();
  std::string text(reinterpret_cast<const char*>(data), size);
  // Bytes that are not UTF-8 never reach a stage: cut there.
  if (const auto bad = find_invalid_utf8(text)) text.resize(*bad);
  const std::string title = size > 0 && data[0] % 4 == 0 ? text.substr(0, text.find('\n')) : "";
  const auto article = Article::make({"", title, text, {}, "", ""});
  if (!article) return 0;
  const Tokens tokens = tokenizer->tokenize(article.value());
  const std::string_view buffer = article.value().buffer();
  const auto border = [&](uint32_t at) {
    return at == buffer.size() || (static_cast<unsigned char>(buffer[at]) & 0xC0) != 0x80;
  };
  uint32_t end = 0, next = 0;
  for (const Word& word : tokens.words) {
    if (word.span.start < end || word.span.empty() || word.span.end > buffer.size()) __builtin_trap();
    if (!border(word.span.start) || !border(word.span.end)) __builtin_trap();
    end = word.span.end;
  }
  for (const Sentence& sentence : tokens.sentences) {
    if (sentence.first != next || sentence.size() == 0 || sentence.size() > Tokenizer::kMostWords) __builtin_trap();
    next = sentence.last;
  }
  if (next != tokens.size()) __builtin_trap();
  return 0;
}
