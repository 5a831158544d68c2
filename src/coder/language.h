// In which language a text is written, told by its commonest small words: 30 to 50 % of a text's words are among them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kronika/article.h"
#include "kronika/coder.h"
#include "kronika/result.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class LanguageGuesser {
 public:
  // `folder` is data/language.
  static Result<std::unique_ptr<const LanguageGuesser>> load(const std::string& folder);

  // Why a text is not to be coded, by its beginning: "language de" (ISO 639-1) if it is surely in another language than
  // English, "not in English" if it is in letters of another script; empty for English, and for what is too short or
  // too odd to tell.
  std::string reason_to_skip(std::string_view text) const;

  // Takes the sentences of paragraphs in other languages out of the tokens of an article and tells which those are.
  // Paragraphs too short to tell go with what they stand between.
  std::vector<SkippedText> drop_other_languages(const Article& article, Tokens& tokens) const;

 private:
  struct Verdict {
    std::string reason;        // as above
    bool has_english = false;  // one of its small words at least
  };
  Verdict judge(std::string_view text) const;

  std::vector<std::string> languages_;                             // English first
  std::unordered_map<std::string, std::vector<uint8_t>> of_word_;  // indexes into languages_
};

}  // namespace kronika
