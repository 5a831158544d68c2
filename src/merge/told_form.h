// The form in which a store keeps what a report tells: all that `tied` looks at, nothing else. Reports that tell the
// same have the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/result.h"
#include "merge/happening.h"

namespace kronika {

// `alone`: of a record that a person set apart from all others; two such are never the same.
std::string pack_told(const Report& report, bool alone = false);
bool is_alone(std::string_view bytes);
// Fails (invalid) on bytes that are broken or of a form newer than ours; never reads past the end, whatever the bytes.
// The report has no id, document, publisher, numbers or factuality; `published` only where it gives no day itself.
Result<Report> unpack_told(std::string_view bytes);

// Numbers of things as one text, and back: "10 people;12 soldier". Empty: none.
std::string pack_numbers(const Report& report);
std::vector<std::pair<int64_t, std::string>> unpack_numbers(std::string_view text);

}  // namespace kronika
