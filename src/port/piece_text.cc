#include "port/piece_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace kronika {
namespace {

// The blocks that BERT takes for Chinese characters; kana and hangul are not among them.
bool stands_alone(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) ||
         (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

// The general category in Unicode 8, which the vocabulary's own tokenizer has: what later versions added is a letter to
// it.
uint32_t category_mask(UChar32 c) {
  constexpr uint8_t kVersion = 8;
  switch (c) {  // what later versions put elsewhere
    case 0x166D:
    case 0x111C9:
      return U_GC_PO_MASK;
    case 0x1734:
      return U_GC_MN_MASK;
    case 0x1885:
    case 0x1886:
      return U_GC_LO_MASK;
    case 0xA9BD:
      return U_GC_MC_MASK;
    default:
      break;
  }
  UVersionInfo age;
  u_charAge(c, age);
  return age[0] > kVersion ? uint32_t{U_GC_LO_MASK} : uint32_t{U_GET_GC_MASK(c)};
}

}  // namespace

PieceText piece_text(char32_t c) {
  if (stands_alone(c)) return PieceText::alone;
  const auto point = static_cast<UChar32>(c);
  const uint32_t category = category_mask(point);
  if (category & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK)) return PieceText::dropped;
  if (c == 0xFFFD) return PieceText::dropped;
  if (u_hasBinaryProperty(point, UCHAR_WHITE_SPACE)) return PieceText::space;
  if (category & U_GC_P_MASK) return PieceText::mark;
  return PieceText::letter;
}

void append_plain_letters(char32_t c, std::u32string& letters) {
  const auto add = [&](UChar32 part) {
    if (category_mask(part) == U_GC_MN_MASK) return;
    letters.push_back(static_cast<char32_t>(u_tolower(part)));
  };
  const auto point = static_cast<UChar32>(c);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString parts;
  if (!form || !form->getDecomposition(point, parts)) return add(point);
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) add(parts.char32At(i));
}

}  // namespace kronika
