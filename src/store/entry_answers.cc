// Reading entries: those that a filter asks for, one by its id, their number.
#include <algorithm>
#include <cstdio>
#include <set>

#include "base/calendar.h"
#include "merge/entry_maker.h"
#include "merge/told_form.h"
#include "record/public_record.h"
#include "store/entry_order.h"
#include "store/filter_sql.h"
#include "store/parts.h"
#include "store/selection.h"

namespace kronika {
namespace {

// A record of an entry, as its row tells.
struct StoredReport {
  Report report;
  std::string bands;
  int64_t id = 0, coding = 0, number = 0, review = 0, factuality = 0, quad = 0, day = 0;
  double confidence = 0, score = 0;
  std::string cameo, attribution;
  std::optional<int64_t> date_start, date_end;
  bool placed = false;
};

Result<std::vector<StoredReport>> reports_of_entry(Database& db, int64_t entry) {
  std::vector<StoredReport> out;
  Status broken = Done{};
  const Status done = db.run(
      "SELECT t.told, b.bands, r.id, a.document, p.name, a.published, r.numbers, r.factuality, r.coding, r.number, "
      "r.review, r.quad, r.day, r.confidence, r.score, r.cameo, r.attribution, r.date_start, r.date_end, r.country "
      "FROM "
      "record r JOIN article a ON a.key = r.article JOIN told t ON t.key = r.told LEFT JOIN term p ON p.key = "
      "a.publisher "
      "LEFT JOIN article_bands b ON b.article = r.article WHERE r.entry = ?1",
      {entry}, [&](const Row& row) {
        auto report = unpack_told(row.bytes(0));
        if (!report) {
          broken = report.error();
          return false;
        }
        StoredReport found;
        found.report = std::move(report).value();
        found.bands = row.bytes(1);
        found.id = row.integer(2);
        found.report.id = id_text(found.id);
        found.report.document = row.text(3);
        found.report.publisher = row.text(4);
        found.report.published = row.integer(5);
        found.report.numbers = unpack_numbers(row.text(6));
        found.factuality = row.integer(7);
        found.report.factuality = factuality_name(static_cast<Factuality>(found.factuality));
        found.coding = row.integer(8), found.number = row.integer(9), found.review = row.integer(10);
        found.quad = row.integer(11), found.day = row.integer(12);
        found.confidence = row.number(13), found.score = row.number(14);
        found.cameo = row.text(15), found.attribution = row.text(16);
        if (!row.is_null(17)) found.date_start = row.integer(17), found.date_end = row.integer(18);
        found.placed = !row.is_null(19);
        out.push_back(std::move(found));
        return true;
      });
  if (!done) return done.error();
  if (!broken) return broken.error();
  // The best first: what people looked at, then the surest.
  std::sort(out.begin(), out.end(), [](const StoredReport& a, const StoredReport& b) {
    const bool a_seen = a.review != 0, b_seen = b.review != 0;
    if (a_seen != b_seen) return a_seen;
    return a.confidence != b.confidence ? a.confidence > b.confidence : a.report.id < b.report.id;
  });
  return out;
}

// Nothing: there is no such entry.
Result<std::optional<StoredEntry>> load_entry(StoreParts& parts, int64_t key, bool outline) {
  const auto found = reports_of_entry(*parts.db, key);
  if (!found) return found.error();
  const std::vector<StoredReport>& reports = found.value();
  if (reports.empty()) return std::optional<StoredEntry>();
  EntryMaker maker;
  for (const StoredReport& report : reports) maker.add(report.report, report.bands);
  StoredEntry out;
  out.entry = maker.make();
  if (outline) return std::optional(std::move(out));
  const StoredReport& best = reports.front();
  out.record = best.report.id;
  out.cameo = best.cameo, out.quad = static_cast<int>(best.quad), out.score = best.score;
  out.factuality = static_cast<Factuality>(best.factuality);
  const StoredReport* placed = nullptr;
  for (const StoredReport& report : reports) {
    out.confidence = std::max(out.confidence, report.confidence);
    if (report.day != 0) out.day = out.day == 0 ? report.day : std::min(out.day, report.day);
    if (!out.date && report.date_start)
      out.date = std::pair(day_from_number(*report.date_start), day_from_number(*report.date_end));
    if (out.attribution.empty()) out.attribution = report.attribution;
    if (!placed && report.placed) placed = &report;
  }
  // What stands in the article itself.
  for (const StoredReport* from : {&best, placed == &best ? nullptr : placed}) {
    if (!from) continue;
    const auto loaded = load_coding(parts, from->coding);
    if (!loaded) return loaded.error();
    const CodedArticle& coded = loaded.value().coded;
    if (static_cast<size_t>(from->number) >= coded.records.size())
      return Error{ErrorKind::invalid, parts.name + ": is damaged: a record without its coding"};
    const Record& record = coded.records[static_cast<size_t>(from->number)];
    if (from == &best) {
      out.text = Publisher(loaded.value().article, coded).show(record.words).text;
      out.mode = record.mode, out.context = record.context;
    }
    if (from == placed && record.place) out.place = record.place, out.place->words = {};
  }
  return std::optional(std::move(out));
}

// Condition on rows of `entry e`; nothing for a filter that asks for nothing.
Status add_entry_condition(StoreParts& parts, const std::string& text, SqlText& sql) {
  const auto filter = parse_filter(text, StoreVocabulary(*parts.db));
  if (!filter) return filter.error();
  const bool all = filter.value().kind == Filter::Kind::all && filter.value().parts.empty();
  if (all) {
    sql.text += "TRUE";
    return Done{};
  }
  SqlText condition{"", sql.parameters};
  add_condition(filter.value(), parts.db->dialect(), condition);
  sql.parameters = std::move(condition.parameters);
  sql.text += std::string("e.key IN (SELECT r.entry FROM record r") +
              (looks_at(condition.text, "a") ? " JOIN article a ON a.key = r.article" : "") +
              " WHERE r.entry IS NOT NULL AND " + condition.text + ")";
  return Done{};
}

const char* column_of(const EntryOrder& order) {
  return order.column == EntryOrder::day ? "e.day" : order.column == EntryOrder::seen ? "e.seen" : "e.reports";
}

}  // namespace

Result<EntryOrder> entry_order(const std::string& sort) {
  const std::string asked = sort.empty() ? "-date" : sort;
  const bool down = asked.starts_with('-');
  const std::string name = asked.substr(down);
  if (name == "date") return EntryOrder{EntryOrder::day, down};
  if (name == "published") return EntryOrder{EntryOrder::seen, down};
  if (name == "reports") return EntryOrder{EntryOrder::reports, down};
  return unknown_name("order of entries", name, {"date", "published", "reports"});
}

std::string cursor_text(const EntryStanding& standing) {
  return std::to_string(standing.value) + "." + std::to_string(standing.head) + "." + std::to_string(standing.first);
}

Result<EntryStanding> parse_cursor(const std::string& text) {
  long long value = 0, head = 0, first = 0;
  int end = 0;
  if (std::sscanf(text.c_str(), "%lld.%lld.%lld%n", &value, &head, &first, &end) != 3 ||
      static_cast<size_t>(end) != text.size())
    return Error{ErrorKind::usage, "\"" + text + "\" is no place in a list of entries; begin again without it"};
  return EntryStanding{value, head, first};
}

Status Store::entries(const Question& question, const std::function<bool(const StoredEntry&)>& take) {
  const std::lock_guard lock(parts_->mutex);
  const auto order = entry_order(question.sort);
  if (!order) return order.error();
  const std::string column = column_of(order.value());
  const bool down = order.value().down;
  SqlText sql;
  sql.text = "SELECT e.key, " + column + ", e.head, e.first FROM entry e WHERE ";
  if (const Status where = add_entry_condition(*parts_, question.filter, sql); !where) return where;
  if (!question.after.empty()) {
    const auto after = parse_cursor(question.after);
    if (!after) return after.error();
    const std::string value = sql.add(after.value().value), head = sql.add(after.value().head),
                      first = sql.add(after.value().first), beyond = down ? " < " : " > ";
    sql.text += " AND " + column + (down ? " <= " : " >= ") + value + " AND (" + column + beyond + value +
                " OR e.head > " + head + " OR (e.head = " + head + " AND e.first > " + first + "))";
  }
  sql.text += " ORDER BY " + column + (down ? " DESC" : "") + ", e.head, e.first";
  if (question.limit >= 0) sql.text += " LIMIT " + sql.add(question.limit);
  Status trouble = Done{};
  const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
    auto entry = load_entry(*parts_, row.integer(0), question.outline);
    if (entry && !entry.value())
      entry = Error{ErrorKind::invalid, parts_->name + ": is damaged: an entry without records"};
    if (!entry) {
      trouble = entry.error();
      return false;
    }
    entry.value()->cursor = cursor_text({row.integer(1), row.integer(2), row.integer(3)});
    return take(*entry.value());
  });
  return done ? trouble : done;
}

Status Store::read_entries(const std::vector<ListedEntry>& listed,
                           const std::function<bool(const StoredEntry&)>& take) {
  const std::lock_guard lock(parts_->mutex);
  for (const ListedEntry& one : listed) {
    auto entry = load_entry(*parts_, one.key, false);
    if (!entry) return entry.error();
    if (!entry.value()) continue;
    entry.value()->cursor = one.cursor;
    if (!take(*entry.value())) break;
  }
  return Done{};
}

Result<StoredEntry> Store::entry(const std::string& id) {
  const std::lock_guard lock(parts_->mutex);
  const std::string digits = id.starts_with("e1:") ? id.substr(3) : id;
  constexpr size_t kDigits = 16;
  if (digits.empty() || digits.size() > kDigits || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
    return Error{ErrorKind::not_found, "\"" + id + "\" is no id of an entry; ids are e1: and 16 hexadecimal digits"};
  std::string from = digits, to = digits;
  from.resize(kDigits, '0'), to.resize(kDigits, 'f');
  std::vector<int64_t> found;
  const Status done = parts_->db->run("SELECT key, first FROM entry WHERE head BETWEEN ?1 AND ?2",
                                      {entry_head(from), entry_head(to)}, [&](const Row& row) {
                                        if (entry_id(id_text(row.integer(1))).substr(3).starts_with(digits))
                                          found.push_back(row.integer(0));
                                        return found.size() < 2;
                                      });
  if (!done) return done.error();
  if (found.empty())
    return Error{ErrorKind::not_found,
                 "no entry " + id + " in " + parts_->name + "; kronika query --entries lists the ids"};
  if (found.size() > 1)
    return Error{ErrorKind::usage, "more than one entry begins with " + id + "; give more of the id"};
  auto entry = load_entry(*parts_, found.front(), false);
  if (!entry) return entry.error();
  if (!entry.value()) return Error{ErrorKind::invalid, parts_->name + ": is damaged: an entry without records"};
  return std::move(*entry.value());
}

Result<int64_t> Store::count_entries(const std::string& filter) {
  const std::lock_guard lock(parts_->mutex);
  SqlText sql;
  sql.text = "SELECT count(*) FROM entry e WHERE ";
  if (const Status where = add_entry_condition(*parts_, filter, sql); !where) return where.error();
  const auto row = parts_->db->first(sql.text, sql.parameters);
  if (!row) return row.error();
  return row.value().integer(0);
}

}  // namespace kronika
