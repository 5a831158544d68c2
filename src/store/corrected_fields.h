// The fields of a record that a person may correct: how a value is written, and what it changes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/record.h"
#include "kronika/result.h"
#include "query/vocabulary.h"

namespace kronika {

// What the codebook says of a category, or of one of its modes.
struct CategoryCodes {
  std::string cameo;
  int quad = 0;
  double score = 0;
};
// By category and mode (empty: none); the category's own where it does not know the mode.
using CodesOf = std::function<CategoryCodes(const std::string& event, const std::string& mode)>;

// event mode context actor recipient date place factuality attribution
std::vector<std::string> correctable_fields();
// The value of a field as a correction writes it: "RUS GOV; UKR", "2021-05-01..2021-05-31", "Minsk, BLR"; "none".
std::string field_value(const Record& record, std::string_view field);
// Fails (usage) on a field or a value that there is not, with the names that are near. `text` is the value in the form
// of field_value.
Status check_correction(const std::string& field, const std::string& value, const Vocabulary& vocabulary);
// Sets a field to a value that was checked. Codes that follow from category and mode are set with them. Parties keep
// their words where one had the code before, or stood in the same place of the list.
void apply_correction(Record& record, const std::string& field, const std::string& value, const CodesOf& codes);

}  // namespace kronika
