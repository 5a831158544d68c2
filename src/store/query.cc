// Reading: records that a filter asks for, their number, and their numbers by group.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/calendar.h"
#include "base/hash.h"
#include "store/record_columns.h"
#include "store/selection.h"

namespace kronika {
namespace {

constexpr const char* kFrom = " FROM record r JOIN article a ON a.key = r.article";

// What follows ORDER BY: the same records always come in the same order.
Result<std::string> order_of(const std::string& sort) {
  const auto key = find_sort_key(sort);
  if (!key) return key.error();
  const std::string column = key.value()->column, way = sort.starts_with('-') ? " DESC" : "";
  if (column == "a.document") return column + way + ", r.number";
  return column + " IS NULL, " + column + way + ", a.document, r.number";
}

// A way to group records: a value of SQL (a dyad: two), what it needs joined, and how it is shown.
struct Grouping {
  enum Shows { text, dyad, term, number, factuality, day, month, year } shows;
  const char* name;
  const char* value;
  const char* join = "";
  bool several = false;  // a record may have several
};
constexpr const char* kActors = " LEFT JOIN party pa ON pa.record = r.key AND pa.side = 1";
constexpr const char* kRecipients = " LEFT JOIN party pr ON pr.record = r.key AND pr.side = 2";
constexpr Grouping kGroupings[] = {
    {Grouping::dyad, "dyad", "pa.country, pr.country", "", true},
    {Grouping::text, "actor", "pa.country", kActors, true},
    {Grouping::text, "recipient", "pr.country", kRecipients, true},
    {Grouping::term, "event", "r.event"},
    {Grouping::term, "mode", "xm.key",
     " LEFT JOIN (SELECT x.record, t.key FROM record_term x JOIN term t ON t.key = x.term AND t.kind = 'mode') xm ON "
     "xm.record = r.key",
     true},
    {Grouping::term, "context", "xc.key",
     " LEFT JOIN (SELECT x.record, t.key FROM record_term x JOIN term t ON t.key = x.term AND t.kind = 'context') xc "
     "ON xc.record = r.key",
     true},
    {Grouping::number, "quad", "r.quad"},
    {Grouping::factuality, "factuality", "r.factuality"},
    {Grouping::text, "country", "r.country"},
    {Grouping::term, "publisher", "a.publisher"},
    {Grouping::text, "attribution", "r.attribution"},
    {Grouping::day, "day", "r.day"},
    {Grouping::month, "month", "r.day"},
    {Grouping::year, "year", "r.day"},
};

Result<std::vector<const Grouping*>> parse_groupings(const std::string& by) {
  std::vector<const Grouping*> out;
  for (size_t at = 0; at <= by.size();) {
    const size_t end = std::min(by.find(',', at), by.size());
    const std::string name = by.substr(at, end - at);
    const auto* found = std::find_if(std::begin(kGroupings), std::end(kGroupings),
                                     [&](const Grouping& grouping) { return name == grouping.name; });
    if (found == std::end(kGroupings)) {
      std::set<std::string> known;
      for (const Grouping& grouping : kGroupings) known.insert(grouping.name);
      return unknown_name("grouping", name, known);
    }
    out.push_back(found);
    at = end + 1;
  }
  return out;
}

constexpr const char* kNone = "---";

std::string shown(const Grouping& grouping, const Value& value, const std::map<int64_t, std::string>& terms) {
  if (std::holds_alternative<std::monostate>(value)) return kNone;
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty() ? kNone : *text;
  const int64_t number = std::get<int64_t>(value);
  switch (grouping.shows) {
    case Grouping::term: {
      const auto found = terms.find(number);
      return found == terms.end() ? kNone : found->second;
    }
    case Grouping::factuality:
      return std::string(factuality_name(static_cast<Factuality>(number)));
    case Grouping::day:
      return format_day(day_from_number(number));
    case Grouping::month:
      return format_day(day_from_number(number)).substr(0, 7);
    case Grouping::year:
      return format_day(day_from_number(number)).substr(0, 4);
    default:
      return std::to_string(number);
  }
}

Result<std::map<int64_t, std::string>> names_of(Database& db, const std::string& kind) {
  std::map<int64_t, std::string> names;
  const Status done = db.run("SELECT key, name FROM term WHERE kind = ?1", {kind}, [&](const Row& row) {
    names[row.integer(0)] = row.text(1);
    return true;
  });
  if (!done) return done.error();
  return names;
}

}  // namespace

Status Store::each(const Question& question, const std::function<bool(const StoredRecords&)>& take) {
  const std::lock_guard lock(parts_->mutex);
  SqlText sql;
  sql.text = std::string("SELECT r.coding, r.number") + kFrom;
  if (const Status where = add_where(*parts_, question.filter, sql); !where) return where;
  const auto order = order_of(question.sort);
  if (!order) return order.error();
  sql.text += " ORDER BY " + order.value();
  if (question.limit >= 0) sql.text += " LIMIT " + sql.add(question.limit);

  int64_t coding = 0;
  std::vector<size_t> numbers;  // of the records of `coding` that stand together
  Status trouble = Done{};
  bool wanted = true;
  const auto give = [&] {
    if (!numbers.empty()) trouble = hand_over(*parts_, coding, numbers, take, wanted);
    numbers.clear();
    return trouble && wanted;
  };
  const Status done = parts_->db->stream(sql.text, sql.parameters, [&](const Row& row) {
    if (row.integer(0) != coding && !give()) return false;
    coding = row.integer(0);
    numbers.push_back(static_cast<size_t>(row.integer(1)));
    return true;
  });
  if (!done) return done;
  if (trouble && wanted) give();
  return trouble;
}

Result<std::shared_ptr<const RecordColumns>> Store::columns() {
  const std::lock_guard lock(parts_->mutex);
  return RecordColumns::load(*parts_->db);
}

Result<std::vector<uint32_t>> Store::select(const RecordColumns& columns, const std::string& text) {
  const std::lock_guard lock(parts_->mutex);
  const auto parsed = parse_filter(text, StoreVocabulary(*parts_->db));
  if (!parsed) return parsed.error();
  // What the columns hold is looked up there, the rest, as all that is asked of reviews, in the database first.
  Filter held, rest;
  std::vector<Filter> parts = {parsed.value()};
  if (parsed.value().kind == Filter::Kind::all) parts = parsed.value().parts;
  for (Filter& part : parts) (RecordColumns::hold(part) ? held : rest).parts.push_back(std::move(part));
  if (rest.parts.empty()) return columns.narrow(columns.not_rejected(), held);
  SqlText sql;
  sql.text = "SELECT r.key";
  add_selection(parts_->db->dialect(), rest, "", sql);
  std::vector<int64_t> keys;
  const Status done = parts_->db->stream(sql.text, sql.parameters, [&](const Row& row) {
    keys.push_back(row.integer(0));
    return true;
  });
  if (!done) return done.error();
  return columns.narrow(columns.find(keys), held);
}

Result<int64_t> Store::count(const std::string& filter) {
  const std::lock_guard lock(parts_->mutex);
  SqlText sql;
  sql.text = "SELECT count(*)";
  if (const Status where = add_selection(*parts_, filter, "", sql); !where) return where.error();
  const auto row = parts_->db->first(sql.text, sql.parameters);
  if (!row) return row.error();
  return row.value().integer(0);
}

namespace {

// Counts of what the columns of rows hold together. Far quicker than GROUP BY where the database is in this process,
// which sorts the rows for it.
class Tally {
 public:
  // How each column is shown: the days of a month count as its first.
  explicit Tally(std::vector<Grouping::Shows> columns) : columns_(std::move(columns)), key_(columns_.size()) {}

  // Rows of one record come together; what several of them hold alike counts once.
  void add(const Row& row, int64_t record) {
    for (size_t i = 0; i < key_.size(); ++i) key_[i] = mark_of(row.values[i], columns_[i]);
    if (record != record_) of_record_ = 0;
    record_ = record;
    const auto end = seen_.begin() + static_cast<std::ptrdiff_t>(of_record_);
    if (std::find(seen_.begin(), end, key_) != end) return;
    if (end == seen_.end())
      seen_.push_back(key_);
    else
      *end = key_;
    ++of_record_;
    const auto found = counts_.find(key_);
    if (found != counts_.end())
      ++found->second;
    else
      counts_.emplace(key_, 1);
  }
  void each(const std::function<void(const std::vector<Value>& values, int64_t count)>& take) const {
    std::vector<Value> values(key_.size());
    for (const auto& [key, count] : counts_) {
      for (size_t i = 0; i < key.size(); ++i) values[i] = value_of(key[i]);
      take(values, count);
    }
  }

 private:
  // What a value is in a key: itself, the number of a text, or that there is none.
  using Mark = std::pair<char, int64_t>;
  struct Hash {
    size_t operator()(const std::vector<Mark>& key) const {
      uint64_t hash = 0;
      for (const auto& [kind, number] : key)
        hash = mix64(hash + static_cast<uint64_t>(number) * 4 + static_cast<uint64_t>(kind));
      return hash;
    }
  };
  Mark mark_of(const Value& value, Grouping::Shows shows) {
    if (const auto* integer = std::get_if<int64_t>(&value)) return {1, first_day(*integer, shows)};
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return {0, 0};
    const auto [at, added] = texts_.try_emplace(*text, static_cast<int64_t>(names_.size()));
    if (added) names_.push_back(*text);
    return {2, at->second};
  }
  static int64_t first_day(int64_t day, Grouping::Shows shows) {
    if (shows != Grouping::month && shows != Grouping::year) return day;
    const Day date = day_from_number(day);
    return day_number({date.year, shows == Grouping::month ? date.month : 1, 1});
  }
  Value value_of(const Mark& mark) const {
    if (mark.first == 0) return {};
    if (mark.first == 1) return mark.second;
    return names_[static_cast<size_t>(mark.second)];
  }

  std::vector<Grouping::Shows> columns_;
  int64_t record_ = 0;
  std::vector<std::vector<Mark>> seen_;  // of the record; of_record_ of them, the others are room
  size_t of_record_ = 0;
  std::vector<Mark> key_;  // of the row that is being added
  std::unordered_map<std::vector<Mark>, int64_t, Hash> counts_;
  std::unordered_map<std::string, int64_t> texts_;
  std::vector<std::string> names_;
};

// Groupings together: their columns, what they need joined, and how values are shown.
struct Grouped {
  std::vector<const Grouping*> groupings;
  std::string columns, joins;
  bool several = false;
  std::vector<std::map<int64_t, std::string>> names;

  // The values of a row behind each other; what else it has is not looked at.
  std::vector<std::string> show(const std::vector<Value>& values) const {
    std::vector<std::string> out;
    size_t at = 0;
    for (size_t i = 0; i < groupings.size(); ++i) {
      out.push_back(shown(*groupings[i], values[at++], names[i]));
      if (groupings[i]->shows == Grouping::dyad) out.back() += " " + shown(*groupings[i], values[at++], names[i]);
    }
    return out;
  }
  std::vector<Grouping::Shows> shows() const {
    std::vector<Grouping::Shows> out;
    for (const Grouping* grouping : groupings)
      out.insert(out.end(), grouping->shows == Grouping::dyad ? 2 : 1, grouping->shows);
    return out;
  }
};

Result<Grouped> prepare(Database& db, const std::string& by) {
  auto groupings = parse_groupings(by);
  if (!groupings) return groupings.error();
  Grouped out;
  out.groupings = std::move(groupings).value();
  for (const Grouping* grouping : out.groupings) {
    out.columns += std::string(out.columns.empty() ? "" : ", ") + grouping->value;
    // A party may serve two groupings.
    std::string join = grouping->join;
    if (out.joins.find(join) == std::string::npos) out.joins += join;
    if (grouping->shows == Grouping::dyad)
      for (const char* side : {kActors, kRecipients})
        if (out.joins.find(side) == std::string::npos) out.joins += side;
    out.several |= grouping->several;
    out.names.emplace_back();
    if (grouping->shows != Grouping::term) continue;
    auto found = names_of(db, grouping->name);
    if (!found) return found.error();
    out.names.back() = std::move(found).value();
  }
  return out;
}

// Days are made months here: the same for every database.
using Counts = std::map<std::vector<std::string>, int64_t>;

}  // namespace

Result<Groups> Store::group(const std::string& filter, const std::string& by) {
  const std::lock_guard lock(parts_->mutex);
  Database& db = *parts_->db;
  const auto prepared = prepare(db, by);
  if (!prepared) return prepared.error();
  const Grouped& grouped = prepared.value();
  Tally tally(grouped.shows());
  const size_t columns = grouped.shows().size();
  const bool here = db.dialect() == Database::Dialect::sqlite;
  SqlText sql;
  sql.text = "SELECT " + grouped.columns +
             (here              ? ", r.key"
              : grouped.several ? ", count(DISTINCT r.key)"
                                : ", count(*)");
  if (const Status where = add_selection(*parts_, filter, grouped.joins, sql); !where) return where.error();
  if (here && grouped.several) sql.text += " ORDER BY r.key";
  Counts counts;
  if (!here)
    for (size_t i = 0; i < columns; ++i) sql.text += (i ? ", " : " GROUP BY ") + std::to_string(i + 1);
  const Status done = db.run(sql.text, sql.parameters, [&](const Row& row) {
    if (here)
      tally.add(row, row.integer(columns));
    else
      counts[grouped.show(row.values)] += row.integer(columns);
    return true;
  });
  if (!done) return done.error();
  tally.each([&](const std::vector<Value>& values, int64_t count) { counts[grouped.show(values)] += count; });
  Groups out;
  for (const Grouping* grouping : grouped.groupings) out.by.emplace_back(grouping->name);
  out.rows.assign(counts.begin(), counts.end());
  return out;
}

}  // namespace kronika
