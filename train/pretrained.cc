#include "pretrained.h"

#include <cstring>
#include <fstream>
#include <sstream>

namespace kronika::train {
namespace {

constexpr const char* kTable = "embeddings.word_embeddings.weight";

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) return Error{ErrorKind::not_found, path + ": cannot be read; docs/language.md says where it comes from"};
  return content.str();
}

// The numbers of a list in the header, after `"name": ... "field":[`.
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

// A file of safetensors is a u64 size, so many bytes of JSON that say where each tensor lies, then the tensors.
Result<Matrix> read_table(const std::string& path) {
  const auto file = read_file(path);
  if (!file) return file.error();
  const std::string& bytes = file.value();
  uint64_t header_size = 0;
  if (bytes.size() > 8) std::memcpy(&header_size, bytes.data(), 8);
  if (header_size == 0 || header_size > bytes.size() - 8) return Error{ErrorKind::invalid, path + ": not a file of safetensors"};
  const std::string header = bytes.substr(8, header_size);
  const std::vector<size_t> shape = header_numbers(header, kTable, "shape"), range = header_numbers(header, kTable, "data_offsets");
  if (shape.size() != 2 || range.size() != 2 || range[1] - range[0] != shape[0] * shape[1] * 4 || 8 + header_size + range[1] > bytes.size())
    return Error{ErrorKind::invalid, path + ": holds no table " + kTable + " of 32-bit floats"};
  Matrix table(static_cast<Eigen::Index>(shape[0]), static_cast<Eigen::Index>(shape[1]));
  std::memcpy(table.data(), bytes.data() + 8 + header_size + range[0], range[1] - range[0]);
  return table;
}

}  // namespace

Result<Pretrained> read_pretrained(const std::string& folder, int width, float spread) {
  Pretrained out;
  const auto vocabulary = read_file(folder + "/vocab.txt");
  if (!vocabulary) return vocabulary.error();
  std::istringstream lines(vocabulary.value());
  for (std::string line; std::getline(lines, line);) out.pieces.push_back(line);
  auto table = read_table(folder + "/model.safetensors");
  if (!table) return table.error();
  Matrix& all = table.value();
  if (all.rows() != static_cast<Eigen::Index>(out.pieces.size()) || all.cols() < width)
    return Error{ErrorKind::invalid, folder + ": vocabulary and table are of different sizes"};
  const Matrix mean = all.colwise().mean();
  all.rowwise() -= mean.row(0);
  const Matrix covariance = all.transpose() * all / static_cast<float>(all.rows());
  const Eigen::SelfAdjointEigenSolver<Matrix> axes(covariance);  // the largest come last
  out.vectors = all * axes.eigenvectors().rightCols(width);
  out.vectors *= spread / std::sqrt(out.vectors.squaredNorm() / static_cast<float>(out.vectors.size()));
  return out;
}

}  // namespace kronika::train
