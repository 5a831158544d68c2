// RecordTable: records as columns, ready to be handed to data frames without a copy. docs/python.md lists the columns:
// the keys of the record's JSON form, and the article's day of publication.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/column.h"
#include "kronika/article.h"
#include "kronika/result.h"

namespace kronika {

// The record's fields: a group without name.
const ColumnType& record_columns();

// Rows lie in batches of at most kBatchRows. Used by one thread at a time while it grows; then by many.
class RecordTable {
 public:
  static constexpr size_t kBatchRows = 65536;

  // Adds the lines that the writer of jsonl makes of an article's records. Fails (invalid) on other lines; the table is
  // of no use then.
  Status append(std::string_view lines, const std::optional<Day>& published);

  size_t size() const { return size_; }
  // The record as that writer gives it, without line end. `row` < size().
  std::string line(size_t row) const;
  std::optional<Day> published(size_t row) const;

  // All batches one after the other. The stream keeps what it needs; rows that are added later are not in it.
  void hand_over(ArrowArrayStream* out);

 private:
  struct Batch;
  struct Stream;
  // The batch that holds a row, which becomes that within it.
  const Batch& find(size_t& row) const;

  std::vector<std::shared_ptr<Batch>> batches_;
  std::vector<size_t> starts_;  // the row that each batch begins at
  size_t size_ = 0, bytes_ = 0;
  bool open_ = false;  // the last batch takes more rows
};

}  // namespace kronika
