// Encoding: what the encoder network says of each word; read by the tag, parse and name stages.
#pragma once

#include <cstdint>
#include <vector>

namespace kronika {

// Row-major [words x width]; row i belongs to Tokens::words[i]. Values are dequantised on use by the heads.
struct Encoding {
  uint32_t width = 0;
  std::vector<int8_t> rows;
};

}  // namespace kronika
