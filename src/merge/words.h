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

// Hashes (24 bits, as stores keep them) of the words that say what a sentence is about: without function words, endings
// of number and tense dropped; sorted, each once.
std::vector<uint64_t> content_words(std::string_view text);

// The same of the words that tell an event, three letters being enough, without verbs that lean on a noun ("held
// talks").
std::vector<uint64_t> trigger_words(std::string_view text);

// Hashes (16 bits) of the twelve words that best tell what an article is about: told often and rare elsewhere. Sorted.
std::vector<uint64_t> topic_words(std::string_view text);

// Numbers with the word that follows them: {10, "people"}, {12, "soldier"}; in digits and, up to twenty, in letters.
// Not years and days of a month.
std::vector<std::pair<int64_t, std::string>> counted_things(std::string_view text);

// How many both sets have. Both sorted.
size_t shared_words(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b);
// Of the smaller set, the part that is in the other too; 0 where one is empty. Both sorted.
double overlap(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b);

}  // namespace kronika
