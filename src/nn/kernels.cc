#include "nn/kernels.h"

#include <cstring>

namespace kronika {

extern const Kernels portable_kernels;
#ifdef KRONIKA_X86
extern const Kernels avx2_kernels, avxvnni_kernels, avx512_kernels;
#endif

const Kernels* kernel_set(const char* name) {
#ifdef KRONIKA_X86
  if (std::strcmp(name, "avx512") == 0)
    return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") ? &avx512_kernels : nullptr;
  if (std::strcmp(name, "avxvnni") == 0) return __builtin_cpu_supports("avxvnni") ? &avxvnni_kernels : nullptr;
  if (std::strcmp(name, "avx2") == 0) return __builtin_cpu_supports("avx2") ? &avx2_kernels : nullptr;
#endif
  return std::strcmp(name, "portable") == 0 ? &portable_kernels : nullptr;
}

const Kernels& kernels() {
  static const Kernels* const best = [] {
    for (const char* name : kKernelSets)
      if (const Kernels* set = kernel_set(name)) return set;
    return &portable_kernels;
  }();
  return *best;
}

}  // namespace kronika
