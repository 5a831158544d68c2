#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "record/flat.h"
#include "record/writers.h"

namespace kronika {
namespace {

constexpr size_t kNoTerminal = 120, kNarrowest = 80;

std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return text;
}

// Exactly `width` code points: cut with an ellipsis, or filled up.
std::string fitted(const std::string& text, size_t width) {
  const size_t length = count_code_points(text);
  if (length > width) return std::string(first_code_points(text, width - 1)) + "\u2026";
  return text + std::string(width - length, ' ');
}

// A column is as wide as its cells, but for `most`, and is left out where all are empty.
struct TableColumn {
  const char* name;
  size_t most;
  bool wide_only;  // left out on a narrow terminal
  std::string (*value)(const PublicRecord& record);
};

constexpr size_t kColumns = 8;
const std::array<TableColumn, kColumns> kTable = {{
    {"EVENT", 20, false,
     [](const PublicRecord& r) {
       std::string text = r.record->event;
       for (const std::string& mode : r.record->mode) text += "/" + mode;
       return text;
     }},
    {"ACTOR", 26, false, [](const PublicRecord& r) { return codes_of(r.actor); }},
    {"RECIPIENT", 26, false, [](const PublicRecord& r) { return codes_of(r.recipient); }},
    {"WHEN", 21, false, [](const PublicRecord& r) { return date_of(*r.record); }},
    {"WHERE", 16, true, [](const PublicRecord& r) { return r.record->place ? r.record->place->name : ""; }},
    {"SURE", 12, false, [](const PublicRecord& r) { return std::string(factuality_name(r.record->factuality)); }},
    {"SAID BY", 20, true, [](const PublicRecord& r) { return r.attribution ? r.attribution->text : ""; }},
    {"WORDS", 60, false, [](const PublicRecord& r) { return r.words.text; }},
}};

using Row = std::array<std::string, kColumns>;

class TableWriter : public RecordWriter {
 public:
  explicit TableWriter(int width) : width_(width > 0 ? std::max<size_t>(static_cast<size_t>(width), kNarrowest) : kNoTerminal) {}

  std::string article(const Article& article, const std::vector<Record>& records) const override {
    const std::string name = one_line(std::string(article.title().empty() ? article.id() : article.title()));
    std::string out = fitted(name + (records.empty() ? ": no event" : ""), width_);
    out.erase(out.find_last_not_of(' ') + 1);
    out += "\n";
    if (records.empty()) return out + "\n";
    const Publisher publisher(article, records);
    std::vector<Row> rows(1);
    for (size_t i = 0; i < kColumns; ++i) rows[0][i] = kTable[i].name;
    for (const Record& record : records) {
      const PublicRecord shown = publisher.publish(record);
      Row& row = rows.emplace_back();
      for (size_t i = 0; i < kColumns; ++i) row[i] = one_line(kTable[i].value(shown));
    }
    const std::array<size_t, kColumns> widths = fit(rows);
    for (const Row& row : rows) {
      std::string line = " ";
      for (size_t i = 0; i < kColumns; ++i)
        if (widths[i] > 0) line += " " + fitted(row[i], widths[i]);
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    return out + "\n";
  }

 private:
  // As wide as the cells need; where that is more than the terminal has, the widest columns give way.
  std::array<size_t, kColumns> fit(const std::vector<Row>& rows) const {
    std::array<size_t, kColumns> widths{};
    size_t sum = 1;
    for (size_t i = 0; i < kColumns; ++i) {
      if (kTable[i].wide_only && width_ < 100) continue;
      for (size_t r = 1; r < rows.size(); ++r) widths[i] = std::max(widths[i], count_code_points(rows[r][i]));
      if (widths[i] == 0) continue;
      widths[i] = std::min(std::max(widths[i], count_code_points(rows[0][i])), kTable[i].most);
      sum += widths[i] + 1;
    }
    for (; sum > width_; --sum) --*std::max_element(widths.begin(), widths.end());
    return widths;
  }

  size_t width_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_table_writer(int width) { return std::make_unique<TableWriter>(width); }

}  // namespace kronika
