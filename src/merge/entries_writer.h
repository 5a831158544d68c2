// Entries of the chronicle as JSON lines: the reports of each happening together.
#pragma once

#include <memory>
#include <string>

#include "merge/entries.h"
#include "record/record_writer.h"

namespace kronika {

// One JSON object, without a line end; docs/merge.md says what it holds.
std::string entry_line(const Entry& entry);

// Keeps what merging needs of each record (some 500 bytes) and gives all entries in the footer.
std::unique_ptr<RecordWriter> make_entries_writer();

}  // namespace kronika
