// Names that our own tables know, to learn from where a corpus marks proper nouns but not what they name.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kronika/result.h"

namespace kronika::train {

class KnownNames {
 public:
  struct Name {
    size_t titles = 0;  // leading words that are no part of it: "President Bush"
    std::string type;   // person, organization, place, group
  };

  // `data` is the folder of the coder's data: countries, organizations, places, given names, titles.
  static Result<KnownNames> load(const std::string& data);

  // What a run of proper nouns names; nothing where it is not known, or could be names of several types.
  std::optional<Name> find(const std::vector<std::string>& words) const;
  // Whether a word names the people of a country, or what is theirs: "Iraqis", "Iraqi".
  bool is_group(const std::string& word) const;
  bool is_title(const std::string& word) const;

 private:
  void add(std::string_view name, const char* type);

  std::unordered_map<std::string, std::string> types_;  // "" where a name has several
  std::unordered_set<std::string> given_, titles_;      // small letters
};

}  // namespace kronika::train
