// A dense layer whose inputs are rounded to 7 bits a row: exact integer sums that every processor makes fast.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "nn/kernels.h"
#include "nn/model_file.h"

namespace kronika {

// Wider ones could overflow sums of 32 bits.
constexpr uint32_t kMostColumns = 65536;

// Rows rounded for `Dense`; grows, and is used again.
struct RoundedBuffer {
  std::vector<uint8_t> bytes;
  std::vector<float> scales;
  std::vector<int32_t> zeros;
  void resize(size_t n, size_t columns);
  RoundedRows rows(uint32_t n) const { return {bytes.data(), scales.data(), zeros.data(), n}; }
};

// y = x w' + b. Immutable; safe for concurrent use.
class Dense {
 public:
  Dense() = default;
  // Tensors `name`.w [rows x columns] of bytes and `name`.b [1 x rows]; rows a multiple of 16, columns of 8.
  static Result<Dense> load(const ModelFile& model, const std::string& name, uint32_t rows, uint32_t columns);
  // `bytes` is row-major.
  Dense(const int8_t* bytes, const float* scales, const float* bias, uint32_t rows, uint32_t columns);
  uint32_t rows() const { return static_cast<uint32_t>(sums_.size()); }
  uint32_t columns() const { return octets_ * kOctetColumns; }

  // y[x.n x rows()]
  void apply(const RoundedRows& x, float* y, const Kernels& set = kernels()) const;

 private:
  uint32_t octets_ = 0;
  std::vector<int8_t> bytes_;
  std::vector<uint16_t> order_;
  std::vector<uint32_t> narrow_;
  std::vector<int32_t> sums_;
  std::vector<float> scales_, bias_;
};

}  // namespace kronika
