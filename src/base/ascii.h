// Letters of ASCII, for comparisons with our own word lists.
#pragma once

#include <string>
#include <string_view>

namespace kronika {

// A to Z made small; other bytes as they are.
inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

}  // namespace kronika
