// Pages of records and of articles. A page goes on behind the last row of the one before, by the values that it was
// ordered by, so that no page costs more than another.
#include <charconv>

#include "base/calendar.h"
#include "record/public_record.h"
#include "store/selection.h"

namespace kronika {
namespace {

// Where a page ended: what the last record was ordered by.
struct Position {
  Value value;  // of the sort key; null: the record has none
  std::string document;
  int64_t number = 0;
};

// "i18763\x1f0\x1fdocument": a value by its type, the number, the document.
constexpr char kBetween = '\x1f';

std::string position_text(const Position& at) {
  std::string out;
  if (const auto* integer = std::get_if<int64_t>(&at.value)) {
    out = "i" + std::to_string(*integer);
  } else if (const auto* number = std::get_if<double>(&at.value)) {
    char buffer[40];
    out = "d" + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, *number).ptr);
  } else {
    out = "n";
  }
  return out + kBetween + std::to_string(at.number) + kBetween + at.document;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

Error no_position() { return {ErrorKind::usage, "the cursor is none that a page gave; begin again without one"}; }

Result<Position> read_position(std::string_view text) {
  Position at;
  const size_t first = text.find(kBetween), second = first == text.npos ? first : text.find(kBetween, first + 1);
  if (second == text.npos || text.empty()) return no_position();
  const std::string_view value = text.substr(1, first - 1);
  bool good = read_number(text.substr(first + 1, second - first - 1), at.number);
  if (text[0] == 'i')
    good = good && read_number(value, at.value.emplace<int64_t>());
  else if (text[0] == 'd')
    good = good && read_number(value, at.value.emplace<double>());
  else
    good = good && text[0] == 'n' && value.empty();
  if (!good) return no_position();
  at.document = text.substr(second + 1);
  return at;
}

// Behind which row the page begins; nothing: it is the first.
Result<std::optional<Position>> read_after(const Question& question) {
  if (question.after.empty()) return std::optional<Position>();
  auto read = read_position(question.after);
  if (!read) return read.error();
  return std::optional(std::move(read).value());
}

// A record of a page, before it is loaded.
struct Line {
  int64_t coding = 0, number = 0;
  Value value;
  std::string document;
};

// Takes at most `most` records behind `after` out of those that have the sort key's value, or out of those that have
// none: each of the two parts has an index that goes on where it is told.
Status take_part(StoreParts& parts, const Question& question, const SortKey& key, bool known, const Position* after,
                 int64_t most, std::vector<Line>& lines) {
  const std::string column = key.column;
  const bool down = question.sort.starts_with('-'), by_document = column == "a.document";
  SqlText sql;
  sql.text = "SELECT r.coding, r.number, " + (by_document ? std::string("NULL") : column) +
             ", a.document FROM record r JOIN article a ON a.key = r.article";
  if (const Status where = add_where(parts, question.filter, sql); !where) return where;
  const char* beyond = down ? " < " : " > ";
  if (by_document) {
    sql.text += " AND a.current = 1";  // all are: the index of documents wants to be told
    if (after) {
      const std::string document = sql.add(after->document);
      sql.text += " AND a.document " + std::string(down ? "<= " : ">= ") + document + " AND (a.document" + beyond +
                  document + " OR r.number > " + sql.add(after->number) + ")";
    }
    sql.text += std::string(" ORDER BY a.document") + (down ? " DESC" : "") + ", r.number";
  } else {
    if (key.nullable) sql.text += " AND " + column + (known ? " IS NOT NULL" : " IS NULL");
    if (after) {
      const std::string document = sql.add(after->document), number = sql.add(after->number);
      const std::string behind =
          "(a.document > " + document + " OR (a.document = " + document + " AND r.number > " + number + "))";
      if (known) {
        const std::string value = sql.add(after->value);
        sql.text += " AND " + column + (down ? " <= " : " >= ") + value + " AND (" + column + beyond + value + " OR " +
                    behind + ")";
      } else {
        sql.text += " AND " + behind;
      }
    }
    sql.text += " ORDER BY " + (known ? column + (down ? " DESC, " : ", ") : std::string()) + "a.document, r.number";
  }
  sql.text += " LIMIT " + sql.add(most);
  return parts.db->run(sql.text, sql.parameters, [&](const Row& row) {
    lines.push_back({row.integer(0), row.integer(1), row.values[2], row.text(3)});
    return true;
  });
}

// Of the records of an article the current ones; of an old version those that were found in it last.
Result<std::optional<LoadedCoding>> load_last_coding(StoreParts& parts, int64_t article) {
  const auto coding =
      parts.db->first("SELECT key FROM coding WHERE article = ?1 ORDER BY current DESC, key DESC LIMIT 1", {article});
  if (!coding) return coding.error();
  if (coding.value().values.empty()) return std::optional<LoadedCoding>();
  auto loaded = load_coding(parts, coding.value().integer(0));
  if (!loaded) return loaded.error();
  return std::optional(std::move(loaded).value());
}

// The title of an article without private names, as a list may show it.
Status put_title(StoreParts& parts, ArticleLine& line) {
  auto loaded = load_last_coding(parts, line.key);
  if (!loaded) return loaded.error();
  if (!loaded.value() || loaded.value()->article.title().empty()) return Done{};
  line.title = Publisher(loaded.value()->article, loaded.value()->coded).heading();
  return Done{};
}

}  // namespace

Result<std::string> Store::page(const Question& question, const std::function<bool(const StoredRecords&)>& take) {
  const std::lock_guard lock(parts_->mutex);
  const auto key = find_sort_key(question.sort);
  if (!key) return key.error();
  auto begin = read_after(question);
  if (!begin) return begin.error();
  std::optional<Position>& after = begin.value();
  // One more than asked for tells whether anything follows.
  const int64_t most = question.limit < 0 ? INT64_MAX : question.limit + 1;
  std::vector<Line> lines;
  const bool by_document = std::string_view(key.value()->column) == "a.document";
  const bool among_unknown = after && !by_document && std::holds_alternative<std::monostate>(after->value);
  if (!among_unknown) {
    const Status done = take_part(*parts_, question, *key.value(), true, after ? &*after : nullptr, most, lines);
    if (!done) return done.error();
    after.reset();
  }
  if (key.value()->nullable && static_cast<int64_t>(lines.size()) < most) {
    const Status done = take_part(*parts_, question, *key.value(), false, after ? &*after : nullptr,
                                  most - static_cast<int64_t>(lines.size()), lines);
    if (!done) return done.error();
  }
  std::string next;
  if (question.limit >= 0 && static_cast<int64_t>(lines.size()) > question.limit) {
    lines.pop_back();
    if (!lines.empty()) next = position_text({lines.back().value, lines.back().document, lines.back().number});
  }
  bool wanted = true;
  std::vector<size_t> numbers;
  for (size_t i = 0; i < lines.size() && wanted; ++i) {
    numbers.push_back(static_cast<size_t>(lines[i].number));
    if (i + 1 < lines.size() && lines[i + 1].coding == lines[i].coding) continue;
    if (const Status done = hand_over(*parts_, lines[i].coding, numbers, take, wanted); !done) return done.error();
    numbers.clear();
  }
  return next;
}

Result<ArticlePage> Store::articles(const Question& question) {
  const std::lock_guard lock(parts_->mutex);
  auto begin = read_after(question);
  if (!begin) return begin.error();
  std::optional<Position>& after = begin.value();
  const int64_t most = question.limit < 0 ? INT64_MAX : question.limit + 1;
  ArticlePage page;
  std::vector<int64_t> days;  // of the articles, for the position
  const bool among_unknown = after && std::holds_alternative<std::monostate>(after->value);
  for (const bool known : {true, false}) {
    if (known && among_unknown) continue;
    const int64_t room = most - static_cast<int64_t>(page.articles.size());
    if (room <= 0) break;
    SqlText where;
    if (const Status made = add_where(*parts_, question.filter, where); !made) return made.error();
    SqlText sql{"", std::move(where.parameters)};
    // The records are counted for the articles of the page alone, which are chosen first.
    sql.text = "SELECT a.key, a.document, p.name, a.url, a.published, (SELECT count(*) FROM record r" + where.text +
               " AND r.article = a.key) FROM (SELECT a.key, a.document, a.publisher, a.url, a.published FROM article a"
               " WHERE a.current = 1 AND a.published IS " +
               (known ? "NOT NULL" : "NULL");
    if (!question.filter.empty()) sql.text += " AND a.key IN (SELECT r.article FROM record r" + where.text + ")";
    if (after) {
      const std::string key = sql.add(after->number);
      if (known) {
        const std::string day = sql.add(after->value);
        sql.text += " AND a.published <= " + day + " AND (a.published < " + day + " OR a.key < " + key + ")";
      } else {
        sql.text += " AND a.key < " + key;
      }
    }
    const std::string order = std::string(" ORDER BY ") + (known ? "a.published DESC, " : "") + "a.key DESC";
    sql.text += order + " LIMIT " + sql.add(room) + ") a LEFT JOIN term p ON p.key = a.publisher" + order;
    const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
      ArticleLine line{row.integer(0), row.text(1), "", row.text(2), row.text(3), {}, 0};
      if (known) line.published = day_from_number(row.integer(4));
      line.records = row.integer(5);
      page.articles.push_back(std::move(line));
      return true;
    });
    if (!done) return done.error();
    after.reset();
  }
  if (question.limit >= 0 && static_cast<int64_t>(page.articles.size()) > question.limit) {
    page.articles.pop_back();
    if (page.articles.empty()) return page;
    const ArticleLine& last = page.articles.back();
    page.next = position_text({last.published ? Value(day_number(*last.published)) : Value(), "", last.key});
  }
  for (ArticleLine& line : page.articles)
    if (const Status done = put_title(*parts_, line); !done) return done.error();
  return page;
}

Result<int64_t> Store::find_article(const std::string& given) {
  const std::lock_guard lock(parts_->mutex);
  const auto named = parts_->db->first("SELECT key FROM article WHERE document = ?1 AND current = 1", {given});
  if (!named) return named.error();
  if (!named.value().values.empty()) return named.value().integer(0);
  int64_t key = 0;
  if (!read_number(given, key)) return int64_t{0};
  const auto numbered = parts_->db->first("SELECT key FROM article WHERE key = ?1", {key});
  if (!numbered) return numbered.error();
  return numbered.value().values.empty() ? int64_t{0} : key;
}

Status Store::read_article(int64_t key, const std::function<void(const StoredRecords&)>& take) {
  const std::lock_guard lock(parts_->mutex);
  auto loaded = load_last_coding(*parts_, key);
  if (!loaded) return loaded.error();
  if (!loaded.value()) return Error{ErrorKind::not_found, "no article " + std::to_string(key) + " in " + parts_->name};
  LoadedCoding& found = *loaded.value();
  const auto coder = parts_->coder_of(found.coder);
  if (!coder) return coder.error();
  found.coded.coder = coder.value();
  take({found.article, found.coded, *coder.value(), found.version});
  return Done{};
}

}  // namespace kronika
