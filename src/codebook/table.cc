#include "codebook/table.h"

#include <charconv>
#include <fstream>
#include <iterator>

#include "base/calendar.h"
#include "base/utf8.h"

namespace kronika {
namespace {

// A whole number of exactly `cell`'s digits.
std::optional<int> parse_digits(std::string_view cell) {
  int value = 0;
  for (const char c : cell)
    if (c < '0' || c > '9') return {};
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size()) return {};
  return value;
}

// The date as written, with 0 for a missing month or day.
std::optional<Day> parse_date(std::string_view cell) {
  Day date;
  const bool has_month = cell.size() >= 7, has_day = cell.size() == 10;
  if (cell.size() != 4 && cell.size() != 7 && !has_day) return {};
  if ((has_month && cell[4] != '-') || (has_day && cell[7] != '-')) return {};
  const std::optional<int> year = parse_digits(cell.substr(0, 4));
  const std::optional<int> month = has_month ? parse_digits(cell.substr(5, 2)) : 0;
  const std::optional<int> day = has_day ? parse_digits(cell.substr(8, 2)) : 0;
  if (!year || !month || !day || *year == 0) return {};
  date = {*year, *month, *day};
  if (!is_valid({date.year, has_month ? date.month : 1, has_day ? date.day : 1})) return {};
  return date;
}

}  // namespace

Result<Table> Table::parse(std::string text, std::string name, const std::vector<std::string_view>& columns) {
  Table table;
  table.name_ = std::move(name);
  table.text_.assign(text.begin(), text.end());
  const std::string_view all(table.text_.data(), table.text_.size());
  Row row;
  bool seen_header = false;
  for (size_t at = 0; at < all.size();) {
    ++row.line;
    const size_t end = std::min(all.find('\n', at), all.size());
    std::string_view line = all.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (find_invalid_utf8(line)) return table.error_at(row, "not UTF-8; save the table as UTF-8");
    row.cells.clear();
    for (size_t start = 0; start <= line.size();) {
      const size_t tab = std::min(line.find('\t', start), line.size());
      row.cells.push_back(line.substr(start, tab - start));
      start = tab + 1;
    }
    if (!seen_header) {
      seen_header = true;
      if (row.cells == columns) continue;
      std::string expected;
      for (const std::string_view column : columns) expected += (expected.empty() ? "" : " ") + std::string(column);
      return table.error_at(row, "the first line must name the columns, with tabs between: " + expected);
    }
    if (row.cells.size() != columns.size())
      return table.error_at(row, std::to_string(row.cells.size()) + " cells, but there are " +
                                     std::to_string(columns.size()) +
                                     " columns; separate cells by one tab, also empty ones");
    table.rows_.push_back(row);
  }
  if (!seen_header) return table.error_at({1, {}}, "the table is empty; its first line must name the columns");
  return table;
}

Result<Table> Table::read(const std::string& path, const std::vector<std::string_view>& columns) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorKind::not_found, path + ": cannot be opened; is the data folder complete?"};
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (in.bad()) return Error{ErrorKind::io, path + ": cannot be read"};
  return parse(std::move(text), path, columns);
}

Error Table::error_at(const Row& row, const std::string& what) const {
  return {ErrorKind::invalid, name_ + ":" + std::to_string(row.line) + ": " + what};
}

std::vector<std::string_view> split_cell(std::string_view cell, char separator) {
  std::vector<std::string_view> parts;
  for (size_t start = 0; start < cell.size();) {
    const size_t end = std::min(cell.find(separator, start), cell.size());
    if (end > start) parts.push_back(cell.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

std::optional<Day> parse_date_from(std::string_view cell) {
  std::optional<Day> date = parse_date(cell);
  if (date && date->month == 0) date->month = 1;
  if (date && date->day == 0) date->day = 1;
  return date;
}

std::optional<Day> parse_date_until(std::string_view cell) {
  std::optional<Day> date = parse_date(cell);
  if (date && date->month == 0) date->month = 12;
  if (date && date->day == 0) date->day = days_in_month(date->year, date->month);
  return date;
}

}  // namespace kronika
