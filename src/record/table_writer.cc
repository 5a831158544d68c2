#include <algorithm>

#include "base/utf8.h"
#include "record/flat.h"
#include "record/writers.h"

namespace kronika {
namespace {

constexpr size_t kNoTerminal = 120, kNarrowest = 80;

// Exactly `width` code points: cut with an ellipsis, or filled up.
std::string fitted(std::string text, size_t width) {
  for (char& c : text)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  const size_t length = count_code_points(text);
  if (length > width) return std::string(first_code_points(text, width - 1)) + "\u2026";
  return text + std::string(width - length, ' ');
}

class TableWriter : public RecordWriter {
 public:
  explicit TableWriter(int width) : width_(width > 0 ? std::max<size_t>(static_cast<size_t>(width), kNarrowest) : kNoTerminal) {}

  std::string article(const Article& article, const std::vector<Record>& records) const override {
    const std::string name(article.title().empty() ? article.id() : article.title());
    std::string out = fitted(name + (records.empty() ? ": no event" : ""), width_);
    out.erase(out.find_last_not_of(' ') + 1);
    out += "\n";
    if (records.empty()) return out + "\n";
    // Who did what to whom get what the fixed columns leave, the words all that is left then.
    // Six columns with a space before each, and one more at the left edge.
    const size_t event = 18, when = width_ < 100 ? 10 : 21, sure = 12, rest = width_ - event - when - sure - 7;
    const size_t side = std::min<size_t>(26, rest / 3), words = rest - 2 * side;
    const auto row = [&](const std::string& a, const std::string& b, const std::string& c, const std::string& d, const std::string& e, const std::string& f) {
      std::string line = "  " + fitted(a, event) + " " + fitted(b, side) + " " + fitted(c, side) + " " + fitted(d, when) + " " + fitted(e, sure) + " " + fitted(f, words);
      line.erase(line.find_last_not_of(' ') + 1);
      return line + "\n";
    };
    out += row("EVENT", "ACTOR", "RECIPIENT", "WHEN", "SURE", "WORDS");
    const Publisher publisher(article);
    for (const Record& record : records) {
      const PublicRecord shown = publisher.publish(record);
      std::string event_mode = record.event;
      for (const std::string& mode : record.mode) event_mode += "/" + mode;
      out += row(event_mode, codes_of(shown.actor), codes_of(shown.recipient), date_of(record), std::string(factuality_name(record.factuality)),
                 shown.words.text);
    }
    return out + "\n";
  }

 private:
  size_t width_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_table_writer(int width) { return std::make_unique<TableWriter>(width); }

}  // namespace kronika
