// What the encoder network sees of a word: its form, its affixes, its shape and its character n-grams.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kronika {

// Sizes of the hashed tables; a model is trained for these and says so in its file.
constexpr uint32_t kAffixRows = 1u << 14;
constexpr uint32_t kGramRows = 1u << 15;
// How much of a long word is looked at.
constexpr size_t kMostCodePoints = 40;

struct WordFeatures {
  std::string form;               // normalised: lower case, digits as 0, plain quotes and dashes
  std::vector<uint32_t> affixes;  // rows below kAffixRows: prefixes of 1-3, suffixes of 1-4 code points, shape
  std::vector<uint32_t> grams;    // rows below kGramRows: 3- to 5-grams of "<form>"
};

// Lower case, with plain quotes, dashes and spaces.
char32_t plain_code_point(char32_t c);

// `word` must be valid UTF-8. Of a word longer than 40 code points the first 40 are seen.
WordFeatures word_features(std::string_view word);

}  // namespace kronika
