// Database: one connection to an SQL database, with values in place of text in its statements. SQLite and PostgreSQL
// stand behind it; statements that both read are written once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// Bytes that are no text.
struct Bytes {
  std::string bytes;
  bool operator==(const Bytes&) const = default;
};

// A value of a column or a parameter; monostate is NULL.
using Value = std::variant<std::monostate, int64_t, double, std::string, Bytes>;

// One row of an answer. A column asked for in another type than it has gives the type's empty value.
class Row {
 public:
  std::vector<Value> values;

  bool is_null(size_t column) const { return std::holds_alternative<std::monostate>(values[column]); }
  int64_t integer(size_t column) const {
    const int64_t* value = std::get_if<int64_t>(&values[column]);
    return value ? *value : 0;
  }
  double number(size_t column) const {
    if (const double* value = std::get_if<double>(&values[column])) return *value;
    return static_cast<double>(integer(column));
  }
  const std::string& text(size_t column) const {
    static const std::string kEmpty;
    const std::string* value = std::get_if<std::string>(&values[column]);
    return value ? *value : kEmpty;
  }
  const std::string& bytes(size_t column) const {
    static const std::string kEmpty;
    const Bytes* value = std::get_if<Bytes>(&values[column]);
    return value ? value->bytes : kEmpty;
  }
};

enum class Access {
  read,    // what is there; nothing is written
  write,   // what is there
  create,  // made if it is not there
};

// Used by one thread at a time. Errors say what the user can do about them.
class Database {
 public:
  virtual ~Database() = default;
  enum class Dialect { sqlite, postgres };
  virtual Dialect dialect() const = 0;
  // For messages: what it was opened by, without a password.
  virtual const std::string& name() const = 0;
  // The connection to a server is gone for good: whatever is asked fails, until the database is opened anew.
  virtual bool lost() const { return false; }

  // One statement; ?1, ?2 ... stand for the parameters. `row` is called for each row of the answer until it says false;
  // it may run further statements. Within begin() and commit() a statement without `row` may be kept back and sent with
  // the next ones: its error is then given by one of these.
  virtual Status run(const std::string& sql, const std::vector<Value>& parameters = {},
                     const std::function<bool(const Row&)>& row = {}) = 0;
  // A SELECT whose answer may be larger than memory; what `row` runs sees the same state of the data.
  virtual Status stream(const std::string& sql, const std::vector<Value>& parameters,
                        const std::function<bool(const Row&)>& row) {
    return run(sql, parameters, row);
  }
  // Several statements without parameters, parted by semicolons.
  virtual Status run_script(const std::string& sql) = 0;
  // The key of the row that the last INSERT made, where the table has a column `key`.
  virtual int64_t last_key() = 0;

  // What follows is one change, and other writers wait for its end. Fails (io) after ten seconds of waiting for
  // another.
  virtual Status begin() = 0;
  // What was run since begin() outlives every crash once this returns.
  virtual Status commit() = 0;
  // What was begun is as if it had not been; no harm where nothing was.
  virtual void roll_back() = 0;

  // The first row, or an empty one.
  Result<Row> first(const std::string& sql, const std::vector<Value>& parameters = {}) {
    Row found;
    const Status done = run(sql, parameters, [&](const Row& row) {
      found = row;
      return false;
    });
    if (!done) return done.error();
    return found;
  }
};

// `path` is a file; write-ahead log, foreign keys on. Fails (not_found) if it is not there and not to be made, (io) if
// it cannot be read or written, (invalid) if it is no SQLite file.
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, Access access);

// `address` is postgresql://USER@HOST:PORT/DATABASE, as libpq reads it. Fails (usage) if it is none, (not_found) if
// there is no such database: none is made. Its tables are those of the first schema of the search path.
Result<std::unique_ptr<Database>> open_postgres(const std::string& address, Access access);

// Whether a name is an address of PostgreSQL, and no file.
bool is_postgres_address(std::string_view name);
// A text without the passwords of the addresses in it.
std::string without_passwords(std::string text);

// Either, by its name.
inline Result<std::unique_ptr<Database>> open_database(const std::string& name, Access access) {
  return is_postgres_address(name) ? open_postgres(name, access) : open_sqlite(name, access);
}

}  // namespace kronika
