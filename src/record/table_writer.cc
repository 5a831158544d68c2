#include <algorithm>
#include <array>

#include "record/flat.h"
#include "record/writers.h"

namespace kronika {
namespace {

constexpr size_t kNoTerminal = 120, kNarrowest = 40;

// A column is as wide as its cells, but for `most`, and is left out where all are empty.
struct TableColumn {
  const char* name;
  size_t most;
  size_t from;  // narrower terminals go without it
  std::string (*value)(const PublicRecord& record);
};

constexpr size_t kColumns = 9, kEvent = 1;
constexpr size_t kShortId = 6;  // digits, as many as `explain --record` needs in one article
const std::array<TableColumn, kColumns> kTable = {{
    {"ID", kShortId, 70, [](const PublicRecord& r) { return r.id.substr(3, kShortId); }},
    {"EVENT", 20, 0,
     [](const PublicRecord& r) {
       std::string text = r.record->event;
       for (const std::string& mode : r.record->mode) text += "/" + mode;
       return text;
     }},
    {"ACTOR", 26, 0, [](const PublicRecord& r) { return codes_of(r.actor); }},
    {"RECIPIENT", 26, 0, [](const PublicRecord& r) { return codes_of(r.recipient); }},
    {"WHEN", 21, 60, [](const PublicRecord& r) { return date_of(*r.record); }},
    {"WHERE", 16, 100, [](const PublicRecord& r) { return r.record->place ? r.record->place->name : ""; }},
    {"SURE", 12, 50, [](const PublicRecord& r) { return std::string(factuality_name(r.record->factuality)); }},
    {"SAID BY", 24, 100, [](const PublicRecord& r) { return r.attribution ? r.attribution->text : ""; }},
    {"WORDS", 60, 0, [](const PublicRecord& r) { return r.words.text; }},
}};

using Row = std::array<std::string, kColumns>;

Ink ink_of(const Record& record) {
  constexpr Ink kQuads[] = {Ink::green, Ink::cyan, Ink::yellow, Ink::red};
  return record.quad >= 1 && record.quad <= 4 ? kQuads[record.quad - 1] : Ink::plain;
}

class TableWriter : public RecordWriter {
 public:
  explicit TableWriter(const Terminal& terminal)
      : width_(terminal.width > 0 ? std::max(static_cast<size_t>(terminal.width), kNarrowest) : kNoTerminal),
        colour_(terminal.colour) {}

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    std::string heading = fitted(one_line(publisher.heading()) + (coded.records.empty() ? ": no event" : ""), width_);
    heading.erase(heading.find_last_not_of(' ') + 1);
    std::string out = ink(heading, Ink::bold) + "\n";
    if (coded.records.empty()) return out + "\n";
    std::vector<Row> rows(1);
    for (size_t i = 0; i < kColumns; ++i) rows[0][i] = kTable[i].name;
    for (const Record& record : coded.records) {
      const PublicRecord shown = publisher.publish(record);
      Row& row = rows.emplace_back();
      for (size_t i = 0; i < kColumns; ++i) row[i] = one_line(kTable[i].value(shown));
    }
    const std::array<size_t, kColumns> widths = fit(rows);
    out += ink(line(rows[0], widths, Ink::plain), Ink::dim) + "\n";
    for (size_t r = 1; r < rows.size(); ++r) out += line(rows[r], widths, ink_of(coded.records[r - 1])) + "\n";
    return out + "\n";
  }

 private:
  std::string ink(const std::string& text, Ink ink) const { return colour_ ? inked(text, ink) : text; }

  std::string line(const Row& row, const std::array<size_t, kColumns>& widths, Ink event) const {
    size_t last = kColumns;  // nothing is filled up behind the last cell
    while (last > 0 && (widths[last - 1] == 0 || row[last - 1].empty())) --last;
    std::string line = " ";
    for (size_t i = 0; i < last; ++i) {
      if (widths[i] == 0) continue;
      std::string cell = fitted(row[i], widths[i]);
      if (i + 1 == last) cell.erase(cell.find_last_not_of(' ') + 1);
      line += " " + ink(cell, i == kEvent ? event : Ink::plain);
    }
    return line;
  }

  // As wide as the cells need; where that is more than the terminal has, the widest columns give way.
  std::array<size_t, kColumns> fit(const std::vector<Row>& rows) const {
    std::array<size_t, kColumns> widths{};
    size_t sum = 1;
    for (size_t i = 0; i < kColumns; ++i) {
      if (width_ < kTable[i].from) continue;
      for (size_t r = 1; r < rows.size(); ++r) widths[i] = std::max(widths[i], columns_of(rows[r][i]));
      if (widths[i] == 0) continue;
      widths[i] = std::min(std::max(widths[i], columns_of(kTable[i].name)), kTable[i].most);
      sum += widths[i] + 1;
    }
    for (; sum > width_; --sum) --*std::max_element(widths.begin(), widths.end());
    return widths;
  }

  size_t width_;
  bool colour_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_table_writer(const Terminal& terminal) {
  return std::make_unique<TableWriter>(terminal);
}

}  // namespace kronika
