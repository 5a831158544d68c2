#include "store/schema.h"

#include "store/parts.h"

namespace kronika {
namespace {

// "KRON", in the head of a SQLite file: file(1) and our own check tell by it what the file is.
constexpr int64_t kApplication = 0x4b524f4e;

}  // namespace

Status prepare_schema(Database& db, const std::string& name, StoreAccess access) {
  const auto tables = db.first("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  const auto application = db.first("PRAGMA application_id");
  if (!application) return application.error();
  const auto version = db.first("PRAGMA user_version");
  if (!version) return version.error();
  const bool empty = tables.value().integer(0) == 0;
  if (!empty && application.value().integer(0) != kApplication)
    return Error{ErrorKind::invalid, name + ": is a SQLite file, but no store of Kronika; name another file"};
  if (empty && access != StoreAccess::create)
    return Error{ErrorKind::invalid, name + ": holds no store yet; kronika add makes one"};
  const auto& steps = migrations(db.dialect());
  const auto ours = static_cast<int64_t>(steps.size()), theirs = version.value().integer(0);
  if (theirs > ours)
    return Error{ErrorKind::invalid, name + ": was made by a newer Kronika (version " + std::to_string(theirs) +
                                         " of the store's tables; this program knows up to " + std::to_string(ours) +
                                         "); use that one, or export from it"};
  if (theirs == ours) return Done{};
  if (access == StoreAccess::read)
    return Error{ErrorKind::invalid,
                 name + ": was made by an older Kronika; bring it up to date with: kronika add " + name + " --upgrade"};
  if (const Status begun = db.begin(); !begun) return begun;
  // Another program may have brought it up to date meanwhile.
  const auto now = db.first("PRAGMA user_version");
  int64_t at = now ? now.value().integer(0) : theirs;
  for (; at < ours; ++at)
    if (const Status done = db.run_script(steps[static_cast<size_t>(at)]); !done) {
      db.roll_back();
      return done;
    }
  if (const Status set = db.run_script("PRAGMA application_id = " + std::to_string(kApplication) +
                                       "; PRAGMA user_version = " + std::to_string(ours));
      !set) {
    db.roll_back();
    return set;
  }
  return db.commit();
}

}  // namespace kronika
