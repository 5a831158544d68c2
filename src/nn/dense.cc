#include "nn/dense.h"

#include <algorithm>

namespace kronika {
namespace {

// Whether an octet of a row's weights is narrow, as kernels.h says it.
bool is_narrow(const int8_t* octet) {
  for (const uint32_t first : {0u, 2u}) {
    int32_t up = 0, down = 0;
    for (const uint32_t k : {first, first + 1, first + 4, first + 5})
      (octet[k] > 0 ? up : down) += octet[k] * kRoundedTop;
    if (up > INT16_MAX || down < INT16_MIN) return false;
  }
  return true;
}

}  // namespace

void RoundedBuffer::resize(size_t n, size_t columns) {
  bytes.resize(n * columns);
  scales.resize(n);
  zeros.resize(n);
}

Dense::Dense(const int8_t* bytes, const float* scales, const float* bias, uint32_t rows, uint32_t columns)
    : octets_(columns / kOctetColumns), sums_(rows), scales_(scales, scales + rows), bias_(bias, bias + rows) {
  bytes_.reserve(size_t{rows} * columns);
  for (uint32_t block = 0; block < rows; block += kBlockRows) {
    const int8_t* from = bytes + size_t{block} * columns;
    std::vector<uint16_t> order(octets_);
    for (uint32_t octet = 0; octet < octets_; ++octet) order[octet] = static_cast<uint16_t>(octet);
    const auto wide = std::stable_partition(order.begin(), order.end(), [&](uint16_t octet) {
      for (uint32_t row = 0; row < kBlockRows; ++row)
        if (!is_narrow(from + size_t{row} * columns + octet * kOctetColumns)) return false;
      return true;
    });
    narrow_.push_back(static_cast<uint32_t>(wide - order.begin()));
    for (const uint16_t octet : order)
      for (uint32_t quad = 0; quad < 2; ++quad)
        for (uint32_t row = 0; row < kBlockRows; ++row) {
          const int8_t* four = from + size_t{row} * columns + octet * kOctetColumns + quad * 4;
          bytes_.insert(bytes_.end(), four, four + 4);
        }
    order_.insert(order_.end(), order.begin(), order.end());
    for (uint32_t row = 0; row < kBlockRows; ++row)
      for (uint32_t k = 0; k < columns; ++k) sums_[block + row] += from[size_t{row} * columns + k];
  }
}

Result<Dense> Dense::load(const ModelFile& model, const std::string& name, uint32_t rows, uint32_t columns) {
  const auto weights = model.tensor(name + ".w", rows, columns);
  if (!weights) return weights.error();
  const Tensor& w = *weights.value();
  if (w.bytes.empty() || w.rows % kBlockRows != 0 || w.columns % kOctetColumns != 0 || w.columns > kMostColumns)
    return Error{ErrorKind::invalid,
                 "the tensor " + name + ".w of the model is not one of bytes with a multiple of 16 rows and 8 columns"};
  const auto bias = model.tensor(name + ".b", 1, w.rows);
  if (!bias) return bias.error();
  if (bias.value()->floats.empty())
    return Error{ErrorKind::invalid, "the tensor " + name + ".b of the model is not one of floats"};
  return Dense(w.bytes.data(), w.scales.data(), bias.value()->floats.data(), w.rows, w.columns);
}

void Dense::apply(const RoundedRows& x, float* y, const Kernels& set) const {
  set.dense(x,
            {bytes_.data(), order_.data(), narrow_.data(), sums_.data(), scales_.data(), bias_.data(),
             rows() / kBlockRows, octets_},
            y);
}

}  // namespace kronika
