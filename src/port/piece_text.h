// What tokenizers of BERT see of a code point, by the Unicode tables of ICU.
#pragma once

#include <cstdint>
#include <string>

namespace kronika {

enum class PieceText : uint8_t {
  letter,   // part of a word
  mark,     // punctuation: a word by itself
  space,    // ends a word
  alone,    // a CJK character: a word by itself
  dropped,  // control and format characters
};
PieceText piece_text(char32_t c);
// The letters that `c` is taken apart into (NFD) but for non-spacing marks, in lower case. May be none.
void append_plain_letters(char32_t c, std::u32string& letters);

}  // namespace kronika
