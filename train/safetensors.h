// Files of safetensors: a u64 size, so many bytes of JSON that say where each tensor lies, then the tensors.
#pragma once

#include <string>

#include "kronika/result.h"
#include "network.h"

namespace kronika::train {

class Safetensors {
 public:
  static Result<Safetensors> read(const std::string& path);
  // A tensor of 32-bit floats; one of one dimension is a row. Fails with the path and the name.
  Result<Matrix> tensor(const std::string& name) const;
  bool has(const std::string& name) const { return header_.find("\"" + name + "\"") != std::string::npos; }

 private:
  std::string path_, bytes_, header_;
};

// The whole content of a file, or an error that names it.
Result<std::string> read_whole_file(const std::string& path);

}  // namespace kronika::train
