// Tables of our own data: tab-separated, `#` comments, one header line; data/actors/README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/article.h"
#include "kronika/result.h"

namespace kronika {

// The rows of one table; cells point into `text`. Movable, not copyable: the views must not lose their text.
class Table {
 public:
  struct Row {
    uint32_t line = 0;                    // from 1
    std::vector<std::string_view> cells;  // as many as columns
  };

  // Fails (invalid, with file:line) on bad UTF-8, a header other than `columns`, and rows with more or fewer
  // cells. `name` stands for the file in errors.
  static Result<Table> parse(std::string text, std::string name, const std::vector<std::string_view>& columns);
  // Fails (not_found) where there is no such file.
  static Result<Table> read(const std::string& path, const std::vector<std::string_view>& columns);

  const std::vector<Row>& rows() const { return rows_; }
  // An error at a row: "offices.tsv:12: what".
  Error error_at(const Row& row, const std::string& what) const;

 private:
  Table() = default;
  std::string name_;
  std::vector<char> text_;  // a vector, not a string: its bytes stay where they are when it is moved
  std::vector<Row> rows_;
};

// The parts of a cell between `separator`s, without empty ones.
std::vector<std::string_view> split_cell(std::string_view cell, char separator);
// "2021", "2021-06", "2021-06-29": the first or the last day of it. Nothing for other forms.
std::optional<Day> parse_date_from(std::string_view cell);
std::optional<Day> parse_date_until(std::string_view cell);

}  // namespace kronika
