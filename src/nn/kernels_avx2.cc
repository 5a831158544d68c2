#define KRONIKA_KERNEL_SET avx2_kernels
#include "nn/kernels.inc"
