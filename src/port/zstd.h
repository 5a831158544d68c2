// Zstandard: compression of texts (libzstd behind it).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

// One frame that holds its own size. Safe to call from many threads.
std::string compress(std::string_view bytes);
// Fails (invalid) on anything that is not one whole frame, and on one that says it is larger than `most` bytes.
Result<std::string> decompress(std::string_view frame, size_t most = size_t{1} << 31);

}  // namespace kronika
