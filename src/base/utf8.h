// UTF-8: checking, decoding, and the one place where byte offsets become code point offsets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/span.h"

namespace kronika {

// The byte at which `text` stops being UTF-8 (RFC 3629: no overlong forms, no surrogates); nothing if it never does.
std::optional<size_t> find_invalid_utf8(std::string_view text);

// The code point that starts at `at`, and where the next one starts. `text` must be valid UTF-8, `at` < text.size().
struct CodePoint {
  char32_t value;
  size_t next;
};
CodePoint decode_utf8(std::string_view text, size_t at);
void append_utf8(std::string& out, char32_t code_point);

// Number of code points in valid UTF-8.
size_t count_code_points(std::string_view text);
// `text` cut to at most `most` code points.
std::string_view first_code_points(std::string_view text, size_t most);

// Lower case of Latin, Greek, Cyrillic, Armenian and Georgian letters; other code points as they are. Fixed for ever:
// model features rest on it, so it does not follow the Unicode version of a library.
char32_t lower_code_point(char32_t c);
bool is_upper_code_point(char32_t c);

// Byte offset → code point offset in one text, O(1) a query after one pass. The text must be valid UTF-8.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  // `byte` <= size of the text, on a code point border.
  uint32_t code_point(uint32_t byte) const;

 private:
  static constexpr uint32_t kStep = 256;
  std::string_view text_;
  bool ascii_;
  std::vector<uint32_t> before_;  // code points before each kStep-th byte
};

}  // namespace kronika
