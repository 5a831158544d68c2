// SHA-256 (OpenSSL behind it).
#pragma once

#include <string>
#include <string_view>

namespace kronika {

// 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace kronika
