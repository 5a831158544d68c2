#include "nn/model_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <optional>

#include "base/hash.h"
#include "base/mapped_file.h"

namespace kronika {
namespace {

static_assert(std::endian::native == std::endian::little, "the model file is little-endian");

constexpr char kMagic[] = "KRNM";
constexpr uint32_t kVersion = 1;
constexpr size_t kHeader = 4 + 4 + 8;
enum class Kind : uint8_t { bytes, floats, strings };

Error invalid(const std::string& what) {
  return {ErrorKind::invalid, "not a model of this version: " + what + "; make it anew with kronika-train"};
}

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}
  template <class T>
  bool get(T& value) {
    return get(&value, sizeof value);
  }
  bool get(void* into, size_t size) {
    if (rest_.size() < size) return false;
    if (size) std::memcpy(into, rest_.data(), size);
    rest_.remove_prefix(size);
    return true;
  }
  template <class T>
  bool get(std::vector<T>& values, uint64_t count) {
    if (count > rest_.size() / sizeof(T)) return false;
    values.resize(count);
    return get(values.data(), count * sizeof(T));
  }
  bool get(std::string& text, uint64_t size) {
    if (size > rest_.size()) return false;
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return true;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace

Result<ModelFile> ModelFile::read(const std::string& path) {
  const std::optional<MappedFile> file = MappedFile::open(path);
  if (!file)
    return Error{ErrorKind::not_found, path + ": there is no such model; see data/models for those that are there"};
  auto model = parse(file->bytes());
  if (!model) return Error{model.error().kind, path + ": " + model.error().message};
  return model;
}

Result<ModelFile> ModelFile::parse(std::string_view content) {
  uint32_t version = 0, count = 0;
  uint64_t hash = 0;
  Cursor in(content);
  char magic[4];
  if (!in.get(magic, 4) || std::memcmp(magic, kMagic, 4) != 0) return invalid("it does not begin with KRNM");
  if (!in.get(version) || version != kVersion) return invalid("its format version is " + std::to_string(version));
  if (!in.get(hash) || hash64(content.substr(kHeader)) != hash) return invalid("its checksum is wrong");
  if (!in.get(count)) return invalid("it is cut short");
  ModelFile model;
  for (int shift = 60; shift >= 0; shift -= 4) model.checksum_ += "0123456789abcdef"[hash >> shift & 15];
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t size = 0, rows = 0, columns = 0;
    uint8_t kind = 0;
    std::string name;
    if (!in.get(size) || !in.get(name, size) || !in.get(kind) || !in.get(rows) || !in.get(columns))
      return invalid("it is cut short");
    const uint64_t cells = uint64_t{rows} * columns;
    Tensor tensor{rows, columns, {}, {}, {}};
    std::string text;
    bool whole = false;
    switch (static_cast<Kind>(kind)) {
      case Kind::bytes:
        whole = in.get(tensor.bytes, cells) && in.get(tensor.scales, rows);
        break;
      case Kind::floats:
        whole = in.get(tensor.floats, cells);
        break;
      case Kind::strings:
        whole = in.get(size) && in.get(text, size);
        break;
    }
    if (!whole) return invalid("the entry " + name + " is cut short or of an unknown kind");
    if (static_cast<Kind>(kind) != Kind::strings) {
      model.tensors.emplace(std::move(name), std::move(tensor));
      continue;
    }
    std::vector<std::string>& list = model.strings[name];
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\0', at), text.size());
      list.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  if (!in.empty()) return invalid("bytes follow its last entry");
  return model;
}

std::string ModelFile::format() const {
  std::string body;
  put(body, static_cast<uint32_t>(tensors.size() + strings.size()));
  const auto head = [&](const std::string& name, Kind kind, uint32_t rows, uint32_t columns) {
    put(body, static_cast<uint32_t>(name.size()));
    body += name;
    put(body, static_cast<uint8_t>(kind));
    put(body, rows);
    put(body, columns);
  };
  const auto bytes = [&](const auto& values) {
    body.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0]));
  };
  for (const auto& [name, tensor] : tensors) {
    head(name, tensor.bytes.empty() ? Kind::floats : Kind::bytes, tensor.rows, tensor.columns);
    if (tensor.bytes.empty()) {
      bytes(tensor.floats);
    } else {
      bytes(tensor.bytes);
      bytes(tensor.scales);
    }
  }
  for (const auto& [name, list] : strings) {
    head(name, Kind::strings, static_cast<uint32_t>(list.size()), 1);
    std::string text;
    for (const std::string& item : list) text += item + '\0';
    put(body, static_cast<uint32_t>(text.size()));
    body += text;
  }
  std::string out(kMagic, 4);
  put(out, kVersion);
  put(out, hash64(body));
  return out + body;
}

Status ModelFile::write(const std::string& path) const {
  std::ofstream out(path, std::ios::binary);
  const std::string bytes = format();
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return Error{ErrorKind::io, path + ": cannot be written"};
  return Done{};
}

Result<const Tensor*> ModelFile::tensor(const std::string& name, uint32_t rows, uint32_t columns) const {
  const auto at = tensors.find(name);
  if (at == tensors.end()) return invalid("it has no tensor " + name);
  const Tensor& tensor = at->second;
  if ((rows && rows != tensor.rows) || (columns && columns != tensor.columns))
    return invalid("the tensor " + name + " is " + std::to_string(tensor.rows) + " x " +
                   std::to_string(tensor.columns));
  return &tensor;
}

Result<const std::vector<std::string>*> ModelFile::list(const std::string& name) const {
  const auto at = strings.find(name);
  if (at == strings.end()) return invalid("it has no list " + name);
  return &at->second;
}

Tensor quantise(const float* values, uint32_t rows, uint32_t columns) {
  Tensor out{rows, columns, std::vector<int8_t>(size_t{rows} * columns), std::vector<float>(rows), {}};
  for (uint32_t row = 0; row < rows; ++row) {
    const float* from = values + size_t{row} * columns;
    float top = 0;
    for (uint32_t i = 0; i < columns; ++i) top = std::max(top, std::fabs(from[i]));
    out.scales[row] = top / 127;
    for (uint32_t i = 0; i < columns && top > 0; ++i)
      out.bytes[size_t{row} * columns + i] = static_cast<int8_t>(std::lround(from[i] / top * 127));
  }
  return out;
}

}  // namespace kronika
