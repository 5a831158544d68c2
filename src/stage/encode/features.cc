#include "stage/encode/features.h"

#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"

namespace kronika {
namespace {

char shape_of(char32_t c) {
  if (c >= U'0' && c <= U'9') return '0';
  if (is_upper_code_point(c)) return 'X';
  if ((c >= U'a' && c <= U'z') || c >= 0xC0) return 'x';
  return static_cast<char>(c < 0x80 ? c : '?');
}

uint32_t row(char kind, std::string_view text, uint32_t rows) {
  return static_cast<uint32_t>(mix64(hash64(text, hash64(std::string_view(&kind, 1)))) & (rows - 1));
}

}  // namespace

char32_t plain_code_point(char32_t c) {
  if (c < 0x80) return lower_code_point(c);
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
      return U'\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
      return U'"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return U'-';
    case 0xA0:
      return U' ';
    default:
      return lower_code_point(c);
  }
}

WordFeatures word_features(std::string_view word) {
  WordFeatures out;
  std::string shape, gram_text = "<";
  std::vector<uint32_t> borders = {0, 1};  // bytes of gram_text at which code points start, incl. the end
  for (size_t at = 0, count = 0; at < word.size() && count < kMostCodePoints; ++count) {
    const CodePoint c = decode_utf8(word, at);
    at = c.next;
    append_utf8(gram_text, c.value >= U'0' && c.value <= U'9' ? U'0' : plain_code_point(c.value));
    borders.push_back(static_cast<uint32_t>(gram_text.size()));
    // Runs of a kind of character count twice at most: "Xx", "XX", "00.00".
    const char kind = shape_of(c.value);
    const size_t size = shape.size();
    if (size < 2 || shape[size - 1] != kind || shape[size - 2] != kind) shape += kind;
  }
  out.form = gram_text.substr(1);
  gram_text += '>';
  borders.push_back(static_cast<uint32_t>(gram_text.size()));
  const size_t letters = borders.size() - 3;  // code points of the form
  const auto slice = [&](size_t from, size_t to) {
    return std::string_view(gram_text).substr(borders[from], borders[to] - borders[from]);
  };
  for (size_t n = 1; n <= 3; ++n)
    out.affixes.push_back(row(static_cast<char>('0' + n), slice(1, 1 + std::min(n, letters)), kAffixRows));
  for (size_t n = 1; n <= 4; ++n)
    out.affixes.push_back(
        row(static_cast<char>('5' + n), slice(1 + letters - std::min(n, letters), 1 + letters), kAffixRows));
  out.affixes.push_back(row('s', shape, kAffixRows));
  for (size_t n = 3; n <= 5; ++n)
    for (size_t i = 0; i + n < borders.size(); ++i)
      out.grams.push_back(row(static_cast<char>('a' + n), slice(i, i + n), kGramRows));
  return out;
}

}  // namespace kronika
