// The output forms that make_record_writer chooses from.
#pragma once

#include <memory>

#include "record/record_writer.h"

namespace kronika {

std::unique_ptr<RecordWriter> make_json_writer(const CoderInfo& info);
std::unique_ptr<RecordWriter> make_csv_writer();
std::unique_ptr<RecordWriter> make_table_writer(const Terminal& terminal);

}  // namespace kronika
