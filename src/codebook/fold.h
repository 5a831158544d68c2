// The parts of fold_name, for those who fold a name word by word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kronika {

// As fold_name, but a final possessive stays. Any bytes: those that are not UTF-8 are kept as they are.
std::string fold_letters(std::string_view text);
// "lavrov's" → "lavrov", "states'" → "states".
void drop_possessive(std::string& key);

// Letters by case; of scripts without case all count as lower. A final possessive does not count.
struct LetterCase {
  uint32_t upper = 0, lower = 0;
};
LetterCase letter_case(std::string_view name);

}  // namespace kronika
