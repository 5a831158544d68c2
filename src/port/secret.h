// Secrets: made by the system's random numbers, compared without telling how far they agree (OpenSSL behind it).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kronika {

// So many random bytes as hexadecimal digits; empty if the system gives none.
std::string random_hex(size_t bytes);
// Takes the same time wherever the two differ; only the length may show.
bool same_secret(std::string_view one, std::string_view other);

}  // namespace kronika
