// CSV and TSV by RFC 4180: a header line, fields in double quotes where they hold delimiters, line ends or quotes.
#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "port/icu.h"
#include "reader/encoding.h"
#include "reader/forms.h"

namespace kronika {
namespace {

class RowReader {
 public:
  RowReader(std::unique_ptr<ByteSource> source, char delimiter) : source_(std::move(source)), delimiter_(delimiter) {}

  enum class End { row, file, open_quote, too_large };

  // Reads one row; blank lines are passed over. line() is then where the row begins.
  End read(std::vector<std::string>& row) {
    while (true) {
      row.assign(1, "");
      line_ = next_line_;
      const End end = read_one(row);
      if (end != End::row || row.size() > 1 || !row[0].empty()) return end;
    }
  }
  uint64_t line() const { return line_; }
  std::string failure() const { return source_->failure(); }
  std::string_view ahead() { return source_->ahead(ByteSource::kMostAhead); }

 private:
  // What has been read of the field: nothing, some of it, the inside of quotes, a quote inside quotes (the closing
  // one unless another follows).
  enum class State { start, plain, quoted, quote };

  End read_one(std::vector<std::string>& row) {
    State state = State::start;
    size_t size = 0;
    bool any = false;
    for (std::string_view bytes = source_->ahead(1); !bytes.empty(); bytes = source_->ahead(1)) {
      any = true;
      for (size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        next_line_ += c == '\n';
        if (c == '\n' && state != State::quoted) {
          source_->skip(i + 1);
          // "\r\n" ends a line too; inside of quotes it is text, and a closing quote has left that state.
          if (state == State::plain && row.back().ends_with('\r')) row.back().pop_back();
          return End::row;
        }
        if (c == delimiter_ && state != State::quoted) {
          row.emplace_back();
          state = State::start;
        } else if (c == '"' && state == State::start) {
          state = State::quoted;
        } else if (c == '"' && state == State::quoted) {
          state = State::quote;
        } else {
          // A quote in the middle of a plain field stays, as every program that reads CSV has it.
          const bool doubled = state == State::quote && c == '"';
          state = doubled || state == State::quoted ? State::quoted : State::plain;
          row.back() += c;
          if (++size > ByteSource::kMostPiece) return End::too_large;
        }
      }
      source_->skip(bytes.size());
    }
    if (state == State::quoted) return End::open_quote;
    return any ? End::row : End::file;
  }

  std::unique_ptr<ByteSource> source_;
  char delimiter_;
  uint64_t line_ = 1, next_line_ = 1;
};

class CsvReader : public Reader {
 public:
  CsvReader(RowReader rows, std::string name, size_t width, std::map<std::string, size_t> columns)
      : rows_(std::move(rows)), name_(std::move(name)), width_(width), columns_(std::move(columns)) {}

  std::optional<ReadItem> next() override {
    if (ended_) return {};
    const RowReader::End end = rows_.read(row_);
    const std::string where = name_ + ":" + std::to_string(rows_.line());
    switch (end) {
      case RowReader::End::row:
        any_ = true;
        return read(where);
      case RowReader::End::open_quote:
        ended_ = true;
        return Failure{where,
                       "a quoted field of this row never ends, so nothing from here on was read; double the quotes "
                       "inside of it (\"\")"};
      case RowReader::End::too_large:
        ended_ = true;
        return Failure{where, "a row larger than 2 GiB; is a quote never closed?"};
      case RowReader::End::file:
        break;
    }
    ended_ = true;
    if (const std::string failure = rows_.failure(); !failure.empty()) return Failure{name_, failure};
    if (!any_) return Failure{name_, "empty: only a header line"};
    return {};
  }

 private:
  ReadItem read(const std::string& where) {
    if (row_.size() != width_)
      return Failure{where, "has " + std::to_string(row_.size()) + " columns, the header line has " +
                                std::to_string(width_) + "; put fields that hold delimiters in double quotes"};
    std::map<std::string, std::string> fields;
    for (const auto& [field, column] : columns_) {
      std::string& value = row_[column];
      if (find_invalid_utf8(value) && !convert(value))
        return Failure{where, "the " + field + " is not UTF-8 at its byte " +
                                  std::to_string(*find_invalid_utf8(value)) +
                                  ", and no other encoding is sure; save the file as UTF-8"};
      fields[field] = std::move(value);
    }
    auto document = make_document(std::move(fields));
    if (!document) return Failure{where, document.error().message};
    return std::move(document).value();
  }

  // A file has one character set; it is guessed once, from the first row that needs it and what follows.
  bool convert(std::string& value) {
    if (!charset_) charset_ = detect_charset(value + std::string(rows_.ahead()));
    if (charset_->empty()) return false;
    auto text = convert_to_utf8(value, *charset_);
    if (text) value = std::move(text).value();
    return text.ok();
  }

  RowReader rows_;
  std::string name_;
  std::optional<std::string> charset_;  // empty: none is sure
  size_t width_;
  std::map<std::string, size_t> columns_;  // field → column
  std::vector<std::string> row_;
  bool any_ = false, ended_ = false;
};

}  // namespace

Result<std::unique_ptr<Reader>> make_csv_reader(std::unique_ptr<ByteSource> source, const std::string& name,
                                                char delimiter, const std::map<std::string, std::string>& columns) {
  RowReader rows(std::move(source), delimiter);
  std::vector<std::string> header;
  const RowReader::End end = rows.read(header);
  if (end == RowReader::End::file) return Error{ErrorKind::invalid, rows.failure().empty() ? "empty" : rows.failure()};
  if (end != RowReader::End::row) return Error{ErrorKind::invalid, "a quoted field of the header line never ends"};
  std::string there;
  for (std::string& column : header) {
    if (find_invalid_utf8(column))
      return Error{ErrorKind::invalid, "the header line is not UTF-8; save the file as UTF-8"};
    there += (there.empty() ? "" : ", ") + std::string(first_code_points(column, 60));
  }
  std::map<std::string, size_t> found;
  for (size_t i = 0; i < header.size(); ++i) {
    const std::string field = lower_ascii(header[i]);
    if (is_document_field(field) && !columns.contains(field)) found.emplace(field, i);
  }
  for (const auto& [field, column] : columns) {
    const auto at = std::find(header.begin(), header.end(), column);
    if (at == header.end())
      return Error{ErrorKind::usage, name + ": no column \"" + column + "\" for --columns; the columns are: " + there};
    found[field] = static_cast<size_t>(at - header.begin());
  }
  if (!found.contains("text") && !found.contains("html"))
    return Error{ErrorKind::usage, name + ": no column \"text\"; say --columns text=NAME with one of: " + there};
  return std::unique_ptr<Reader>(std::make_unique<CsvReader>(std::move(rows), name, header.size(), std::move(found)));
}

}  // namespace kronika
