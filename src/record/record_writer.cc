#include "record/record_writer.h"

#include "record/writers.h"

namespace kronika {

Result<std::unique_ptr<RecordWriter>> make_record_writer(const std::string& format, const CoderInfo& info,
                                                         const Terminal& terminal) {
  if (format == "jsonl") return make_json_writer(info);
  if (format == "csv") return make_csv_writer();
  if (format == "table") return make_table_writer(terminal);
  return Error{ErrorKind::usage, "there is no output format \"" + format + "\"; the formats are table, jsonl, csv"};
}

}  // namespace kronika
