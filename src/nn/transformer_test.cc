#include "nn/transformer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace kronika {
namespace {

// Small whole numbers of thousandths: the same on every machine.
std::vector<float> random_floats(size_t n, float spread, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<float> values(n);
  for (float& value : values) value = (static_cast<float>(random() % 2001) / 1000.0f - 1.0f) * spread;
  return values;
}

std::vector<int8_t> random_bytes(size_t n, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<int8_t> bytes(n);
  for (int8_t& byte : bytes) byte = static_cast<int8_t>(static_cast<int>(random() % 255) - 127);
  return bytes;
}

// The value of a rounded byte.
float value_of(const RoundedBuffer& x, size_t row, size_t columns, size_t k) {
  return static_cast<float>(x.bytes[row * columns + k] - x.zeros[row]) * x.scales[row];
}

TEST(Dense, IsExactInEverySet) {
  for (const auto [n, rows, columns, top] :
       // The largest weights leave no octet narrow, small ones all.
       {std::array<uint32_t, 4>{1, 16, 8, 127},
        {3, 32, 64, 127},
        {5, 48, 384, 20},
        {26, 16, 1536, 64},
        {13, 64, 40, 127}}) {
    std::vector<int8_t> w = random_bytes(size_t{rows} * columns, rows);
    for (size_t i = 0; i < w.size(); ++i)
      w[i] = static_cast<int8_t>(i % 7 == 0 ? w[i] : w[i] % static_cast<int>(top + 1));
    for (size_t i = 0; i < columns; ++i) w[i] = 127, w[columns + i] = -128;
    const std::vector<float> scales = random_floats(rows, 0.01f, 1), bias = random_floats(rows, 1, 2);
    const Dense dense(w.data(), scales.data(), bias.data(), rows, columns);
    RoundedBuffer x;
    x.resize(n, columns);
    for (size_t i = 0; i < x.bytes.size(); ++i)
      x.bytes[i] = i < columns ? kRoundedTop : static_cast<uint8_t>(i * 37 % 128);
    for (uint32_t i = 0; i < n; ++i)
      x.scales[i] = 0.01f * static_cast<float>(i + 1), x.zeros[i] = static_cast<int32_t>(i * 11 % 128);
    std::vector<float> wanted(size_t{n} * rows), got(wanted.size());
    for (uint32_t i = 0; i < n; ++i)
      for (uint32_t r = 0; r < rows; ++r) {
        int32_t sum = 0;
        for (uint32_t k = 0; k < columns; ++k) sum += (x.bytes[i * columns + k] - x.zeros[i]) * w[r * columns + k];
        wanted[i * rows + r] = static_cast<float>(sum) * (scales[r] * x.scales[i]) + bias[r];
      }
    for (const char* name : kKernelSets)
      if (const Kernels* set = kernel_set(name)) {
        dense.apply(x.rows(n), got.data(), *set);
        EXPECT_EQ(got, wanted) << name << " " << n << " " << rows << " " << columns;
      }
  }
}

TEST(Kernels, RoundsWithinHalfAStep) {
  for (const char* name : kKernelSets) {
    const Kernels* set = kernel_set(name);
    if (!set) continue;
    for (const float shift : {0.0f, 0.9f, -3.0f, 3.0f}) {
      std::vector<float> values = random_floats(80, 1, 5);
      for (float& value : values) value += shift;
      RoundedBuffer x;
      x.resize(1, values.size());
      set->round(values.data(), 80, x.bytes.data(), x.scales.data(), x.zeros.data());
      for (size_t k = 0; k < values.size(); ++k) {
        EXPECT_LE(x.bytes[k], kRoundedTop);
        EXPECT_NEAR(value_of(x, 0, values.size(), k), values[k], x.scales[0] * 1.001f) << name << " " << shift;
      }
    }
    const std::vector<float> nothing(32, 0.0f);
    RoundedBuffer x;
    x.resize(1, 32);
    set->round(nothing.data(), 32, x.bytes.data(), x.scales.data(), x.zeros.data());
    for (size_t k = 0; k < 32; ++k) EXPECT_EQ(value_of(x, 0, 32, k), 0.0f);
  }
}

TEST(Kernels, GeluIsNearTheTrueOne) {
  std::vector<float> values;
  for (int i = -800; i < 800; ++i) values.push_back(static_cast<float>(i) / 80.0f);
  for (const char* name : kKernelSets) {
    const Kernels* set = kernel_set(name);
    if (!set) continue;
    std::vector<float> got = values;
    RoundedBuffer x;
    x.resize(1, values.size());
    set->gelu(got.data(), static_cast<uint32_t>(got.size()), x.bytes.data(), x.scales.data(), x.zeros.data());
    for (size_t i = 0; i < values.size(); ++i) {
      const double v = values[i];
      EXPECT_NEAR(got[i], v * 0.5 * std::erfc(-v / std::sqrt(2.0)), 2e-6 * std::max(1.0, std::fabs(v))) << v;
      EXPECT_NEAR(value_of(x, 0, values.size(), i), got[i], x.scales[0]) << v;
    }
  }
}

TEST(Kernels, NormalisesAndScales) {
  const std::vector<float> x = random_floats(96, 2, 1), add = random_floats(96, 1, 2), weight = random_floats(96, 1, 3),
                           bias = random_floats(96, 1, 4);
  double mean = 0, variance = 0;
  for (size_t i = 0; i < 96; ++i) mean += (x[i] + add[i]) / 96.0;
  for (size_t i = 0; i < 96; ++i) variance += std::pow(x[i] + add[i] - mean, 2) / 96;
  for (const char* name : kKernelSets) {
    const Kernels* set = kernel_set(name);
    if (!set) continue;
    std::vector<float> got = x;
    RoundedBuffer rounded;
    rounded.resize(1, 96);
    set->add_normalise(got.data(), add.data(), weight.data(), bias.data(), 96, rounded.bytes.data(),
                       rounded.scales.data(), rounded.zeros.data());
    for (size_t i = 0; i < 96; ++i)
      EXPECT_NEAR(got[i], (x[i] + add[i] - mean) / std::sqrt(variance) * weight[i] + bias[i], 1e-5) << name << " " << i;
    for (size_t i = 0; i < 96; ++i) EXPECT_NEAR(value_of(rounded, 0, 96, i), got[i], rounded.scales[0]) << name;
  }
}

TEST(Kernels, AttendsAsTheFormulaSays) {
  for (const auto [n, heads, head] :
       {std::array<uint32_t, 3>{1, 1, 32}, {6, 2, 32}, {16, 1, 64}, {37, 3, 32}, {131, 2, 64}}) {
    const uint32_t width = heads * head;
    const std::vector<float> rows = random_floats(size_t{n} * 3 * width, 2, n);
    const float scale = 1 / std::sqrt(static_cast<float>(head));
    std::vector<double> wanted(size_t{n} * width);
    for (uint32_t h = 0; h < heads; ++h)
      for (uint32_t i = 0; i < n; ++i) {
        std::vector<double> weights(n);
        double sum = 0;
        for (uint32_t j = 0; j < n; ++j) {
          double product = 0;
          for (uint32_t d = h * head; d < (h + 1) * head; ++d)
            product += double{rows[size_t{i} * 3 * width + d]} * rows[size_t{j} * 3 * width + width + d];
          sum += weights[j] = std::exp(product * scale);
        }
        for (uint32_t d = h * head; d < (h + 1) * head; ++d)
          for (uint32_t j = 0; j < n; ++j)
            wanted[size_t{i} * width + d] += weights[j] / sum * rows[size_t{j} * 3 * width + 2 * width + d];
      }
    for (const char* name : kKernelSets) {
      const Kernels* set = kernel_set(name);
      if (!set) continue;
      std::vector<float> scratch(attention_scratch(n, head)), got(size_t{n} * width);
      set->attend({rows.data(), n, heads, head, scale}, scratch.data(), got.data());
      for (size_t k = 0; k < got.size(); ++k) ASSERT_NEAR(got[k], wanted[k], 1e-5) << name << " " << n << " " << k;
    }
  }
}

constexpr uint32_t kWidth = 64, kInner = 128, kPieces = 50, kPositions = 70;

// An encoder of two layers, full of random weights.
ModelFile small_model() {
  ModelFile model;
  uint32_t seed = 100;
  const auto floats = [&](const std::string& name, uint32_t rows, uint32_t columns, float spread) {
    model.tensors["e." + name] = Tensor{rows, columns, {}, {}, random_floats(size_t{rows} * columns, spread, ++seed)};
  };
  const auto dense = [&](const std::string& name, uint32_t rows, uint32_t columns) {
    model.tensors["e." + name + ".w"] =
        quantise(random_floats(size_t{rows} * columns, 0.2f, ++seed).data(), rows, columns);
    floats(name + ".b", 1, rows, 0.1f);
  };
  for (uint32_t i = 0; i < kPieces; ++i) model.strings["e.vocabulary"].push_back("p" + std::to_string(i));
  model.tensors["e.pieces"] = quantise(random_floats(size_t{kPieces} * kWidth, 1, ++seed).data(), kPieces, kWidth);
  model.tensors["e.heads"] = Tensor{1, 1, {}, {}, {2}};
  floats("positions", kPositions, kWidth, 0.3f);
  floats("types", 3, kWidth, 0.3f);
  for (const char* norm : {"norm", "0.output_norm", "0.down_norm", "1.output_norm", "1.down_norm"}) {
    floats(std::string(norm) + ".w", 1, kWidth, 1);
    floats(std::string(norm) + ".b", 1, kWidth, 0.2f);
  }
  for (const std::string n : {"0", "1"}) {
    dense(n + ".attention", 3 * kWidth, kWidth);
    dense(n + ".output", kWidth, kWidth);
    dense(n + ".up", kInner, kWidth);
    dense(n + ".down", kWidth, kInner);
  }
  return model;
}

std::vector<Transformer::Input> some_pieces(size_t n) {
  std::vector<Transformer::Input> pieces(n);
  for (size_t i = 0; i < n; ++i) {
    pieces[i].piece = static_cast<uint32_t>(i * 31 % kPieces);
    pieces[i].type = static_cast<uint16_t>(i / 9 % 2);
    if (i % 5 == 0) pieces[i].mark = 2;
  }
  return pieces;
}

TEST(Transformer, SetsAgreeBitForBit) {
  const auto loaded = Transformer::load(small_model(), "e");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const std::vector<Transformer::Input> pieces = some_pieces(260);
  const std::vector<uint32_t> ends = {1, 8, 78, 78, 141, 190, 260};
  std::vector<float> first;
  for (const char* name : kKernelSets) {
    const Kernels* set = kernel_set(name);
    if (!set) continue;
    Transformer::Scratch scratch;
    const std::span<const float> rows = loaded.value().encode(pieces, ends, scratch, *set);
    ASSERT_EQ(rows.size(), pieces.size() * kWidth);
    if (first.empty()) first.assign(rows.begin(), rows.end());
    EXPECT_EQ(std::memcmp(first.data(), rows.data(), rows.size_bytes()), 0) << name;
  }
  for (const float value : first) ASSERT_TRUE(std::isfinite(value));
}

TEST(Transformer, ASequenceDoesNotDependOnOthers) {
  const auto loaded = Transformer::load(small_model(), "e");
  ASSERT_TRUE(loaded);
  const std::vector<Transformer::Input> pieces = some_pieces(300);
  const std::vector<uint32_t> ends = {3, 60, 61, 130, 199, 250, 300};
  Transformer::Scratch scratch, other;
  const std::span<const float> rows = loaded.value().encode(pieces, ends, scratch);
  for (uint32_t from = 0; const uint32_t end : ends) {
    const uint32_t count = end - from;
    const std::span<const float> alone =
        loaded.value().encode(std::span(pieces).subspan(from, count), {&count, 1}, other);
    EXPECT_EQ(std::memcmp(alone.data(), rows.data() + size_t{from} * kWidth, alone.size_bytes()), 0) << from;
    from = end;
  }
  EXPECT_TRUE(loaded.value().encode({}, {}, other).empty());
}

// Each table's row has its say.
TEST(Transformer, SeesPieceTypeMarkAndPosition) {
  const auto loaded = Transformer::load(small_model(), "e");
  ASSERT_TRUE(loaded);
  const auto encoded = [&](Transformer::Input first, Transformer::Input second) {
    Transformer::Scratch scratch;
    const Transformer::Input pieces[] = {first, second};
    const uint32_t end = 2;
    const std::span<const float> rows = loaded.value().encode(pieces, {&end, 1}, scratch);
    return std::vector<float>(rows.begin(), rows.end());
  };
  const auto plain = encoded({1, 0}, {2, 0});
  EXPECT_EQ(encoded({1, 0}, {2, 0}), plain);
  EXPECT_NE(encoded({3, 0}, {2, 0}), plain);
  EXPECT_NE(encoded({1, 1}, {2, 0}), plain);
  EXPECT_NE(encoded({1, 0, 2}, {2, 0}), plain);
  const auto twice = encoded({1, 0}, {1, 0});
  EXPECT_NE(std::vector<float>(twice.begin(), twice.begin() + kWidth),
            std::vector<float>(twice.begin() + kWidth, twice.end()));
}

TEST(Transformer, SaysWhatAModelLacks) {
  for (const char* name : {"e.pieces", "e.heads", "e.positions", "e.types", "e.norm.w", "e.0.attention.b",
                           "e.0.output.w", "e.1.output_norm.b", "e.0.up.w", "e.1.down.b", "e.1.down_norm.w"}) {
    ModelFile model = small_model();
    model.tensors.erase(name);
    const auto loaded = Transformer::load(model, "e");
    ASSERT_FALSE(loaded) << name;
    EXPECT_NE(loaded.error().message.find(name), std::string::npos) << loaded.error().message;
  }
  ModelFile model = small_model();
  model.tensors["e.0.up.w"].rows = 8;
  EXPECT_FALSE(Transformer::load(model, "e"));
  model = small_model();
  model.tensors["e.heads"].floats[0] = 3;
  EXPECT_FALSE(Transformer::load(model, "e"));
  model = small_model();
  model.strings["e.vocabulary"].pop_back();
  EXPECT_FALSE(Transformer::load(model, "e"));
}

}  // namespace
}  // namespace kronika
