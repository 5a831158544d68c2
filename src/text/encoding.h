// Encoding: what the encoder network says of each word; read by the tag, parse and name stages.
#pragma once

#include <cstdint>
#include <vector>

namespace kronika {

// Row-major [words x width], values in [-1, 1] rounded to 1/127; row i belongs to Tokens::words[i].
struct Encoding {
  uint32_t width = 0;
  std::vector<int8_t> rows;

  const int8_t* row(uint32_t word) const { return rows.data() + size_t{word} * width; }
};

}  // namespace kronika
