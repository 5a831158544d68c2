// Compression for transport (zlib behind it); src/port/inflate.h reads it.
#pragma once

#include <string>
#include <string_view>

namespace kronika {

// One gzip member, the same bytes for the same input. Safe to call from many threads.
std::string gzip(std::string_view bytes);

}  // namespace kronika
