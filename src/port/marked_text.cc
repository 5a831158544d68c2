#include "port/marked_text.h"

#define SIMDJSON_EXCEPTIONS 0  // so that what could throw does not compile
#include <simdjson.h>

#include "base/utf8.h"

namespace kronika {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;

// Bytes of the code points of a text, and of its end.
std::vector<uint32_t> byte_offsets(std::string_view text) {
  std::vector<uint32_t> at;
  for (size_t i = 0; i < text.size(); i = decode_utf8(text, i).next) at.push_back(static_cast<uint32_t>(i));
  at.push_back(static_cast<uint32_t>(text.size()));
  return at;
}

// An offset of a span: nothing for null or none; an error for what is no offset of the text.
Result<std::optional<uint32_t>> offset(element span, const char* name, const std::vector<uint32_t>& at) {
  element value;
  if (span[name].get(value) || value.is_null()) return std::optional<uint32_t>();
  uint64_t number = 0;
  if (value.get(number) || number >= at.size())
    return Error{ErrorKind::invalid, std::string("a span's \"") + name + "\" is no code point of the text"};
  return std::optional(at[number]);
}

Status read_side(element row, const char* name, const std::vector<uint32_t>& at, std::vector<Span>& to) {
  element side;
  if (row[name].get(side) || side.is_null()) return Done{};
  array spans;
  if (side.get(spans)) return Error{ErrorKind::invalid, std::string("\"") + name + "\" is no list of spans"};
  for (const element span : spans) {
    const auto start = offset(span, "start", at), end = offset(span, "end", at);
    if (!start) return start.error();
    if (!end) return end.error();
    if (start.value() && end.value() && *start.value() < *end.value()) to.push_back({*start.value(), *end.value()});
  }
  return Done{};
}

}  // namespace

Result<MarkedText> read_marked_text(std::string_view line) {
  if (const auto byte = find_invalid_utf8(line))
    return Error{ErrorKind::invalid, "not UTF-8 at byte " + std::to_string(*byte)};
  simdjson::dom::parser parser;
  element row;
  if (const auto error = parser.parse(simdjson::padded_string(line)).get(row))
    return Error{ErrorKind::invalid, std::string("no JSON object: ") + simdjson::error_message(error)};
  std::string_view text, id;
  int64_t number = 0;
  if (row["text"].get(text)) return Error{ErrorKind::invalid, "there is no string \"text\""};
  MarkedText out;
  if (!row["id"].get(id))
    out.id = id;
  else if (!row["id"].get(number))
    out.id = std::to_string(number);
  out.text = text;
  const std::vector<uint32_t> at = byte_offsets(out.text);
  if (const Status read = read_side(row, "source", at, out.source); !read) return read.error();
  if (const Status read = read_side(row, "target", at, out.target); !read) return read.error();
  return out;
}

}  // namespace kronika
