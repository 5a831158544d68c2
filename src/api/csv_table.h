// A list of an answer as CSV (RFC 4180), for spreadsheets.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika {

// `json` is an object, `rows` the member of it that is a list of objects: one row each, with the columns that any of
// them has. The members of an object inside have columns of their own, "date.start"; what lies deeper is left out.
// Lists inside are joined by "; ".
Result<std::string> csv_table(const std::string& json, const std::string& rows);

}  // namespace kronika
