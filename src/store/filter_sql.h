// A filter as a condition of SQL.
#pragma once

#include <string>
#include <vector>

#include "port/database.h"
#include "query/filter.h"
#include "query/vocabulary.h"

namespace kronika {

// A piece of SQL with its parameters.
struct SqlText {
  std::string text;
  std::vector<Value> parameters;
  // Takes a parameter; gives what stands for it: "?3".
  std::string add(Value value);
};

// Adds to `sql` a condition on the rows of `record r JOIN article a`.
void add_condition(const Filter& filter, Database::Dialect dialect, SqlText& sql);
// Whether the filter asks of reviews anywhere.
bool asks_of_reviews(const Filter& filter);

// The names that a store knows.
class StoreVocabulary : public Vocabulary {
 public:
  explicit StoreVocabulary(Database& db) : db_(db) {}
  std::string find(std::string_view kind, std::string_view given) const override;
  std::set<std::string> all(std::string_view kind) const override;

 private:
  Database& db_;
};

}  // namespace kronika
