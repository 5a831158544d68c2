#include "record/csv_cell.h"
#include "record/flat.h"
#include "record/writers.h"

namespace kronika {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

namespace {

// Lines end with CR LF (RFC 4180).
class CsvWriter : public RecordWriter {
 public:
  std::string header() const override {
    std::string line;
    for (const FlatColumn& column : columns()) line += (line.empty() ? "" : ",") + std::string(column.name);
    return line + "\r\n";
  }
  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    std::string lines;
    for (const Record& record : coded.records) {
      const PublicRecord shown = publisher.publish(record);
      bool first = true;
      for (const FlatColumn& column : columns()) {
        lines += first ? "" : ",";
        lines += csv_cell(column.value(article, shown));
        first = false;
      }
      lines += "\r\n";
    }
    return lines;
  }
};

}  // namespace

std::unique_ptr<RecordWriter> make_csv_writer() { return std::make_unique<CsvWriter>(); }

}  // namespace kronika
