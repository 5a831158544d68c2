#include "store/selection.h"

#include <algorithm>

namespace kronika {
namespace {

constexpr SortKey kSortKeys[] = {{"document", "a.document", false},
                                 {"date", "r.day", true},
                                 {"published", "a.published", true},
                                 {"confidence", "r.confidence", false},
                                 {"score", "r.score", false}};

}  // namespace

Result<const SortKey*> find_sort_key(const std::string& sort) {
  const std::string name = sort.empty() ? "document" : sort.substr(sort.starts_with('-'));
  const auto* found =
      std::find_if(std::begin(kSortKeys), std::end(kSortKeys), [&](const SortKey& key) { return name == key.name; });
  if (found != std::end(kSortKeys)) return found;
  std::set<std::string> known;
  for (const SortKey& key : kSortKeys) known.insert(key.name);
  return unknown_name("order", name, known);
}

Status add_where(StoreParts& parts, const std::string& text, SqlText& sql) {
  const auto filter = parse_filter(text, StoreVocabulary(*parts.db));
  if (!filter) return filter.error();
  add_where(parts.db->dialect(), filter.value(), sql);
  return Done{};
}

void add_where(Database::Dialect dialect, const Filter& filter, SqlText& sql) {
  sql.text += " WHERE ";
  add_condition(filter, dialect, sql);
  if (!asks_of_reviews(filter)) sql.text += " AND r.review <> 3";
}

Status add_selection(StoreParts& parts, const std::string& text, const std::string& joins, SqlText& sql) {
  const auto filter = parse_filter(text, StoreVocabulary(*parts.db));
  if (!filter) return filter.error();
  add_selection(parts.db->dialect(), filter.value(), joins, sql);
  return Done{};
}

void add_selection(Database::Dialect dialect, const Filter& filter, const std::string& joins, SqlText& sql) {
  // Parameters are numbered, so the condition can be made apart and put behind.
  SqlText where{"", sql.parameters};
  add_where(dialect, filter, where);
  sql.parameters = std::move(where.parameters);
  const bool article = looks_at(sql.text, "a") || looks_at(joins, "a") || looks_at(where.text, "a");
  sql.text += std::string(" FROM record r") + (article ? " JOIN article a ON a.key = r.article" : "") + joins;
  sql.text += where.text;
}

bool looks_at(std::string_view sql, std::string_view table) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  const std::string name = std::string(table) + ".";
  for (size_t at = sql.find(name); at != std::string_view::npos; at = sql.find(name, at + 1))
    if (at == 0 || !is_word(sql[at - 1])) return true;
  return false;
}

Status hand_over(StoreParts& parts, int64_t coding, const std::vector<size_t>& numbers,
                 const std::function<bool(const StoredRecords&)>& take, bool& wanted) {
  auto loaded = load_coding(parts, coding);
  if (!loaded) return loaded.error();
  const auto coder = parts.coder_of(loaded.value().coder);
  if (!coder) return coder.error();
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
  coded.coder = coder.value();
  wanted = take({loaded.value().article, loaded.value().coded, *coder.value(), loaded.value().version});
  return Done{};
}

}  // namespace kronika
