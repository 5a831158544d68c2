#include "port/json_value.h"

#include <simdjson.h>

#include "base/utf8.h"

namespace kronika {

struct JsonReader {
  // simdjson bounds the depth, so this does too.
  static JsonValue read(simdjson::dom::element element) {
    JsonValue out;
    switch (element.type()) {
      case simdjson::dom::element_type::OBJECT:
        out.kind_ = JsonValue::Kind::object;
        for (const auto field : simdjson::dom::object(element))
          out.entries_.emplace_back(std::string(field.key), read(field.value));
        break;
      case simdjson::dom::element_type::ARRAY:
        out.kind_ = JsonValue::Kind::list;
        for (const simdjson::dom::element item : simdjson::dom::array(element)) out.items_.push_back(read(item));
        break;
      case simdjson::dom::element_type::STRING:
        out.kind_ = JsonValue::Kind::string;
        out.text_ = std::string_view(element);
        break;
      case simdjson::dom::element_type::BOOL:
        out.kind_ = JsonValue::Kind::boolean;
        out.truth_ = bool(element);
        break;
      case simdjson::dom::element_type::NULL_VALUE:
        break;
      default:
        out.kind_ = JsonValue::Kind::number;
        out.number_ = double(element);
        out.text_ = simdjson::minify(element);
    }
    return out;
  }
};

Result<JsonValue> JsonValue::parse(std::string_view text) {
  if (const auto bad = find_invalid_utf8(text))
    return Error{ErrorKind::invalid, "byte " + std::to_string(*bad) + ": not UTF-8"};
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto code = parser.parse(text.data(), text.size()).get(root))
    return Error{ErrorKind::invalid, std::string("not JSON: ") + simdjson::error_message(code)};
  return JsonReader::read(root);
}

const JsonValue& JsonValue::operator[](std::string_view key) const {
  static const JsonValue kNull;
  for (const auto& [name, value] : entries_)
    if (name == key) return value;
  return kNull;
}

bool JsonValue::has(std::string_view key) const {
  for (const auto& [name, value] : entries_)
    if (name == key) return true;
  return false;
}

}  // namespace kronika
