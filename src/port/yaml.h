// Yaml: a YAML document as a tree with line numbers (yaml-cpp behind it; its types do not leave).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// A value of a YAML document. Aliases are refused: a small file could unfold without bound.
class Yaml {
 public:
  enum class Kind { null, scalar, list, map };

  static Result<Yaml> load_file(const std::string& path);
  // `name` stands for the file in errors.
  static Result<Yaml> parse(const std::string& content, const std::string& name);

  Kind kind() const { return kind_; }
  bool is_map() const { return kind_ == Kind::map; }
  bool is_list() const { return kind_ == Kind::list; }
  bool is_scalar() const { return kind_ == Kind::scalar; }
  const std::string& text() const { return text_; }                                      // of a scalar
  const std::vector<Yaml>& items() const { return items_; }                              // of a list
  const std::vector<std::pair<std::string, Yaml>>& entries() const { return entries_; }  // of a map, in file order
  const Yaml* get(std::string_view key) const;                                           // null: there is none
  int line() const { return line_; }                                                     // from 1
  // An error that names the file and the line of this value.
  Error error(const std::string& what) const;

 private:
  friend struct YamlReader;
  Kind kind_ = Kind::null;
  std::string text_;
  std::vector<Yaml> items_;
  std::vector<std::pair<std::string, Yaml>> entries_;
  int line_ = 1;
  std::string file_;
};

}  // namespace kronika
