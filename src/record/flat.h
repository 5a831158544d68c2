// The columns of a record where it is one row: what CSV and the table share.
#pragma once

#include <string>
#include <vector>

#include "record/public_record.h"

namespace kronika {

struct FlatColumn {
  const char* name;
  std::string (*value)(const Article& article, const PublicRecord& record);
};
// All columns, in the order of the CSV form.
const std::vector<FlatColumn>& columns();

// "RUS GOV; BLR GOV"
std::string codes_of(const std::vector<PublicParty>& parties);
std::string date_of(const Record& record);
std::string joined(const std::vector<std::string>& list, const char* between);
// A number by a form of printf.
std::string decimal(double value, const char* form);

}  // namespace kronika
