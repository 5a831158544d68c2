// What a store knows the names of, and in which state it is.
#include <algorithm>

#include "base/ascii.h"
#include "store/selection.h"

namespace kronika {

Result<std::vector<std::string>> Store::names(const std::string& kind, const std::string& beginning, int64_t limit) {
  const std::lock_guard lock(parts_->mutex);
  SqlText sql;
  sql.text = "SELECT name FROM term WHERE kind = " + sql.add(kind);
  if (!beginning.empty()) {
    // Case of other letters than those of ASCII counts, as the lower() of SQLite leaves them.
    std::string pattern;
    for (const char letter : lower_ascii(beginning)) {
      if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
      pattern += letter;
    }
    sql.text += " AND lower(name) LIKE " + sql.add(pattern + "%") + " ESCAPE '\\'";
  }
  sql.text += " ORDER BY name";
  if (limit >= 0) sql.text += " LIMIT " + sql.add(limit);
  std::vector<std::string> out;
  const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
    out.push_back(row.text(0));
    return true;
  });
  if (!done) return done.error();
  return out;
}

Result<std::vector<StoreNames::Codes>> Store::categories() {
  const std::lock_guard lock(parts_->mutex);
  std::vector<StoreNames::Codes> out;
  const Status done = parts_->db->run(
      "SELECT event, mode, cameo, quad, score FROM category ORDER BY event, mode", {}, [&](const Row& row) {
        out.push_back({row.text(0), row.text(1), row.text(2), static_cast<int>(row.integer(3)), row.number(4)});
        return true;
      });
  if (!done) return done.error();
  return out;
}

Result<StoreSize> Store::size() {
  const std::lock_guard lock(parts_->mutex);
  const auto articles = parts_->db->first("SELECT count(*) FROM article WHERE current = 1");
  if (!articles) return articles.error();
  const auto records = parts_->db->first("SELECT count(*) FROM record WHERE review <> 3");
  if (!records) return records.error();
  return StoreSize{articles.value().integer(0), records.value().integer(0)};
}

Result<std::string> Store::state() {
  const std::lock_guard lock(parts_->mutex);
  Database& db = *parts_->db;
  // Whatever changes what the store holds adds a row to one of these; the numbers are ends of indexes. SQLite says by
  // itself whether another connection has written since: then that is asked first, as it costs nearly nothing.
  int64_t data_version = 0;
  if (db.dialect() == Database::Dialect::sqlite) {
    const auto seen = db.first("PRAGMA data_version");
    if (!seen) return seen.error();
    data_version = seen.value().integer(0);
    if (!parts_->state.empty() && data_version == parts_->state_version) return parts_->state;
  }
  // A store that was made anew may count as far: so the last run says when it was. One statement, one way to a server.
  const auto ends = db.first(
      "SELECT (SELECT max(key) FROM run), (SELECT max(key) FROM article), (SELECT max(key) FROM coding), "
      "(SELECT max(key) FROM correction), (SELECT max(key) FROM copy), "
      "(SELECT started FROM run ORDER BY key DESC LIMIT 1)");
  if (!ends) return ends.error();
  constexpr size_t kKeys = 5;
  std::string state;
  for (size_t i = 0; i < kKeys; ++i) state += std::to_string(ends.value().integer(i)) + "-";
  state += ends.value().text(kKeys);
  parts_->state = state;
  parts_->state_version = data_version;
  return state;
}

}  // namespace kronika
