#include "nn/kernels.h"

#include <cstring>
#ifdef KRONIKA_X86
#include <cpuid.h>
#endif

namespace kronika {

extern const Kernels portable_kernels;
#ifdef KRONIKA_X86
extern const Kernels avx2_kernels, avxvnni_kernels, avx512_kernels;

namespace {

// Not every compiler that is used here knows this feature by name: CPUID leaf 7.1, EAX bit 4. AVX2 says that the system
// keeps the registers.
bool has_avxvnni() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) && (eax >> 4 & 1);
}

}  // namespace
#endif

const Kernels* kernel_set(const char* name) {
#ifdef KRONIKA_X86
  if (std::strcmp(name, "avx512") == 0)
    return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") ? &avx512_kernels : nullptr;
  if (std::strcmp(name, "avxvnni") == 0) return has_avxvnni() ? &avxvnni_kernels : nullptr;
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
