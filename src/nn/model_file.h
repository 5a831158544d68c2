// The model file: named tensors and lists of strings, little-endian, with a format version and a checksum.
//
//   "KRNM" u32 version u64 hash of what follows u32 count, then for each entry:
//   u32 name size, name, u8 kind (0 int8, 1 float32, 2 strings), u32 rows, u32 columns, data
//   int8: rows x columns bytes, then rows float32 scales: value = byte * scale of its row
//   strings: u32 bytes, then the strings with a zero byte after each; rows is their number
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"

namespace kronika {

struct Tensor {
  uint32_t rows = 0, columns = 0;
  std::vector<int8_t> bytes;  // row-major; empty for a float tensor
  std::vector<float> scales;  // one a row of an int8 tensor
  std::vector<float> floats;  // row-major; empty for an int8 tensor
};

struct ModelFile {
  std::map<std::string, Tensor> tensors;
  std::map<std::string, std::vector<std::string>> strings;

  // Fails (not_found, invalid) with the path, and what to do.
  static Result<ModelFile> read(const std::string& path);
  static Result<ModelFile> parse(std::string_view content);
  std::string format() const;
  Status write(const std::string& path) const;
  // Names the content: 16 hexadecimal digits. Empty for a model that was not read from bytes.
  const std::string& checksum() const { return checksum_; }

  // A tensor of this shape (0: any), or an error that names what is wrong with the model.
  Result<const Tensor*> tensor(const std::string& name, uint32_t rows, uint32_t columns) const;
  Result<const std::vector<std::string>*> list(const std::string& name) const;

 private:
  std::string checksum_;
};

// Rounds a float tensor to int8 with a scale a row.
Tensor quantise(const float* values, uint32_t rows, uint32_t columns);

}  // namespace kronika
