// In which language a text is written, told by its commonest small words: 30 to 50 % of a text's words are among them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class LanguageGuesser {
 public:
  // `folder` is data/language.
  static Result<std::unique_ptr<const LanguageGuesser>> load(const std::string& folder);

  // "de" (ISO 639-1) if the beginning of the text is surely in another language than English; empty for English, and
  // for what is too short or too odd to tell.
  std::string other_than_english(std::string_view text) const;

 private:
  std::vector<std::string> languages_;                             // English first
  std::unordered_map<std::string, std::vector<uint8_t>> of_word_;  // indexes into languages_
};

}  // namespace kronika
