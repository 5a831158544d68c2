#include "score/sentences.h"

#include <algorithm>

#include "base/utf8.h"

namespace kronika {
namespace {

bool is_any(char32_t c, std::u32string_view of) { return of.find(c) != std::u32string_view::npos; }

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

// Whether a sentence may end before `at`.
bool is_end(const std::u32string& text, size_t at) {
  constexpr std::u32string_view kEnds = U".!?", kClosing = U"\"”’')]";
  if (at > 0 && is_any(text[at - 1], kEnds)) return true;
  return at > 1 && is_any(text[at - 1], kClosing) && is_any(text[at - 2], kEnds);
}

bool may_begin(const std::u32string& text, size_t at) {
  constexpr std::u32string_view kOpening = U"\"“‘'([";
  if (at < text.size() && is_any(text[at], kOpening)) ++at;
  return at < text.size() && ((text[at] >= 'A' && text[at] <= 'Z') || (text[at] >= '0' && text[at] <= '9'));
}

}  // namespace

std::u32string code_points_of(std::string_view utf8) {
  std::u32string out;
  for (size_t at = 0; at < utf8.size();) {
    const CodePoint point = decode_utf8(utf8, at);
    out += point.value;
    at = point.next;
  }
  return out;
}

std::vector<uint32_t> sentence_starts(const std::u32string& text) {
  std::vector<uint32_t> starts = {0};
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    if (is_space(text[at]) && is_end(text, at)) {
      while (end < text.size() && is_space(text[end])) ++end;
      if (!may_begin(text, end)) end = at;
    }
    if (end == at)
      while (end < text.size() && text[end] == '\n') ++end;
    if (end == at) {
      ++at;
      continue;
    }
    starts.push_back(static_cast<uint32_t>(end));
    at = end;
  }
  return starts;
}

uint32_t sentence_of(const std::vector<uint32_t>& starts, uint32_t place) {
  const auto after = std::upper_bound(starts.begin(), starts.end(), place);
  return static_cast<uint32_t>(std::max<ptrdiff_t>(1, after - starts.begin()) - 1);
}

}  // namespace kronika
