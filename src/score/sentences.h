// Sentences as scoring counts them: by end marks and line ends alone, the same for every coder and every version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kronika {

std::u32string code_points_of(std::string_view utf8);
// Where a sentence begins: 0, and after an end mark (and a quote or bracket that closes) with space before a capital or
// a digit, and after line ends.
std::vector<uint32_t> sentence_starts(const std::u32string& text);
// The index of the sentence that a place lies in.
uint32_t sentence_of(const std::vector<uint32_t>& starts, uint32_t place);

}  // namespace kronika
