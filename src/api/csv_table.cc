#include "api/csv_table.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "port/json_value.h"
#include "record/csv_cell.h"

namespace kronika {
namespace {

std::string plain(const JsonValue& value) {
  switch (value.kind()) {
    case JsonValue::Kind::string:
    case JsonValue::Kind::number:
      return value.text();
    case JsonValue::Kind::boolean:
      return value.truth() ? "true" : "false";
    case JsonValue::Kind::list: {
      std::string out;
      for (const JsonValue& item : value.items()) out += (&item == &value.items().front() ? "" : "; ") + plain(item);
      return out;
    }
    default:
      return "";
  }
}

// The cells of an object by column.
std::vector<std::pair<std::string, std::string>> cells_of(const JsonValue& item) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, value] : item.entries()) {
    if (!value.is_object()) {
      out.emplace_back(name, plain(value));
      continue;
    }
    for (const auto& [inner, part] : value.entries())
      if (!part.is_object()) out.emplace_back(name + "." + inner, plain(part));
  }
  return out;
}

}  // namespace

Result<std::string> csv_table(const std::string& json, const std::string& rows) {
  const auto answer = JsonValue::parse(json);
  if (!answer) return answer.error();
  const std::vector<JsonValue>& items = answer.value()[rows].items();
  std::vector<std::string> columns;
  std::vector<std::map<std::string, std::string>> lines;
  for (const JsonValue& item : items) {
    std::map<std::string, std::string>& line = lines.emplace_back();
    for (auto& [column, text] : cells_of(item)) {
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
      line[column] = std::move(text);
    }
  }
  std::string out;
  for (const std::string& column : columns) out += (out.empty() ? "" : ",") + csv_cell(column);
  out += "\r\n";
  for (auto& line : lines) {
    for (const std::string& column : columns) out += (&column == &columns.front() ? "" : ",") + csv_cell(line[column]);
    out += "\r\n";
  }
  return out;
}

}  // namespace kronika
