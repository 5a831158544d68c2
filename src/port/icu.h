// What we use of ICU: character sets, word breaks in scripts without spaces, and folding of names.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

struct CharsetGuess {
  std::string name;    // "windows-1251"
  int confidence = 0;  // 0..100
};
// The likeliest character set of bytes (the first 64 kB of them are looked at).
CharsetGuess guess_charset(std::string_view bytes);
// Bytes of a named character set as UTF-8. Fails (invalid) on an unknown set and on bytes that it does not have.
Result<std::string> convert_to_utf8(std::string_view bytes, const std::string& charset);

// Calls `word(from, to)` for each word of valid UTF-8 text in bytes, by the dictionary of its script (Chinese, Thai,
// ...).
void each_word(std::string_view text, const std::function<void(uint32_t, uint32_t)>& word);

// NFKD, marks dropped, lower case.
std::string fold_marks(std::string_view text);

// Letters, marks and digits of any script.
bool is_letter(char32_t c);
bool is_digit(char32_t c);
// Columns that it takes on a terminal: 0 for marks and what is not seen, 2 for East Asian wide characters, else 1.
int column_width(char32_t c);
// Scripts that are written without spaces between words.
bool is_unspaced(char32_t c);

}  // namespace kronika
