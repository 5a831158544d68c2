// What the commands that print records of a store share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "kronika/store.h"
#include "record/terminal_text.h"

namespace kronika::app {

// The words of the shell are one filter; what it took the quotes off is put between new ones: text:"border police"
// comes as the one word `text:border police`.
std::string filter_of(const std::vector<std::string>& words);

// Prints the records that a question asks for; `format` is one of make_record_writer, or gold. Gives how many there
// were.
Result<int64_t> print_records(Store& store, const Question& question, const std::string& format,
                              const Terminal& terminal);

}  // namespace kronika::app
