// A codebook file of any bytes: loaded, or refused with its file and line.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "codebook/codebook.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A codebook is a file; this one lies in memory where the system has such a place.
  static const std::string path = (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") +
                                  std::string("/kronika_fuzz_") + std::to_string(getpid()) + ".yaml";
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) __builtin_trap();
  std::fwrite(data, 1, size, file);
  std::fclose(file);
  const auto codebook = Codebook::load(path);
  std::remove(path.c_str());
  if (!codebook && codebook.error().message.empty()) __builtin_trap();
  return 0;
}
