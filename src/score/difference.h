// What differs between two codings of the same articles, field by field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"

namespace kronika {

struct Difference {
  enum class Kind { added, removed, changed } kind = Kind::changed;
  std::string document, id, event;  // id and event of the first coding, for `added` of the second
  std::string words;
  struct Field {
    std::string name, first, second;  // as JSON; empty: not there
  };
  std::vector<Field> fields;  // of changed ones
};
struct Differences {
  int64_t same = 0;             // records that are equal in all that is compared
  std::vector<Difference> all;  // in the order of the first coding, then what only the second has
};

// Both are records as `kronika code` prints them. Not compared: id, why, coder, review. `name` stands for the file in
// errors, which have the line.
Result<Differences> difference_of(std::string_view first, const std::string& first_name, std::string_view second,
                                  const std::string& second_name);

}  // namespace kronika
