// What the commands that print records of a store share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "kronika/store.h"
#include "record/record_writer.h"

namespace kronika::app {

// The words of the shell are one filter; what it took the quotes off is put between new ones: text:"border police"
// comes as the one word `text:border police`.
std::string filter_of(const std::vector<std::string>& words);

// Opens a store to write to it. One of an older version is brought up to date; where that takes its time, stderr says
// so.
Result<std::unique_ptr<Store>> open_to_write(const std::string& name, StoreAccess access);

// Prints the records that a question asks for; gives how many there were. What the form has no place for is said on
// stderr.
Result<int64_t> print_records(Store& store, const Question& question, const RecordWriter& writer);

}  // namespace kronika::app
