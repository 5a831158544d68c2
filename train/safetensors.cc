#include "safetensors.h"

#include <cstring>
#include <fstream>
#include <sstream>

namespace kronika::train {
namespace {

// The numbers of the list after `"name": ... "field":[` in the header.
std::vector<size_t> header_numbers(const std::string& header, const std::string& name, const std::string& field) {
  std::vector<size_t> numbers;
  size_t at = header.find("\"" + name + "\"");
  if (at == std::string::npos) return numbers;
  at = header.find("\"" + field + "\":[", at);
  if (at == std::string::npos) return numbers;
  std::istringstream list(header.substr(header.find('[', at) + 1, 60));
  for (size_t number; list >> number; list.ignore(1)) {
    numbers.push_back(number);
    if (list.peek() == ']') break;
  }
  return numbers;
}

}  // namespace

Result<std::string> read_whole_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) return Error{ErrorKind::not_found, path + ": cannot be read; docs/language.md says where it comes from"};
  return std::move(content).str();
}

Result<Safetensors> Safetensors::read(const std::string& path) {
  auto file = read_whole_file(path);
  if (!file) return file.error();
  Safetensors out;
  out.path_ = path;
  out.bytes_ = std::move(file.value());
  uint64_t size = 0;
  if (out.bytes_.size() > 8) std::memcpy(&size, out.bytes_.data(), 8);
  if (size == 0 || size > out.bytes_.size() - 8) return Error{ErrorKind::invalid, path + ": not a file of safetensors"};
  out.header_ = out.bytes_.substr(8, size);
  return out;
}

Result<Matrix> Safetensors::tensor(const std::string& name) const {
  std::vector<size_t> shape = header_numbers(header_, name, "shape");
  const std::vector<size_t> range = header_numbers(header_, name, "data_offsets");
  if (shape.size() == 1) shape.insert(shape.begin(), 1);
  const size_t start = 8 + header_.size();
  if (shape.size() != 2 || range.size() != 2 || range[1] - range[0] != shape[0] * shape[1] * 4 ||
      start + range[1] > bytes_.size())
    return Error{ErrorKind::invalid, path_ + ": holds no tensor " + name + " of 32-bit floats"};
  Matrix out(static_cast<Eigen::Index>(shape[0]), static_cast<Eigen::Index>(shape[1]));
  std::memcpy(out.data(), bytes_.data() + start + range[0], range[1] - range[0]);
  return out;
}

}  // namespace kronika::train
