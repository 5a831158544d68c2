// A hidden layer with tanh: what each head of a network begins with.
#pragma once

#include <string>
#include <vector>

#include "nn/linear.h"

namespace kronika {

// Rows of tanh(linear(x)), rounded to 1/127, in pieces of at most `kRows` rows of x.
class Hidden {
 public:
  static constexpr uint32_t kRows = 256;
  static Result<Hidden> load(const ModelFile& model, const std::string& name, uint32_t columns) {
    auto linear = Linear::load(model, name + ".w", name + ".b", 0, columns);
    if (!linear) return linear.error();
    Hidden hidden;
    hidden.linear_ = std::move(linear.value());
    return hidden;
  }
  uint32_t width() const { return linear_.rows(); }
  uint32_t columns() const { return linear_.columns(); }
  void apply(const int8_t* x, uint32_t n, std::vector<int8_t>& rounded) const {
    std::vector<float> values;
    linear_.apply(x, n, values);
    rounded.resize(values.size());
    kernels().tanh(values.data(), rounded.data(), static_cast<uint32_t>(values.size()));
  }

 private:
  Linear linear_;
};

}  // namespace kronika
