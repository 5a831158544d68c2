#include "reader/encoding.h"

#include <algorithm>
#include <cctype>

#include "base/utf8.h"
#include "port/icu.h"

namespace kronika {
namespace {

constexpr char kNotText[] = "not text";

bool has_utf16_mark(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

// Pages that say ISO-8859-1 or ASCII are Windows-1252, as every browser reads them (encoding.spec.whatwg.org).
std::string usual_charset(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
  if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii") return "windows-1252";
  return name;
}

// UTF-8 with a few broken bytes in it: more sequences of several bytes than bytes that fit nowhere. Read in another
// character set it would be a text full of wrong letters.
bool is_damaged_utf8(std::string_view bytes) {
  size_t sequences = 0, broken = 0;
  for (size_t at = 0; at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const bool fits = !find_invalid_utf8(bytes.substr(at, size));
    sequences += fits && size > 1;
    broken += !fits;
    at += fits ? size : 1;
  }
  return sequences > broken;
}

}  // namespace

bool is_binary(std::string_view bytes) {
  if (has_utf16_mark(bytes)) return false;
  bytes = bytes.substr(0, 65536);
  size_t control = 0;
  for (const char c : bytes) {
    if (c == 0) return true;
    control += static_cast<unsigned char>(c) < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1B;
  }
  return control * 50 > bytes.size();
}

std::string detect_charset(std::string_view bytes) {
  if (is_damaged_utf8(bytes)) return "";
  const CharsetGuess guess = guess_charset(bytes);
  const std::string name = usual_charset(guess.name);
  constexpr int kSure = 35;  // a sentence in Russian gives 37, English with one accent 60, a line of noise 27
  return guess.confidence >= kSure && (name == "windows-1251" || name == "windows-1252") ? name : "";
}

Result<std::string> decode_text(std::string bytes, const std::string& declared) {
  if (is_binary(bytes)) return Error{ErrorKind::invalid, kNotText};
  if (has_utf16_mark(bytes)) {
    auto text = convert_to_utf8(std::string_view(bytes).substr(2), bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE");
    if (!text) return Error{ErrorKind::invalid, "begins as UTF-16, but " + text.error().message + "; save it as UTF-8"};
    if (is_binary(text.value())) return Error{ErrorKind::invalid, kNotText};
    return text;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  const auto bad = find_invalid_utf8(bytes);
  if (!bad) return bytes;
  const std::string named = usual_charset(declared);
  if (!named.empty() && named != "utf-8" && named != "utf8") {
    if (auto text = convert_to_utf8(bytes, named)) return text;
  }
  if (const std::string likely = detect_charset(bytes); !likely.empty()) {
    if (auto text = convert_to_utf8(bytes, likely)) return text;
  }
  return Error{ErrorKind::invalid,
               "not UTF-8 at byte " + std::to_string(*bad) + ", and no other encoding is sure; save it as UTF-8"};
}

}  // namespace kronika
