#include "port/json.h"

#define SIMDJSON_EXCEPTIONS 0  // so that what could throw does not compile
#include <simdjson.h>

#include <charconv>
#include <cmath>

#include "base/utf8.h"

namespace kronika {

void JsonWriter::comma() {
  if (!first_) out_ += ',';
  first_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
  comma();
  out_ += bracket;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  value(name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  comma();
  out_ += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\r':
        out_ += "\\r";
        break;
      case '\t':
        out_ += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out_ += "\\u00";
          out_ += "0123456789abcdef"[c >> 4];
          out_ += "0123456789abcdef"[c & 15];
        } else {
          out_ += c;
        }
    }
  }
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::value(int64_t number) {
  comma();
  out_ += std::to_string(number);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  comma();
  if (!std::isfinite(number)) {
    out_ += "null";
    return *this;
  }
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out_.append(buffer, end);
  return *this;
}

JsonWriter& JsonWriter::null() {
  comma();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  comma();
  out_ += truth ? "true" : "false";
  return *this;
}

namespace {

// Steps through a value; false where it is broken. simdjson limits the depth.
bool walk(simdjson::ondemand::value value) {
  simdjson::ondemand::json_type type;
  if (value.type().get(type)) return false;
  switch (type) {
    case simdjson::ondemand::json_type::object: {
      simdjson::ondemand::object object;
      if (value.get_object().get(object)) return false;
      for (auto field : object) {
        simdjson::ondemand::value inner;
        if (field.error() || field.value().get(inner) || !walk(inner)) return false;
      }
      return true;
    }
    case simdjson::ondemand::json_type::array: {
      simdjson::ondemand::array array;
      if (value.get_array().get(array)) return false;
      for (auto item : array) {
        simdjson::ondemand::value inner;
        if (item.get(inner) || !walk(inner)) return false;
      }
      return true;
    }
    case simdjson::ondemand::json_type::string: {
      std::string_view text;
      return !value.get_string().get(text);
    }
    case simdjson::ondemand::json_type::number: {
      simdjson::ondemand::number number;
      return !value.get_number().get(number);
    }
    case simdjson::ondemand::json_type::boolean: {
      bool truth;
      return !value.get_bool().get(truth);
    }
    default: {
      bool null = false;
      return !value.is_null().get(null) && null;
    }
  }
}

// "near byte 12: " where a broken text stops being JSON, empty where that cannot be said (a string that never ends).
std::string error_place(std::string_view text) {
  const simdjson::padded_string padded(text);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::value root;
  const char* at = nullptr;
  if (parser.iterate(padded).get(document) || document.get_value().get(root) || walk(root)) return "";
  if (document.current_location().get(at)) return "";
  return "near byte " + std::to_string(at - padded.data()) + ": ";
}

}  // namespace

Result<std::map<std::string, std::string>> read_json_fields(std::string_view object) {
  using namespace simdjson;
  if (const auto bad = find_invalid_utf8(object))
    return Error{ErrorKind::invalid, "byte " + std::to_string(*bad) + ": not UTF-8"};
  dom::parser parser;
  dom::element root;
  // The DOM checks the whole line, so that nothing of a broken one is taken for good.
  if (const error_code code = parser.parse(object.data(), object.size()).get(root))
    return Error{ErrorKind::invalid, error_place(object) + "not JSON: " + error_message(code)};
  dom::object fields;
  if (root.get(fields)) return Error{ErrorKind::invalid, "not a JSON object: a document is {\"text\": \"...\"}"};
  std::map<std::string, std::string> out;
  for (const auto field : fields) {
    std::string_view text;
    if (field.value.is_string() && !field.value.get(text))
      out[std::string(field.key)] = std::string(text);
    else if (field.value.is_number())
      out[std::string(field.key)] = simdjson::minify(field.value);
  }
  return out;
}

}  // namespace kronika
