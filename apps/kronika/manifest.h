// What a run was: for the methods section of a paper, and to run it again.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kronika/coder.h"
#include "kronika/result.h"

namespace kronika::app {

struct Manifest {
  std::string command;  // "code"
  CoderInfo coder;
  std::vector<std::pair<std::string, std::string>> options;  // as given; those left empty are not written
  std::vector<std::string> inputs;
  std::vector<std::pair<std::string, int64_t>> counts;
};

// A JSON object with these, the hash of each input that is a file, and the time. Fails (io) if it cannot be written.
Status write_manifest(const Manifest& manifest, const std::string& path);

}  // namespace kronika::app
