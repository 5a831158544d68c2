#define KRONIKA_KERNEL_SET portable_kernels
#include "nn/kernels.inc"
