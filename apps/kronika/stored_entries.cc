#include "stored_entries.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "merge/entries_writer.h"

namespace kronika::app {
namespace {

// A table of entries, with columns as wide as the terminal allows.
class EntryTable {
 public:
  explicit EntryTable(const Terminal& terminal) : terminal_(terminal) {
    constexpr size_t kNoTerminal = 140, kNarrowest = 80;
    const size_t width = terminal.width > 0 ? std::max(static_cast<size_t>(terminal.width), kNarrowest) : kNoTerminal;
    size_t fixed = 0;
    for (size_t i = 0; i + 1 < kColumns.size(); ++i) {
      widths_.push_back(width < kColumns[i].from ? 0 : kColumns[i].width);
      fixed += widths_.back() == 0 ? 0 : widths_.back() + 1;
    }
    widths_.push_back(width > fixed + kLeastWords ? width - fixed : kLeastWords);
  }

  std::string heading() const {
    std::vector<std::string> cells;
    for (const Column& column : kColumns) cells.emplace_back(column.name);
    const std::string line = row(cells);
    return (terminal_.colour ? inked(line, Ink::dim) : line) + "\n";
  }
  std::string line(const StoredEntry& found) const {
    std::vector<std::string> cells;
    for (const Column& column : kColumns) cells.push_back(one_line(column.value(found)));
    return row(cells) + "\n";
  }

 private:
  struct Column {
    const char* name;
    size_t width, from;  // narrower terminals go without it
    std::string (*value)(const StoredEntry& found);
  };
  static std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& item : list) out += (out.empty() ? "" : ", ") + item;
    return out;
  }
  static constexpr size_t kLeastWords = 12, kShortId = 8;
  static constexpr std::array<Column, 9> kColumns = {{
      {"ID", kShortId, 100, [](const StoredEntry& e) { return e.entry.id.substr(3, kShortId); }},
      {"WHEN", 10, 0,
       [](const StoredEntry& e) {
         return e.date ? format_day(e.date->first) : e.day != 0 ? format_day(day_from_number(e.day)) : "";
       }},
      {"EVENT", 14, 0,
       [](const StoredEntry& e) {
         std::string text = e.entry.event;
         for (const std::string& mode : e.mode) text += "/" + mode;
         return text;
       }},
      {"ACTOR", 14, 0, [](const StoredEntry& e) { return joined(e.entry.actor); }},
      {"RECIPIENT", 14, 0, [](const StoredEntry& e) { return joined(e.entry.recipient); }},
      {"WHERE", 12, 110, [](const StoredEntry& e) { return e.place ? e.place->name : ""; }},
      {"TOLD", 4, 0, [](const StoredEntry& e) { return std::to_string(e.entry.records.size()); }},
      {"BY", 3, 0, [](const StoredEntry& e) { return std::to_string(e.entry.independent); }},
      {"WORDS", 0, 0, [](const StoredEntry& e) { return e.text; }},
  }};

  std::string row(const std::vector<std::string>& cells) const {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i)
      if (widths_[i] > 0) line += fitted(cells[i], widths_[i]) + " ";
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  Terminal terminal_;
  std::vector<size_t> widths_;
};

}  // namespace

Result<int64_t> print_entries(Store& store, Question question, const std::string& format, const Terminal& terminal) {
  if (format != "table" && format != "jsonl")
    return Error{ErrorKind::usage, "entries are written as table or jsonl, not as \"" + format + "\""};
  const bool table = format == "table";
  const EntryTable rows(terminal);
  bool written = true;
  const auto put = [&](const std::string& text) {
    written = written && std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  };
  question.outline = !table;
  if (table) put(rows.heading());
  int64_t entries = 0;
  // Entries of one day come in the order of the first digits of their ids; kronika code has them in that of the whole.
  std::map<std::string, std::string> alike;  // id → line
  int64_t day = 0;
  const auto flush = [&] {
    for (const auto& [id, line] : alike) put(line);
    alike.clear();
  };
  const Status done = store.entries(question, [&](const StoredEntry& found) {
    ++entries;
    if (table) {
      put(rows.line(found));
      return written;
    }
    constexpr size_t kSame = 10;
    if (!alike.empty() &&
        (day != found.entry.first_seen || alike.begin()->first.substr(0, kSame) != found.entry.id.substr(0, kSame)))
      flush();
    day = found.entry.first_seen;
    alike[found.entry.id] = entry_line(found.entry) + "\n";
    return written;
  });
  if (!done) return done.error();
  flush();
  return entries;
}

}  // namespace kronika::app
