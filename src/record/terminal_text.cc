#include "record/terminal_text.h"

#include "base/utf8.h"
#include "port/icu.h"

namespace kronika {
namespace {

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x2028 || c == 0x2029;
}
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    if (is_space(c.value)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (!is_control(c.value)) {
      out.append(text, at, c.next - at);
    }
    at = c.next;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

size_t columns_of(std::string_view line) {
  size_t columns = 0;
  for (size_t at = 0; at < line.size();) {
    const CodePoint c = decode_utf8(line, at);
    columns += static_cast<size_t>(column_width(c.value));
    at = c.next;
  }
  return columns;
}

std::string fitted(std::string_view line, size_t width) {
  size_t columns = 0, cut = 0, cut_columns = 0;  // `cut`: up to where it fits with an ellipsis behind
  for (size_t at = 0; at < line.size();) {
    const CodePoint c = decode_utf8(line, at);
    columns += static_cast<size_t>(column_width(c.value));
    at = c.next;
    if (columns + 1 <= width) cut = at, cut_columns = columns;
    if (columns > width) return std::string(line.substr(0, cut)) + "\u2026" + std::string(width - cut_columns - 1, ' ');
  }
  return std::string(line) + std::string(width - columns, ' ');
}

std::string wrapped(std::string_view text, size_t width, size_t column, size_t indent) {
  std::string out;
  bool fresh = true;  // nothing stands on the line yet
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const size_t columns = columns_of(word);
    if (!fresh && column + 1 + columns > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
      fresh = true;
    }
    if (!fresh) out += ' ', ++column;
    out += word;
    column += columns;
    fresh = false;
    at = end + 1;
  }
  return out;
}

std::string inked(const std::string& text, Ink ink) {
  constexpr const char* kCodes[] = {"", "1", "2", "32", "36", "33", "31"};
  if (ink == Ink::plain || text.empty()) return text;
  return std::string("\x1b[") + kCodes[static_cast<size_t>(ink)] + "m" + text + "\x1b[0m";
}

}  // namespace kronika
