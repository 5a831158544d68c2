#include "port/icu.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <memory>

namespace kronika {

CharsetGuess guess_charset(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), ucsdet_close);
  const std::string_view sample = bytes.substr(0, 65536);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || !match) return {};
  CharsetGuess guess;
  if (const char* name = ucsdet_getName(match, &status)) guess.name = name;
  guess.confidence = ucsdet_getConfidence(match, &status);
  return guess;
}

Result<std::string> convert_to_utf8(std::string_view bytes, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(charset.c_str(), &status), ucnv_close);
  if (U_FAILURE(status)) return Error{ErrorKind::invalid, "unknown character set " + charset};
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (bytes.size() > INT32_MAX / 4) return Error{ErrorKind::invalid, "too large to convert; convert it to UTF-8 first"};
  icu::UnicodeString text;
  const int32_t capacity = static_cast<int32_t>(bytes.size()) + 1;
  UChar* buffer = text.getBuffer(capacity);
  if (!buffer) return Error{ErrorKind::invalid, "too large to convert; convert it to UTF-8 first"};
  const int32_t size =
      ucnv_toUChars(converter.get(), buffer, capacity, bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  text.releaseBuffer(U_SUCCESS(status) ? size : 0);
  if (U_FAILURE(status)) return Error{ErrorKind::invalid, "its bytes are not " + charset};
  std::string out;
  text.toUTF8String(out);
  return out;
}

void each_word(std::string_view text, const std::function<void(uint32_t, uint32_t)>& word) {
  UErrorCode status = U_ZERO_ERROR;
  // Making an iterator is dear, and one may not be shared by threads: each thread keeps its own.
  thread_local const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  if (!breaks) return word(0, static_cast<uint32_t>(text.size()));
  const std::unique_ptr<UText, decltype(&utext_close)> view(
      utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status), utext_close);
  breaks->setText(view.get(), status);
  if (U_FAILURE(status)) return word(0, static_cast<uint32_t>(text.size()));
  for (int32_t from = breaks->first(), to = breaks->next(); to != icu::BreakIterator::DONE;
       from = to, to = breaks->next())
    word(static_cast<uint32_t>(from), static_cast<uint32_t>(to));
}

std::string fold_marks(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString unfolded =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (form) unfolded = form->normalize(unfolded, status);
  icu::UnicodeString folded;
  for (int32_t i = 0; i < unfolded.length(); i = unfolded.moveIndex32(i, 1)) {
    const UChar32 c = unfolded.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    // Letters that no decomposition takes apart.
    const UChar32 plain = c == 0x141 || c == 0x142   ? 'l'
                          : c == 0xD8 || c == 0xF8   ? 'o'
                          : c == 0x110 || c == 0x111 ? 'd'
                          : c == 0x131               ? 'i'
                                                     : c;
    folded.append(u_tolower(plain));
  }
  std::string out;
  folded.toUTF8String(out);
  return out;
}

bool is_letter(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c)) || (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK);
}

bool is_digit(char32_t c) { return u_isdigit(static_cast<UChar32>(c)); }

int column_width(char32_t c) {
  if (c < 0x300) return 1;
  const auto point = static_cast<UChar32>(c);
  if (U_GET_GC_MASK(point) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) return 0;
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool is_unspaced(char32_t c) {
  if (c < 0x0E00) return false;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

}  // namespace kronika
