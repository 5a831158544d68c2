// JsonValue: a JSON document as a tree (simdjson behind it; its types do not leave).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/result.h"

namespace kronika {

class JsonValue {
 public:
  enum class Kind { null, boolean, number, string, list, object };

  // Fails (invalid) with what is wrong. At most 1024 deep.
  static Result<JsonValue> parse(std::string_view text);

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_object() const { return kind_ == Kind::object; }
  // The value if it is of that kind; else the kind's empty value.
  const std::string& text() const { return text_; }  // of a string; of a number as it is written
  double number() const { return number_; }
  bool truth() const { return truth_; }
  const std::vector<JsonValue>& items() const { return items_; }
  const std::vector<std::pair<std::string, JsonValue>>& entries() const { return entries_; }
  // The value of a key; null where there is none.
  const JsonValue& operator[](std::string_view key) const;
  bool has(std::string_view key) const;

 private:
  friend struct JsonReader;
  Kind kind_ = Kind::null;
  bool truth_ = false;
  double number_ = 0;
  std::string text_;
  std::vector<JsonValue> items_;
  std::vector<std::pair<std::string, JsonValue>> entries_;
};

}  // namespace kronika
