// Word lists of data/language: text files with comments (#), words between spaces, and [sections].
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// Sets of words by section; words before the first [section] lie in section "".
class WordList {
 public:
  // Fails with file and line on bytes that are not UTF-8 and on a section line without its bracket.
  static Result<WordList> load(const std::string& path);

  bool has(std::string_view section, std::string_view word) const;
  bool has(std::string_view word) const { return has("", word); }
  // In file order.
  const std::vector<std::string>& words(std::string_view section = "") const;
  // The lines of a section, unsplit, without comments: for lists of phrases.
  const std::vector<std::string>& lines(std::string_view section = "") const;

 private:
  struct Section {
    std::vector<std::string> words, lines;
    std::unordered_set<std::string> set;
  };
  std::map<std::string, Section, std::less<>> sections_;
};

}  // namespace kronika
