// Words as merging compares them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kronika {

// Letters and digits in small letters, everything else parts words. Valid UTF-8.
std::vector<std::string> folded_words(std::string_view text);

// Hashes of the words that say what a sentence is about: without function words, endings of number and tense dropped;
// sorted, each once.
std::vector<uint64_t> content_words(std::string_view text);

// Numbers with the word that follows them: {10, "people"}, {12, "soldier"}; in digits and, up to twenty, in letters.
// Not years and days of a month.
std::vector<std::pair<int64_t, std::string>> counted_things(std::string_view text);

// Of the smaller set, the part that is in the other too; 0 where one is empty. Both sorted.
double overlap(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b);

}  // namespace kronika
