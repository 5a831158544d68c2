#define KRONIKA_KERNEL_SET avx512_kernels
#include "nn/kernels.inc"
