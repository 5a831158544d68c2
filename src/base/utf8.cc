#include "base/utf8.h"

#include <algorithm>
#include <cstring>

namespace kronika {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

size_t ascii_prefix(std::string_view text, size_t at) {
  while (at + 8 <= text.size()) {
    uint64_t block;
    std::memcpy(&block, text.data() + at, 8);
    if (block & 0x8080808080808080u) break;
    at += 8;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

std::optional<size_t> find_invalid_utf8(std::string_view text) {
  size_t at = 0;
  while ((at = ascii_prefix(text, at)) < text.size()) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
    const unsigned char lead = byte(at), second = byte(at + 1);
    size_t length = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      const bool overlong = lead == 0xE0 && second < 0xA0, surrogate = lead == 0xED && second > 0x9F;
      if (!overlong && !surrogate) length = 3;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      const bool overlong = lead == 0xF0 && second < 0x90, beyond = lead == 0xF4 && second > 0x8F;
      if (!overlong && !beyond) length = 4;
    }
    if (length == 0 || at + length > text.size()) return at;
    for (size_t i = 1; i < length; ++i)
      if (!continues(text[at + i])) return at;
    at += length;
  }
  return std::nullopt;
}

CodePoint decode_utf8(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, at + 1};
  const size_t length = std::min<size_t>(lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, text.size() - at);
  char32_t value = lead & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07);
  for (size_t i = 1; i < length; ++i) value = value << 6 | (byte(at + i) & 0x3F);
  return {value, at + length};
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

size_t count_code_points(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string_view first_code_points(std::string_view text, size_t most) {
  size_t at = 0;
  for (size_t i = 0; i < most && at < text.size(); ++i) at = decode_utf8(text, at).next;
  return text.substr(0, at);
}

char32_t lower_code_point(char32_t c) {
  if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? c : c + 32;
  const bool even_upper = (c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) || (c >= 0x14A && c <= 0x177) ||
                          (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF) || (c >= 0x460 && c <= 0x481) ||
                          (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F) || (c >= 0x218 && c <= 0x21B);
  if (even_upper) return c | 1;
  const bool odd_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  if (odd_upper) return c & 1 ? c + 1 : c;
  if (c == 0x130) return U'i';
  if (c == 0x178) return 0xFF;
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x531 && c <= 0x556) return c + 48;
  if (c >= 0x1C90 && c <= 0x1CBA) return c - 0x1C90 + 0x10D0;
  return c;
}

bool is_upper_code_point(char32_t c) { return lower_code_point(c) != c; }

CodePointIndex::CodePointIndex(std::string_view text) : text_(text), ascii_(ascii_prefix(text, 0) == text.size()) {
  if (ascii_) return;
  uint32_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i % kStep == 0) before_.push_back(count);
    count += !continues(text[i]);
  }
  if (text.size() % kStep == 0) before_.push_back(count);
}

uint32_t CodePointIndex::code_point(uint32_t byte) const {
  if (ascii_) return byte;
  const uint32_t step = byte / kStep;
  uint32_t count = before_[step];
  for (uint32_t i = step * kStep; i < byte; ++i) count += !continues(text_[i]);
  return count;
}

}  // namespace kronika
