#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "nn/linear.h"

namespace kronika {
namespace {

std::vector<int8_t> random_bytes(size_t n, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<int8_t> bytes(n);
  for (int8_t& byte : bytes) byte = static_cast<int8_t>(static_cast<int>(random() % 255) - 127);
  return bytes;
}

TEST(Kernels, MultiplyIsExactInEverySet) {
  for (const auto [n, rows, columns] :
       {std::array<uint32_t, 3>{1, 16, 4}, {5, 32, 64}, {7, 48, 256}, {4, 16, 1024}, {29, 80, 36}}) {
    const std::vector<int8_t> x = random_bytes(size_t{n} * columns, n), w = random_bytes(size_t{rows} * columns, rows);
    const PackedRows packed(w.data(), rows, columns);
    std::vector<int32_t> wanted(size_t{n} * rows, 0), got(wanted.size());
    for (uint32_t i = 0; i < n; ++i)
      for (uint32_t r = 0; r < rows; ++r)
        for (uint32_t k = 0; k < columns; ++k) wanted[i * rows + r] += x[i * columns + k] * w[r * columns + k];
    for (const char* name : kKernelSets)
      if (const Kernels* set = kernel_set(name)) {
        packed.multiply(x.data(), n, got.data(), *set);
        EXPECT_EQ(got, wanted) << name << " " << n << " " << rows << " " << columns;
      }
  }
}

// The same bits whatever the processor: what the promise of determinism rests on.
TEST(Kernels, SetsAgreeBitForBit) {
  constexpr uint32_t kN = 131;
  std::mt19937 random(7);
  const auto floats = [&](float spread) {
    std::vector<float> values(kN);
    for (float& value : values) value = (static_cast<float>(random() % 20001) / 10000.0f - 1.0f) * spread;
    return values;
  };
  const auto u = floats(3), f = floats(6), r = floats(6), vf = floats(1), vr = floats(1), x = floats(1), c = floats(2);
  std::vector<float> first_h, first_c, first_scaled;
  for (const char* name : kKernelSets) {
    const Kernels* set = kernel_set(name);
    if (!set) continue;
    std::vector<float> h(kN), state = c;
    std::vector<int8_t> rounded(kN);
    set->recur(u.data(), f.data(), r.data(), vf.data(), vr.data(), x.data(), kN, state.data(), h.data(),
               rounded.data());
    if (first_h.empty()) first_h = h, first_c = state;
    EXPECT_EQ(h, first_h) << name;
    std::vector<float> scaled(kN);
    std::vector<int32_t> sums(kN);
    for (uint32_t i = 0; i < kN; ++i) sums[i] = static_cast<int32_t>(i * 7919) - 300000;
    set->scale(sums.data(), u.data(), 0.37f, f.data(), kN, scaled.data());
    if (first_scaled.empty()) first_scaled = scaled;
    EXPECT_EQ(scaled, first_scaled) << name;
    EXPECT_EQ(state, first_c) << name;
  }
}

TEST(Kernels, TanhIsNearTheTrueOne) {
  std::vector<float> values;
  for (int i = -1200; i <= 1200; ++i) values.push_back(static_cast<float>(i) / 100.0f);
  std::vector<float> out = values;
  std::vector<int8_t> rounded(out.size());
  kernels().tanh(out.data(), rounded.data(), static_cast<uint32_t>(out.size()));
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(out[i], std::tanh(values[i]), 1e-5) << values[i];
    EXPECT_NEAR(static_cast<float>(rounded[i]) / 127, out[i], 0.5 / 127 + 1e-5);
  }
}

TEST(ModelFile, ReadsWhatItWrites) {
  ModelFile model;
  const std::vector<float> values = {1, -2, 0.5f, 0, 0, 0, 3, 4};
  model.tensors["w"] = quantise(values.data(), 2, 4);
  model.tensors["b"] = Tensor{1, 2, {}, {}, {0.25f, -1}};
  model.strings["names"] = {"a", "", "c"};
  const std::string bytes = model.format();
  const auto read = ModelFile::parse(bytes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read.value().format(), bytes);
  EXPECT_EQ(*read.value().list("names").value(), model.strings["names"]);
  const auto linear = Linear::load(read.value(), "w", "b", 2, 4);
  ASSERT_TRUE(linear);
  std::vector<float> y;
  const int8_t x[] = {127, 0, 0, 127};
  linear.value().apply(x, 1, y);
  EXPECT_NEAR(y[0], 1.25, 0.02);
  EXPECT_NEAR(y[1], 3.0, 0.04);
}

TEST(ModelFile, RefusesEveryBrokenFile) {
  ModelFile model;
  model.tensors["b"] = Tensor{1, 2, {}, {}, {0.25f, -1}};
  const std::string bytes = model.format();
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(ModelFile::parse(bytes.substr(0, size))) << size;
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string broken = bytes;
    broken[at] = static_cast<char>(broken[at] ^ 0x10);
    EXPECT_FALSE(ModelFile::parse(broken)) << at;
  }
  EXPECT_FALSE(ModelFile::parse(bytes).value().tensor("b", 2, 2));
  EXPECT_FALSE(ModelFile::parse(bytes).value().tensor("absent", 0, 0));
}

}  // namespace
}  // namespace kronika
