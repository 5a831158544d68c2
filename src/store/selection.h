// What the questions of a store share: the rows that a filter selects, and the records behind them. Internal to
// src/store.
#pragma once

#include <string>
#include <vector>

#include "store/filter_sql.h"
#include "store/parts.h"

namespace kronika {

// Adds " WHERE …" for a filter to a question about `record r JOIN article a`; rejected records are left out unless it
// asks of reviews. Fails (usage) on a wrong filter.
Status add_where(StoreParts& parts, const std::string& filter, SqlText& sql);
void add_where(Database::Dialect dialect, const Filter& filter, SqlText& sql);

// The same for a question that may do without the article, whose rows are large: " FROM record r …" with what `joins`
// adds, and the article only where the filter or the question looks at it. `sql` holds the columns so far.
Status add_selection(StoreParts& parts, const std::string& filter, const std::string& joins, SqlText& sql);
void add_selection(Database::Dialect dialect, const Filter& filter, const std::string& joins, SqlText& sql);

// A way to put records in order.
struct SortKey {
  const char* name;
  const char* column;
  bool nullable;  // records without the value come last, whichever way the others stand
};
// By its name, "-date" and "date" alike; empty: document. Fails (usage) where there is none such.
Result<const SortKey*> find_sort_key(const std::string& sort);

// Whether a piece of SQL looks at a table by this short name: "a" for a.published.
bool looks_at(std::string_view sql, std::string_view table);

// Hands the records of one coding with these numbers to `take`; `wanted` is what it said.
Status hand_over(StoreParts& parts, int64_t coding, const std::vector<size_t>& numbers,
                 const std::function<bool(const StoredRecords&)>& take, bool& wanted);

}  // namespace kronika
