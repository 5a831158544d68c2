#include "codebook/fold.h"

#include "base/utf8.h"
#include "codebook/knowledge.h"
#include "port/icu.h"

namespace kronika {
namespace {

// Latin letters that NFKD leaves whole though names are written without them too; quotes and dashes of print.
struct Replacement {
  char32_t from;
  const char* to;
};
constexpr Replacement kReplacements[] = {
    {0xDF, "ss"},  {0xE6, "ae"},  {0xF0, "d"},    {0xF8, "o"},    {0xFE, "th"},  {0x111, "d"},  {0x127, "h"},
    {0x131, "i"},  {0x142, "l"},  {0x153, "oe"},  {0x259, "a"},   {0x2BB, "'"},  {0x2BC, "'"},  {0x2BE, "'"},
    {0x2BF, "'"},  {0x2010, "-"}, {0x2011, "-"},  {0x2012, "-"},  {0x2013, "-"}, {0x2014, "-"}, {0x2015, "-"},
    {0x2018, "'"}, {0x2019, "'"}, {0x201C, "\""}, {0x201D, "\""}, {0x2212, "-"}, {0x60, "'"},   {0xB4, "'"},
};

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

std::string replaced(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const auto [c, next] = decode_utf8(text, at);
    const Replacement* found = nullptr;
    for (const Replacement& replacement : kReplacements)
      if (replacement.from == c) found = &replacement;
    if (found) {
      out += found->to;
    } else {
      out.append(text.substr(at, next - at));
    }
    at = next;
  }
  return out;
}

// Lower case in ASCII; hyphens, spaces and control characters as one space, none at the ends.
std::string spaced(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (const char c : text) {
    if (c == '-' || static_cast<unsigned char>(c) <= ' ') {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

std::string fold_letters(std::string_view text) {
  if (is_ascii(text)) {
    std::string out = spaced(text);
    for (char& c : out)
      if (c == '`') c = '\'';
    return out;
  }
  if (find_invalid_utf8(text)) return spaced(text);
  // Before NFKD, which takes an acute accent that stands alone for a space and a mark; after it for what it
  // makes.
  return spaced(replaced(fold_marks(replaced(text))));
}

void drop_possessive(std::string& key) {
  if (key.size() > 2 && key.ends_with("'s")) {
    key.resize(key.size() - 2);
  } else if (key.size() > 1 && key.back() == '\'') {
    key.pop_back();
  }
  while (!key.empty() && key.back() == ' ') key.pop_back();
}

std::string fold_name(std::string_view name) {
  std::string key = fold_letters(name);
  drop_possessive(key);
  return key;
}

LetterCase letter_case(std::string_view name) {
  if (name.ends_with("'s")) name.remove_suffix(2);
  if (name.ends_with("\u2019s")) name.remove_suffix(4);
  LetterCase found;
  const bool ascii = is_ascii(name) || find_invalid_utf8(name);
  for (size_t at = 0; at < name.size();) {
    if (ascii) {
      const char c = name[at++];
      found.upper += c >= 'A' && c <= 'Z';
      found.lower += c >= 'a' && c <= 'z';
      continue;
    }
    const auto [c, next] = decode_utf8(name, at);
    if (is_upper_code_point(c)) {
      ++found.upper;
    } else if (is_letter(c)) {
      ++found.lower;
    }
    at = next;
  }
  return found;
}

}  // namespace kronika
