#include "store/schema.h"

#include "store/parts.h"

namespace kronika {
namespace {

Result<StoreHead> read_head(Database& db) {
  return db.dialect() == Database::Dialect::sqlite ? read_sqlite_head(db) : read_postgres_head(db);
}

// The steps that are missing, within a batch.
Status migrate(Database& db, const std::vector<std::string>& steps, const std::function<Status()>& fill) {
  // Another program may have brought it up to date meanwhile.
  const auto now = read_head(db);
  if (!now) return now.error();
  const auto ours = static_cast<int64_t>(steps.size()), theirs = now.value().version;
  if (theirs >= ours) return Done{};
  for (auto at = static_cast<size_t>(theirs); at < steps.size(); ++at)
    if (const Status done = db.run_script(steps[at]); !done) return done;
  // What older versions did not keep is made in the same step, so that a store of a version has all of it.
  if (theirs > 0)
    if (const Status filled = fill(); !filled) return filled;
  return db.dialect() == Database::Dialect::sqlite ? write_sqlite_head(db, ours) : write_postgres_head(db, ours);
}

}  // namespace

Status prepare_schema(Database& db, StoreAccess access, const std::function<Status()>& fill) {
  const std::string& name = db.name();
  const bool file = db.dialect() == Database::Dialect::sqlite;
  const auto head = read_head(db);
  if (!head) return head.error();
  const auto& [empty, is_store, theirs] = head.value();
  if (!empty && !is_store)
    return Error{ErrorKind::invalid,
                 name + (file ? ": is a SQLite file, but no store of Kronika; name another file"
                              : ": holds tables of another program; make a database for the store alone, or a schema: "
                                "docs/store.md tells how")};
  if (empty && access != StoreAccess::create)
    return Error{ErrorKind::invalid, name + ": holds no store yet; kronika add makes one"};
  const auto& steps = file ? sqlite_migrations() : postgres_migrations();
  const auto ours = static_cast<int64_t>(steps.size());
  if (theirs > ours)
    return Error{ErrorKind::invalid, name + ": was made by a newer Kronika (version " + std::to_string(theirs) +
                                         " of the store's tables; this program knows up to " + std::to_string(ours) +
                                         "); use that one, or export from it"};
  if (theirs == ours) return Done{};
  if (access == StoreAccess::read)
    return Error{ErrorKind::invalid,
                 name + ": was made by an older Kronika; bring it up to date with: kronika add " + name + " --upgrade"};
  if (const Status begun = db.begin(); !begun) return begun;
  Status done = migrate(db, steps, fill);
  if (done) done = db.commit();
  if (!done) db.roll_back();
  return done;
}

void tidy(Database& db) {
  // SQLite's plans rest on its indexes alone.
  if (db.dialect() == Database::Dialect::sqlite) return;
  const Status planned = db.run_script(
      "ANALYZE article, article_bands, article_words, coding, entry, party, place_box, record, record_term, term, "
      "told, told_key;"
      "SELECT gin_clean_pending_list('article_words_words')");
  if (!planned) return;  // another user's tables: the server does it by itself in time
}

}  // namespace kronika
