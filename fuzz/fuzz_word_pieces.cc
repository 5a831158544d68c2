// The splitter into word pieces on any text: spans in order, inside the text and on code point borders.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "stage/judge/word_pieces.h"

using namespace kronika;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

bool on_border(const std::string& text, size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const PieceSplitter splitter = [] {
    // Pieces short enough to meet: letters, some pairs, accents' bases, a mark, a CJK character.
    std::vector<std::string> vocabulary = {"[UNK]", "[CLS]", "[SEP]", ".",   "北", "th",
                                           "##er",  "ing",   "##ing", "##é", "и"};
    for (char c = 'a'; c <= 'z'; ++c) {
      vocabulary.push_back(std::string(1, c));
      if (c < 'q') vocabulary.push_back("##" + std::string(1, c));
    }
    auto made = PieceSplitter::make(vocabulary);
    if (!made) std::abort();
    return std::move(made.value());
  }();
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (find_invalid_utf8(text)) return 0;
  uint32_t before = 0;
  for (const Piece& piece : splitter.split(text)) {
    demand(piece.id < 11 + 26 + 16);
    demand(piece.span.start <= piece.span.end && piece.span.end <= text.size());
    demand(piece.span.start < piece.span.end);
    demand(on_border(text, piece.span.start) && on_border(text, piece.span.end));
    // Pieces of what one character is taken apart into may share it.
    demand(piece.span.start >= before || piece.span.end == before);
    before = piece.span.end;
  }
  return 0;
}
