// RecordWriter: records to text, in one of the output forms. docs/record.md describes the fields.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kronika/article.h"
#include "kronika/coder.h"
#include "kronika/record.h"
#include "kronika/result.h"
#include "record/public_record.h"

namespace kronika {

// Immutable; safe for concurrent use by multiple threads.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  // What comes once, before all articles; may be empty.
  virtual std::string header() const { return ""; }
  // The records of one article, whole lines; may be empty.
  virtual std::string article(const Article& article, const std::vector<Record>& records) const = 0;
};

// `format` is jsonl, csv or table; `width` is that of the terminal in columns, 0 where it is none. An unknown format is a
// usage error. To add a format: write its class in a file of its own and name it in record_writer.cc.
Result<std::unique_ptr<RecordWriter>> make_record_writer(const std::string& format, const CoderInfo& info, int width);

}  // namespace kronika
