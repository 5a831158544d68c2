// The tables of a store, version by version.
#pragma once

#include <string>
#include <vector>

#include "port/database.h"

namespace kronika {

// Migration i brings a store from version i to i + 1; it has the same number for every kind of database. Those that
// were ever in a release are never changed: a change of the tables is a new one.
const std::vector<std::string>& sqlite_migrations();
const std::vector<std::string>& postgres_migrations();

// A migration of both: what records tell is compared by more than before, so all entries are made anew; the records of
// an article are counted in the index alone.
inline constexpr const char* kMatters = R"sql(
DROP INDEX record_article;
CREATE INDEX record_article ON record (article, review);
UPDATE record SET told = NULL, entry = NULL, numbers = NULL WHERE told IS NOT NULL;
DELETE FROM told_key;
DELETE FROM told;
DELETE FROM entry;
)sql";

// What tells a store from other databases, and its version.
struct StoreHead {
  bool empty = true;      // there are no tables at all
  bool is_store = false;  // they are ours
  int64_t version = 0;    // how many migrations made them
};
Result<StoreHead> read_sqlite_head(Database& db);
Result<StoreHead> read_postgres_head(Database& db);
Status write_sqlite_head(Database& db, int64_t version);
Status write_postgres_head(Database& db, int64_t version);

// After much was written, between batches: what the planner of questions rests on is renewed. Trouble with it is no
// harm.
void tidy(Database& db);

}  // namespace kronika
