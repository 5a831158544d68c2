// The inner loops, compiled for several instruction sets and chosen at run time. All give the same bits: integers are
// summed exactly, floats element by element in a fixed order without contraction.
#pragma once

#include <cstdint>

namespace kronika {

// Weights for `multiply` lie in blocks of 16 rows; within a block, group by group of 4 columns, 16 x 4 bytes.
constexpr uint32_t kBlockRows = 16, kGroupColumns = 4;

// Rows rounded to 7 bits: value = (byte - zero) * scale of its row. Two products of such a byte and a weight always fit
// in 16 bits, and nearly always four: what makes processors without instructions for sums of bytes fast, exactly.
constexpr int32_t kRoundedTop = 127;
struct RoundedRows {
  const uint8_t* bytes;  // [n x columns]
  const float* scales;   // [n]
  const int32_t* zeros;  // [n]
  uint32_t n;
};

// Weights for `dense` lie in blocks of kBlockRows rows; within a block, octet by octet of columns, two times 16 x 4
// bytes. An octet is narrow where no sum of the products of columns 0, 1, 4, 5 or of 2, 3, 6, 7 of a row can leave 16
// bits.
constexpr uint32_t kOctetColumns = 8;
struct DenseWeights {
  const int8_t* bytes;
  const uint16_t* order;   // [blocks x octets] which octet stands at each place of its block: the narrow ones first
  const uint32_t* narrow;  // [blocks] how many are narrow
  const int32_t* sums;     // these and the next: [blocks * 16], one a row: the sum of its weights
  const float* scales;     // of the weights
  const float* bias;
  uint32_t blocks, octets;
};

// A sequence for `attend`: a row a piece, which holds the heads' queries, then their keys, then their values.
struct AttentionRows {
  const float* rows;  // [n x 3 * heads * head]
  uint32_t n, heads;
  uint32_t head;  // columns of one: 32 or 64
  float scale;    // of the products of queries and keys
};
// Floats of scratch that `attend` wants for a sequence.
constexpr uint32_t attention_scratch(uint32_t n, uint32_t head) { return (head + 4) * ((n + 15) / 16 * 16); }

constexpr float kNormEpsilon = 1e-12f;

struct Kernels {
  // out[n x blocks*16] = x[n x groups*4] * weights'. `sums`: per row the sum of its weights (for sets that shift x by
  // 128).
  void (*multiply)(const int8_t* x, uint32_t n, uint32_t groups, const int8_t* weights, const int32_t* sums,
                   uint32_t blocks, int32_t* out);
  // out = sums * (scales * scale) + bias, element by element.
  void (*scale)(const int32_t* sums, const float* scales, float scale, const float* bias, uint32_t n, float* out);
  // tanh in place, and its result rounded to 1/127 in `rounded`.
  void (*tanh)(float* values, int8_t* rounded, uint32_t n);
  // One step of a simple recurrent unit over `n` units (Lei et al. 2018): `u`, `f`, `r` are the affine parts, `vf`,
  // `vr` the peephole weights, `c` the state (updated), `x` the input; `h` and its rounded form are the output.
  void (*recur)(const float* u, const float* f, const float* r, const float* vf, const float* vr, const float* x,
                uint32_t n, float* c, float* h, int8_t* rounded);
  // sum += bytes * scale, element by element.
  void (*add_scaled)(const int8_t* bytes, float scale, uint32_t n, float* sum);

  // out[n x blocks*16] = x * weights' + bias
  void (*dense)(const RoundedRows& x, const DenseWeights& weights, float* out);
  // Rows of these three are a multiple of 16 long.
  // Rounds a row to 7 bits, between its least and its largest value or 0.
  void (*round)(const float* values, uint32_t n, uint8_t* bytes, float* scale, int32_t* zero);
  // x = (x + add), brought to mean 0 and variance 1, * weight + bias; and rounded.
  void (*add_normalise)(float* x, const float* add, const float* weight, const float* bias, uint32_t n, uint8_t* bytes,
                        float* scale, int32_t* zero);
  // values * Φ(values), in place, and rounded.
  void (*gelu)(float* values, uint32_t n, uint8_t* bytes, float* scale, int32_t* zero);
  // out[n x heads * head]: for each piece and head the mean of the values, weighted by softmax(query · key * scale).
  void (*attend)(const AttentionRows& sequence, float* scratch, float* out);
};

constexpr const char* kKernelSets[] = {"avx512", "avxvnni", "avx2", "portable"};  // the fastest first

// The fastest set that this processor has.
const Kernels& kernels();
// A set by name, for tests.
const Kernels* kernel_set(const char* name);  // one of kKernelSets; null: not here

}  // namespace kronika
