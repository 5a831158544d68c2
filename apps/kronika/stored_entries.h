// What the commands that print entries of a store share.
#pragma once

#include <cstdint>
#include <string>

#include "kronika/result.h"
#include "kronika/store.h"
#include "record/terminal_text.h"

namespace kronika::app {

// Prints entries, as table or jsonl (as kronika code --format entries prints them); gives how many there were.
Result<int64_t> print_entries(Store& store, Question question, const std::string& format, const Terminal& terminal);

}  // namespace kronika::app
