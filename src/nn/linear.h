// A dense layer with int8 weights and exact integer sums.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "nn/kernels.h"
#include "nn/model_file.h"

namespace kronika {

// Scale of activations that are rounded to 1/127 (outputs of tanh).
constexpr float kUnitScale = 1.0f / 127.0f;

// Rows of int8 weights laid out for Kernels::multiply. Immutable; safe for concurrent use.
class PackedRows {
 public:
  PackedRows() = default;
  // `bytes` is row-major [rows x columns].
  PackedRows(const int8_t* bytes, uint32_t rows, uint32_t columns);
  uint32_t padded_rows() const { return blocks_ * kBlockRows; }
  uint32_t padded_columns() const { return groups_ * kGroupColumns; }
  // out[n x padded_rows()] = x[n x padded_columns()] * weights'
  void multiply(const int8_t* x, uint32_t n, int32_t* out, const Kernels& set = kernels()) const {
    set.multiply(x, n, groups_, packed_.data(), sums_.data(), blocks_, out);
  }

 private:
  uint32_t blocks_ = 0, groups_ = 0;
  std::vector<int8_t> packed_;
  std::vector<int32_t> sums_;
};

// y = x w' + b. Immutable; safe for concurrent use.
class Linear {
 public:
  Linear() = default;
  // Tensors `weights` [rows x columns] and, unless empty, `bias` [1 x rows]. 0 rows: as many as there are. `columns`
  // must be a multiple of 4.
  static Result<Linear> load(const ModelFile& model, const std::string& weights, const std::string& bias, uint32_t rows,
                             uint32_t columns);
  uint32_t rows() const { return rows_; }
  uint32_t columns() const { return columns_; }

  // y[n x rows()] for x[n x columns()]; `scales`: one a row of x.
  void apply(const int8_t* x, const float* scales, uint32_t n, std::vector<float>& y) const;
  // The same where x is rounded to 1/127.
  void apply(const int8_t* x, uint32_t n, std::vector<float>& y) const;
  // Column of the largest y of each row; the first of equals.
  void best(const int8_t* x, uint32_t n, std::vector<uint32_t>& columns) const;

 private:
  template <class Scale>
  void run(const int8_t* x, Scale scale, uint32_t n, std::vector<float>& y) const;
  uint32_t rows_ = 0, columns_ = 0;
  PackedRows packed_;
  std::vector<float> scales_, bias_;
};

// Rounds a row of floats to int8; returns its scale.
float quantise_row(const float* values, uint32_t n, int8_t* bytes);

}  // namespace kronika
