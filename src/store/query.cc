// Reading: records that a filter asks for, their number, and their numbers by group.
#include <algorithm>
#include <map>

#include "base/calendar.h"
#include "store/filter_sql.h"
#include "store/parts.h"

namespace kronika {
namespace {

constexpr const char* kFrom = " FROM record r JOIN article a ON a.key = r.article";

// WHERE for a filter, rejected records left out unless it asks of reviews.
Status add_where(StoreParts& parts, const std::string& text, SqlText& sql) {
  const auto filter = parse_filter(text, StoreVocabulary(*parts.db));
  if (!filter) return filter.error();
  sql.text += " WHERE ";
  add_condition(filter.value(), parts.db->dialect(), sql);
  if (!asks_of_reviews(filter.value())) sql.text += " AND r.review <> 3";
  return Done{};
}

struct SortKey {
  const char* name;
  const char* column;
};
constexpr SortKey kSortKeys[] = {{"document", "a.document"},
                                 {"date", "r.day"},
                                 {"published", "a.published"},
                                 {"confidence", "r.confidence"},
                                 {"score", "r.score"}};

// What follows ORDER BY: the same records always come in the same order.
Result<std::string> order_of(const std::string& sort) {
  const bool down = sort.starts_with('-');
  const std::string name = sort.empty() ? "document" : sort.substr(down);
  for (const SortKey& key : kSortKeys)
    if (name == key.name) {
      std::string order = std::string(key.column) + (down ? " DESC" : "");
      if (name != "document") order = std::string(key.column) + " IS NULL, " + order + ", a.document";
      return order + ", r.number";
    }
  std::set<std::string> known;
  for (const SortKey& key : kSortKeys) known.insert(key.name);
  return unknown_name("order", name, known);
}

// A way to group records: a value of SQL, what it needs joined, and how it is shown.
struct Grouping {
  enum Shows { text, term, number, factuality, day, month, year } shows;
  const char* name;
  const char* value;
  const char* join = "";
  bool several = false;  // a record may have several
};
constexpr const char* kActors = " LEFT JOIN party pa ON pa.record = r.key AND pa.side = 1";
constexpr const char* kRecipients = " LEFT JOIN party pr ON pr.record = r.key AND pr.side = 2";
constexpr const char* kBoth =
    " LEFT JOIN party pa ON pa.record = r.key AND pa.side = 1 LEFT JOIN party pr ON pr.record = r.key AND pr.side = 2";
constexpr Grouping kGroupings[] = {
    {Grouping::text, "dyad",
     "coalesce(nullif(pa.country, ''), '---') || ' ' || coalesce(nullif(pr.country, ''), '---')", kBoth, true},
    {Grouping::text, "actor", "coalesce(nullif(pa.country, ''), '---')", kActors, true},
    {Grouping::text, "recipient", "coalesce(nullif(pr.country, ''), '---')", kRecipients, true},
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
    {Grouping::text, "country", "coalesce(r.country, '---')"},
    {Grouping::term, "publisher", "a.publisher"},
    {Grouping::text, "attribution", "coalesce(nullif(r.attribution, ''), '---')"},
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
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
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
  const auto hand_over = [&] {
    if (numbers.empty()) return true;
    auto loaded = load_coding(*parts_, coding);
    if (!loaded) {
      trouble = loaded.error();
      return false;
    }
    const auto coder = parts_->coder_of(loaded.value().coder);
    if (!coder) {
      trouble = coder.error();
      return false;
    }
    CodedArticle& coded = loaded.value().coded;
    std::vector<Record> records;
    std::vector<Kept> kept;
    for (const size_t number : numbers)
      if (number < coded.records.size()) {
        records.push_back(coded.records[number]);
        kept.push_back(coded.kept[number]);
      }
    coded.records = std::move(records);
    coded.kept = std::move(kept);
    numbers.clear();
    wanted = take({loaded.value().article, loaded.value().coded, *coder.value(), loaded.value().version});
    return wanted;
  };
  const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
    if (row.integer(0) != coding && !hand_over()) return false;
    coding = row.integer(0);
    numbers.push_back(static_cast<size_t>(row.integer(1)));
    return true;
  });
  if (!done) return done;
  if (trouble && wanted) hand_over();
  return trouble;
}

Result<int64_t> Store::count(const std::string& filter) {
  const std::lock_guard lock(parts_->mutex);
  SqlText sql;
  sql.text = std::string("SELECT count(*)") + kFrom;
  if (const Status where = add_where(*parts_, filter, sql); !where) return where.error();
  const auto row = parts_->db->first(sql.text, sql.parameters);
  if (!row) return row.error();
  return row.value().integer(0);
}

Result<Groups> Store::group(const std::string& filter, const std::string& by) {
  const std::lock_guard lock(parts_->mutex);
  const auto groupings = parse_groupings(by);
  if (!groupings) return groupings.error();
  std::string columns, joins, order;
  bool several = false;
  std::vector<std::map<int64_t, std::string>> names;
  for (const Grouping* grouping : groupings.value()) {
    columns += std::string(columns.empty() ? "" : ", ") + grouping->value;
    order += (order.empty() ? "" : ", ") + std::to_string(names.size() + 1);
    // A party may serve two groupings.
    std::string join = grouping->join;
    if (std::string_view(grouping->name) == "dyad") join = "";
    if (join.empty() || joins.find(join) == std::string::npos) joins += join;
    if (std::string_view(grouping->name) == "dyad")
      for (const char* side : {kActors, kRecipients})
        if (joins.find(side) == std::string::npos) joins += side;
    several |= grouping->several;
    names.emplace_back();
    if (grouping->shows != Grouping::term) continue;
    auto found = names_of(*parts_->db, grouping->name);
    if (!found) return found.error();
    names.back() = std::move(found).value();
  }
  SqlText sql;
  sql.text = "SELECT " + columns + (several ? ", count(DISTINCT r.key)" : ", count(*)") + kFrom + joins;
  if (const Status where = add_where(*parts_, filter, sql); !where) return where.error();
  sql.text += " GROUP BY " + order;
  // Days are made months here: the same for every database.
  std::map<std::vector<std::string>, int64_t> counts;
  const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
    std::vector<std::string> group;
    for (size_t i = 0; i < names.size(); ++i) group.push_back(shown(*groupings.value()[i], row.values[i], names[i]));
    counts[group] += row.integer(names.size());
    return true;
  });
  if (!done) return done.error();
  Groups out;
  for (const Grouping* grouping : groupings.value()) out.by.emplace_back(grouping->name);
  out.rows.assign(counts.begin(), counts.end());
  return out;
}

}  // namespace kronika
