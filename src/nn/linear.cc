#include "nn/linear.h"

#include <algorithm>
#include <cmath>

namespace kronika {

PackedRows::PackedRows(const int8_t* bytes, uint32_t rows, uint32_t columns)
    : blocks_((rows + kBlockRows - 1) / kBlockRows),
      groups_((columns + kGroupColumns - 1) / kGroupColumns),
      packed_(size_t{blocks_} * kBlockRows * groups_ * kGroupColumns, 0),
      sums_(size_t{blocks_} * kBlockRows, 0) {
  for (uint32_t row = 0; row < rows; ++row)
    for (uint32_t column = 0; column < columns; ++column) {
      const int8_t byte = bytes[size_t{row} * columns + column];
      const size_t block = row / kBlockRows, group = column / kGroupColumns;
      packed_[(block * groups_ + group) * kBlockRows * kGroupColumns + row % kBlockRows * kGroupColumns +
              column % kGroupColumns] = byte;
      sums_[row] += byte;
    }
}

Result<Linear> Linear::load(const ModelFile& model, const std::string& weights, const std::string& bias, uint32_t rows,
                            uint32_t columns) {
  const auto tensor = model.tensor(weights, rows, columns);
  if (!tensor) return tensor.error();
  const Tensor& w = *tensor.value();
  if (w.bytes.empty() || w.columns % kGroupColumns != 0)
    return Error{ErrorKind::invalid,
                 "the tensor " + weights + " of the model is not one of bytes, or not a multiple of 4 wide"};
  Linear linear;
  linear.rows_ = w.rows;
  linear.columns_ = w.columns;
  linear.packed_ = PackedRows(w.bytes.data(), w.rows, w.columns);
  linear.scales_ = w.scales;
  linear.bias_.assign(w.rows, 0.0f);
  if (!bias.empty()) {
    const auto b = model.tensor(bias, 1, w.rows);
    if (!b) return b.error();
    if (b.value()->floats.empty())
      return Error{ErrorKind::invalid, "the tensor " + bias + " of the model is not one of floats"};
    linear.bias_ = b.value()->floats;
  }
  return linear;
}

template <class Scale>
void Linear::run(const int8_t* x, Scale scale, uint32_t n, std::vector<float>& y) const {
  // Pieces that stay in the cache between the product and its scaling.
  constexpr uint32_t kPiece = 48;
  const uint32_t padded = packed_.padded_rows();
  std::vector<int32_t> sums(size_t{std::min(n, kPiece)} * padded);
  y.resize(size_t{n} * rows_);
  for (uint32_t from = 0; from < n; from += kPiece) {
    const uint32_t count = std::min(kPiece, n - from);
    packed_.multiply(x + size_t{from} * columns_, count, sums.data());
    for (uint32_t i = 0; i < count; ++i) {
      const int32_t* sum = sums.data() + size_t{i} * padded;
      kernels().scale(sum, scales_.data(), scale(from + i), bias_.data(), rows_, y.data() + size_t{from + i} * rows_);
    }
  }
}

void Linear::apply(const int8_t* x, const float* scales, uint32_t n, std::vector<float>& y) const {
  run(
      x, [scales](uint32_t i) { return scales[i]; }, n, y);
}

void Linear::apply(const int8_t* x, uint32_t n, std::vector<float>& y) const {
  run(
      x, [](uint32_t) { return kUnitScale; }, n, y);
}

void Linear::best(const int8_t* x, uint32_t n, std::vector<uint32_t>& columns) const {
  std::vector<float> y;
  apply(x, n, y);
  columns.resize(n);
  for (uint32_t i = 0; i < n; ++i) {
    const float* row = y.data() + size_t{i} * rows_;
    columns[i] = static_cast<uint32_t>(std::max_element(row, row + rows_) - row);
  }
}

float quantise_row(const float* values, uint32_t n, int8_t* bytes) {
  float top = 0;
  for (uint32_t i = 0; i < n; ++i) top = std::max(top, std::fabs(values[i]));
  const float up = top > 0 ? 127.0f / top : 0.0f;
  for (uint32_t i = 0; i < n; ++i) bytes[i] = static_cast<int8_t>(static_cast<int>(values[i] * up + 128.5f) - 128);
  return top / 127.0f;
}

}  // namespace kronika
