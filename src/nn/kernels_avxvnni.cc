#define KRONIKA_KERNEL_SET avxvnni_kernels
#include "nn/kernels.inc"
