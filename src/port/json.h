// JSON: writing by hand-over of values, reading of one object's fields (simdjson behind it).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

// Builds one compact line. Calls must nest as JSON does; `key` comes before each value of an object.
class JsonWriter {
 public:
  JsonWriter& open_object() { return open('{'); }
  JsonWriter& close_object() { return close('}'); }
  JsonWriter& open_list() { return open('['); }
  JsonWriter& close_list() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);                                      // valid UTF-8
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }  // else a pointer would be a bool
  JsonWriter& value(int64_t number);
  JsonWriter& value(double number);  // shortest form that reads back; NaN and infinity become null
  JsonWriter& value(bool truth);
  JsonWriter& null();
  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void comma();
  std::string out_;
  bool first_ = true;
};

// The string and number fields of one JSON object, as text; fields of other kinds are left out. Fails with the byte
// and what is wrong there.
Result<std::map<std::string, std::string>> read_json_fields(std::string_view object);

}  // namespace kronika
