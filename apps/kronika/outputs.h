// The forms in which commands write records.
#pragma once

#include <memory>
#include <string>

#include "kronika/coder.h"
#include "kronika/result.h"
#include "record/record_writer.h"

namespace kronika::app {

// Where records come from: a store has what people said of them, which one form (gold) is about.
enum class RecordsOf { coder, store };

// "table, jsonl, csv, …": all of them, for --help and errors.
std::string output_formats(RecordsOf records);
// Fails (usage) on a format that there is not: asked before work that takes its time.
Status check_output_format(const std::string& format, RecordsOf records);
// `info` is the coder of articles that do not say theirs. `data` is the option --data: forms of other data sets need
// codes of countries.
Result<std::unique_ptr<RecordWriter>> make_output_writer(const std::string& format, const CoderInfo& info,
                                                         const Terminal& terminal, const std::string& data);

}  // namespace kronika::app
