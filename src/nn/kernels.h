// The inner loops, compiled for several instruction sets and chosen at run time. All give the same bits: integers are
// summed exactly, floats element by element in a fixed order without contraction.
#pragma once

#include <cstdint>

namespace kronika {

// Weights for `multiply` lie in blocks of 16 rows; within a block, group by group of 4 columns, 16 x 4 bytes.
constexpr uint32_t kBlockRows = 16, kGroupColumns = 4;

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
};

constexpr const char* kKernelSets[] = {"avx512", "avxvnni", "avx2", "portable"};  // the fastest first

// The fastest set that this processor has.
const Kernels& kernels();
// A set by name, for tests.
const Kernels* kernel_set(const char* name);  // one of kKernelSets; null: not here

}  // namespace kronika
