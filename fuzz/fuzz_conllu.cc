// The CoNLL-U reader on any bytes: no crash, layers that fit each other, and what is written can be read again.
#include <cstddef>
#include <cstdint>
#include <string>

#include "kronika/article.h"
#include "text/conllu.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto read = parse_conllu(bytes, size % 2 == 0);
  if (!read) {
    if (read.error().message.empty()) __builtin_trap();
    return 0;
  }
  const Annotated& given = read.value();
  const size_t words = given.tokens.size();
  if (given.tags.upos.size() != words || given.trees.head.size() != words) __builtin_trap();
  for (const uint32_t head : given.trees.head)
    if (head >= words) __builtin_trap();
  for (const Word& word : given.tokens.words)
    if (word.span.start > word.span.end || word.span.end > given.text.size()) __builtin_trap();
  const auto article = Article::make({"", "", given.text, {}, "", ""});
  if (!article) __builtin_trap();  // what was read is UTF-8
  if (!parse_conllu(format_conllu(article.value(), given.tokens, given.tags, given.trees), true)) __builtin_trap();
  return 0;
}
