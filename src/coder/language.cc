#include "coder/language.h"

#include <algorithm>

#include "base/utf8.h"
#include "port/icu.h"
#include "text/word_list.h"

namespace kronika {

Result<std::unique_ptr<const LanguageGuesser>> LanguageGuesser::load(const std::string& folder) {
  const auto words = WordList::load(folder + "/languages.txt");
  if (!words) return words.error();
  std::unique_ptr<LanguageGuesser> guesser(new LanguageGuesser());
  guesser->languages_ = words.value().words();
  if (guesser->languages_.empty() || guesser->languages_.size() > UINT8_MAX)
    return Error{ErrorKind::invalid, folder + "/languages.txt: the languages do not stand before the first section"};
  for (size_t i = 0; i < guesser->languages_.size(); ++i)
    for (const std::string& word : words.value().words(guesser->languages_[i]))
      guesser->of_word_[word].push_back(static_cast<uint8_t>(i));
  return std::unique_ptr<const LanguageGuesser>(std::move(guesser));
}

std::string LanguageGuesser::other_than_english(std::string_view text) const {
  constexpr size_t kMostWords = 400, kFewestWords = 12;
  std::vector<size_t> hits(languages_.size(), 0);
  size_t words = 0;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    ++words;
    if (const auto known = of_word_.find(word); known != of_word_.end())
      for (const uint8_t language : known->second) ++hits[language];
    word.clear();
  };
  for (size_t at = 0; at < text.size() && words < kMostWords;) {
    const CodePoint c = decode_utf8(text, at);
    at = c.next;
    if (is_letter(c.value))
      append_utf8(word, lower_code_point(c.value));
    else
      end_word();
  }
  end_word();
  const auto best = std::max_element(hits.begin(), hits.end());  // the first of equals, so English
  const bool sure = words >= kFewestWords && *best * 6 >= words && *best >= 2 * hits.front();
  return sure ? languages_[static_cast<size_t>(best - hits.begin())] : "";
}

}  // namespace kronika
