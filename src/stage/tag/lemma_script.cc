#include "stage/tag/lemma_script.h"

#include <vector>

#include "base/utf8.h"

namespace kronika {
namespace {

std::u32string decode(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    out += c.value;
    at = c.next;
  }
  return out;
}

std::string encode(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

std::u32string lower(std::u32string text) {
  for (char32_t& c : text) c = lower_code_point(c == 0x2019 ? U'\'' : c);
  return text;
}

}  // namespace

std::string lemma_script(std::string_view word, std::string_view lemma) {
  const std::u32string kept = decode(word), wanted = decode(lemma);
  const std::u32string lowered = lower(kept);
  const auto shared = [&](const std::u32string& form) {
    size_t n = 0;
    while (n < form.size() && n < wanted.size() && form[n] == wanted[n]) ++n;
    return n;
  };
  const size_t keep_shared = shared(kept), lower_shared = shared(lowered);
  const bool keep = keep_shared > lower_shared;
  const size_t prefix = keep ? keep_shared : lower_shared;
  if (prefix == 0) return "=" + std::string(lemma);
  return std::string(keep ? "k" : "l") + std::to_string(kept.size() - prefix) + "+" +
         encode(std::u32string_view(wanted).substr(prefix));
}

std::string apply_lemma_script(std::string_view script, std::string_view word) {
  if (script.starts_with('=')) return std::string(script.substr(1));
  std::u32string form = decode(word);
  if (!script.starts_with('k')) form = lower(form);
  const size_t plus = script.find('+');
  if (plus == std::string_view::npos) return encode(form);
  size_t cut = 0;
  for (const char c : script.substr(1, plus - 1)) cut = cut * 10 + static_cast<size_t>(c - '0');
  if (cut >= form.size() && cut > 0) return encode(lower(form));
  form.resize(form.size() - cut);
  return encode(form) + std::string(script.substr(plus + 1));
}

}  // namespace kronika
