#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <numbers>
#include <unordered_map>

#include "port/database.h"

namespace kronika {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

// Another writer's batch takes less; a reader never waits.
constexpr int kMostWaitMilliseconds = 10'000;

Error explain(sqlite3* db, int code, const std::string& path) {
  const std::string reason = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  const int system = db ? sqlite3_system_errno(db) : 0;
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {ErrorKind::io, path +
                                 ": the disk is full; free some space and give the same command again: what was "
                                 "reported stored is safe, the rest will be stored then"};
    case SQLITE_IOERR:
      // The system's own reason is not always kept; a write that fails on a sound disk is one without room.
      if (system == EFBIG || system == ENOSPC || system == EDQUOT ||
          (system == 0 && (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE)))
        return {ErrorKind::io, path + ": the file cannot grow (" + (system ? std::strerror(system) : reason) +
                                   "); is the disk full, or the size of files limited? Make room and give the same "
                                   "command again: what was reported stored is safe, the rest will be stored then"};
      return {ErrorKind::io, path + ": the disk could not be read or written (" + reason +
                                 (system ? std::string(": ") + std::strerror(system) : "") +
                                 "); what was reported stored is safe if the disk is sound"};
    case SQLITE_READONLY:
      return {ErrorKind::io, path +
                                 ": may not be written (read-only file or folder); change its rights, or work on a "
                                 "copy"};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorKind::io, path + ": cannot be opened" + (system ? std::string(": ") + std::strerror(system) : "") +
                                 "; is it a file, in a folder that may be written?"};
    case SQLITE_NOTADB:
      return {ErrorKind::invalid, path + ": is no store, nor any other SQLite file"};
    case SQLITE_CORRUPT:
      return {ErrorKind::invalid, path + ": is damaged (" + reason +
                                      "); restore it from a copy, or rescue what can be read with: sqlite3 " + path +
                                      " .recover"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::io, path + ": another program is writing to it; try again when that is done"};
    default:
      return {ErrorKind::io, path + ": " + reason};
  }
}

class Sqlite : public Database {
 public:
  Sqlite(std::unique_ptr<sqlite3, CloseDatabase> db, std::string path) : db_(std::move(db)), path_(std::move(path)) {}
  ~Sqlite() override { statements_.clear(); }
  Dialect dialect() const override { return Dialect::sqlite; }
  const std::string& name() const override { return path_; }

  Status run(const std::string& sql, const std::vector<Value>& parameters,
             const std::function<bool(const Row&)>& row) override {
    // A statement that is under way (a query whose rows ask further ones) is not taken twice.
    Statement own;
    auto found = statements_.find(sql);
    if (found != statements_.end() && found->second) {
      own = std::move(found->second);
    } else {
      sqlite3_stmt* made = nullptr;
      const int code = sqlite3_prepare_v3(db_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
      own.reset(made);
      if (code != SQLITE_OK) return explain(db_.get(), sqlite3_extended_errcode(db_.get()), path_);
    }
    const Status done = step(own.get(), parameters, row);
    sqlite3_reset(own.get());
    sqlite3_clear_bindings(own.get());
    constexpr size_t kMostKept = 200;
    if (statements_.size() > kMostKept) statements_.clear();
    statements_[sql] = std::move(own);
    return done;
  }

  Status run_script(const std::string& sql) override {
    if (const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
      return explain(db_.get(), sqlite3_extended_errcode(db_.get()), path_);
    return Done{};
  }

  int64_t last_key() override { return sqlite3_last_insert_rowid(db_.get()); }
  Status begin() override { return run("BEGIN IMMEDIATE", {}, {}); }
  Status commit() override { return run("COMMIT", {}, {}); }
  void roll_back() override {
    if (!sqlite3_get_autocommit(db_.get())) sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

 private:
  Status step(sqlite3_stmt* statement, const std::vector<Value>& parameters,
              const std::function<bool(const Row&)>& row) {
    for (size_t i = 0; i < parameters.size(); ++i) bind(statement, static_cast<int>(i + 1), parameters[i]);
    Row current;
    while (true) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_DONE) return Done{};
      if (code != SQLITE_ROW) return explain(db_.get(), sqlite3_extended_errcode(db_.get()), path_);
      if (!row) continue;
      current.values.resize(static_cast<size_t>(sqlite3_column_count(statement)));
      for (size_t i = 0; i < current.values.size(); ++i) current.values[i] = column(statement, static_cast<int>(i));
      if (!row(current)) return Done{};
    }
  }

  static void bind(sqlite3_stmt* statement, int place, const Value& value) {
    if (const auto* integer = std::get_if<int64_t>(&value))
      sqlite3_bind_int64(statement, place, *integer);
    else if (const auto* number = std::get_if<double>(&value))
      sqlite3_bind_double(statement, place, *number);
    else if (const auto* text = std::get_if<std::string>(&value))
      sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    else if (const auto* bytes = std::get_if<Bytes>(&value))
      sqlite3_bind_blob64(statement, place, bytes->bytes.data(), bytes->bytes.size(), SQLITE_STATIC);
    else
      sqlite3_bind_null(statement, place);
  }

  static Value column(sqlite3_stmt* statement, int i) {
    const auto content = [&](const void* from) {
      return std::string(static_cast<const char*>(from ? from : ""),
                         static_cast<size_t>(sqlite3_column_bytes(statement, i)));
    };
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_INTEGER:
        return int64_t{sqlite3_column_int64(statement, i)};
      case SQLITE_FLOAT:
        return sqlite3_column_double(statement, i);
      case SQLITE_TEXT:
        return content(sqlite3_column_text(statement, i));
      case SQLITE_BLOB:
        return Bytes{content(sqlite3_column_blob(statement, i))};
      default:
        return {};
    }
  }

  std::unique_ptr<sqlite3, CloseDatabase> db_;
  std::string path_;
  std::unordered_map<std::string, Statement> statements_;  // by their text; empty: under way
};

// Great-circle distance on a sphere.
double kilometres(double latitude, double longitude, double other_latitude, double other_longitude) {
  constexpr double kRadius = 6371.0, kRadians = std::numbers::pi / 180;
  const double up = std::sin((other_latitude - latitude) * kRadians / 2);
  const double aside = std::sin((other_longitude - longitude) * kRadians / 2);
  const double square = up * up + std::cos(latitude * kRadians) * std::cos(other_latitude * kRadians) * aside * aside;
  return 2 * kRadius * std::asin(std::sqrt(std::min(1.0, square)));
}

void sql_kilometres(sqlite3_context* context, int, sqlite3_value** values) {
  sqlite3_result_double(context, kilometres(sqlite3_value_double(values[0]), sqlite3_value_double(values[1]),
                                            sqlite3_value_double(values[2]), sqlite3_value_double(values[3])));
}

// A path as an URI: SQLite reads options behind it.
std::string uri_of(const std::string& path, const char* options) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr char kDigits[] = "0123456789abcdef";
      uri += {'%', kDigits[static_cast<unsigned char>(c) >> 4], kDigits[c & 15]};
    } else {
      uri += c;
    }
  }
  return uri + options;
}

Result<std::unique_ptr<sqlite3, CloseDatabase>> connect(const std::string& path, int flags, const char* options) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(uri_of(path, options).c_str(), &raw, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<sqlite3, CloseDatabase> db(raw);
  if (code != SQLITE_OK) return explain(raw, code, path);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kMostWaitMilliseconds);
  constexpr int kArguments = 4;
  sqlite3_create_function_v2(raw, "kilometres", kArguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, sql_kilometres,
                             nullptr, nullptr, nullptr);
  return db;
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, Access access) {
  struct stat status {};
  const bool there = stat(path.c_str(), &status) == 0;
  if (!there && access != Access::create)
    return Error{ErrorKind::not_found, path + ": there is no such store; kronika add makes one"};
  if (there && S_ISDIR(status.st_mode))
    return Error{ErrorKind::invalid, path + ": is a folder; a store is one file, such as chronicle.db"};
  if (there && access != Access::read && ::access(path.c_str(), W_OK) != 0)
    return Error{ErrorKind::io,
                 path + ": may not be written (" + std::strerror(errno) + "); change its rights, or work on a copy"};
  const int flags = access == Access::read
                        ? SQLITE_OPEN_READONLY
                        : SQLITE_OPEN_READWRITE | (access == Access::create ? SQLITE_OPEN_CREATE : 0);
  auto db = connect(path, flags, "");
  if (!db) return db.error();
  auto out = std::make_unique<Sqlite>(std::move(db).value(), path);
  // The first look at the file; a write-ahead log needs a file of its own beside it, which a read-only folder refuses
  // although nothing is to be written: then, where no log is left, the file is all there is.
  Status seen = out->run_script("SELECT count(*) FROM sqlite_schema");
  if (!seen && access == Access::read && ::access((path + "-wal").c_str(), F_OK) != 0) {
    auto fixed = connect(path, flags, "?immutable=1");
    if (!fixed) return fixed.error();
    out = std::make_unique<Sqlite>(std::move(fixed).value(), path);
    seen = out->run_script("SELECT count(*) FROM sqlite_schema");
  }
  if (!seen) return seen.error();
  // Pages that hold a short article whole; a full sync at each commit: what is reported stored outlives a power cut.
  constexpr const char* kSettings =
      "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "PRAGMA wal_autocheckpoint = 2000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;"
      "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;";
  constexpr const char* kReadSettings =
      "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;";
  const Status set = out->run_script(access == Access::read ? kReadSettings : kSettings);
  if (!set) return set.error();
  return std::unique_ptr<Database>(std::move(out));
}

}  // namespace kronika
