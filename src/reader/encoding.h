// Character sets of input files.
#pragma once

#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

// Are these the bytes of an image, an archive, noise? Looks at control characters in the first 64 kB.
bool is_binary(std::string_view bytes);

// Windows-1251 or -1252 if the letters make one of them sure; else empty, also for UTF-8 with a few broken bytes in it.
std::string detect_charset(std::string_view bytes);

// Bytes of a file as UTF-8 without byte order mark. UTF-8 is kept; UTF-16 needs a byte order mark; other bytes are read
// in the character set that the file declares (may be empty), else in Windows-1251 or -1252 where their letters make
// one of them sure. Fails (invalid) with the first byte that is not UTF-8, and on what is no text.
Result<std::string> decode_text(std::string bytes, const std::string& declared);

}  // namespace kronika
