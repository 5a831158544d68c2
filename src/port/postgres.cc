// Statements are prepared once and executed by their name, all in text. So those that answer nothing can wait for the
// next that does, and go to the server in one message with it: a round trip costs more than most of them.
#include <charconv>
#include <cmath>
#include <optional>
#include <pqxx/pqxx>
#include <unordered_map>

#include "base/utf8.h"
#include "port/database.h"
#include "port/postgres_address.h"

namespace kronika {
namespace {

// PostgreSQL's text holds no zero byte: it is kept as a code point that Unicode gives to programs for their own use.
constexpr std::string_view kZero = "\xEF\xB7\x90";  // U+FDD0

// Valid UTF-8 without zero bytes; only names of files may be other than that.
std::string to_postgres(const std::string& text) {
  if (!find_invalid_utf8(text) && text.find('\0') == std::string::npos) return text;
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t good = find_invalid_utf8(rest).value_or(rest.size());
    for (const char letter : rest.substr(0, good)) letter ? out.append(1, letter) : out.append(kZero);
    rest.remove_prefix(good);
    if (rest.empty()) break;
    append_utf8(out, 0xFFFD);
    rest.remove_prefix(1);
  }
  return out;
}

std::string from_postgres(std::string_view text) {
  std::string out(text);
  for (size_t at = out.find(kZero); at != std::string::npos; at = out.find(kZero, at + 1))
    out.replace(at, kZero.size(), 1, '\0');
  return out;
}

// Numbers of the types in pg_type.h, which never change.
enum TypeNumber : pqxx::oid {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kOid = 26,
  kFloat4 = 700,
  kFloat8 = 701,
  kNumeric = 1700
};

Value value_of(const pqxx::field& field, pqxx::oid type) {
  if (field.is_null()) return {};
  const std::string_view text(field.c_str(), field.size());
  switch (type) {
    case kBool:
      return int64_t{text == "t"};
    case kBytea: {
      const pqxx::binarystring bytes(field);
      return Bytes{std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
    }
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid:
    case kNumeric: {  // sums are of that type, and whole
      int64_t integer = 0;
      if (std::from_chars(text.data(), text.data() + text.size(), integer).ptr == text.data() + text.size())
        return integer;
      [[fallthrough]];
    }
    case kFloat4:
    case kFloat8: {
      double number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      return number;
    }
    default:
      return from_postgres(text);
  }
}

// "ERROR:  the first line\nLINE 1: ..." → "the first line".
std::string first_line(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  for (const std::string_view level : {"ERROR:", "FATAL:", "PANIC:"})
    if (message.starts_with(level)) message.remove_prefix(level.size());
  const size_t start = message.find_first_not_of(' ');
  return start == std::string_view::npos ? "no reason given" : std::string(message.substr(start));
}

// The state of PostgreSQL's appendix A; some errors come from libpqxx with a type in its place. Empty: not an error of
// SQL.
std::string state_of(const std::exception& error) {
  const auto* refused = dynamic_cast<const pqxx::sql_error*>(&error);
  if (!refused) return "";
  if (!refused->sqlstate().empty()) return refused->sqlstate();
  if (dynamic_cast<const pqxx::insufficient_privilege*>(&error)) return "42501";
  if (dynamic_cast<const pqxx::disk_full*>(&error)) return "53100";
  if (dynamic_cast<const pqxx::undefined_table*>(&error)) return "42P01";
  if (dynamic_cast<const pqxx::undefined_column*>(&error)) return "42703";
  if (dynamic_cast<const pqxx::undefined_function*>(&error)) return "42883";
  return "";
}

// "10s" after which the lock of writers is given up, as with SQLite. The lock goes with the tables' schema: a database
// may hold several stores.
constexpr const char* kBegin =
    "BEGIN; SET LOCAL lock_timeout = '10s';"
    "SELECT pg_advisory_xact_lock(1263685454, coalesce((SELECT relnamespace FROM pg_class WHERE oid = "
    "to_regclass('kronika_store')), (SELECT oid FROM pg_namespace WHERE nspname = current_schema()))::integer);"
    "SET LOCAL lock_timeout = 0;";

class Postgres : public Database {
 public:
  Postgres(std::unique_ptr<pqxx::connection> connection, std::string name)
      : connection_(std::move(connection)), name_(std::move(name)), quiet_(*connection_), work_(*connection_) {}
  Dialect dialect() const override { return Dialect::postgres; }
  const std::string& name() const override { return name_; }
  bool lost() const override { return lost_.has_value(); }

  Status run(const std::string& sql, const std::vector<Value>& parameters,
             const std::function<bool(const Row&)>& row) override {
    if (trouble_) return *trouble_;
    queue_call(sql, parameters);
    constexpr size_t kMostQueued = 1 << 20;
    if (!row && in_batch_ && queue_.size() < kMostQueued) return Done{};
    pqxx::result answer;
    if (const Status sent = send(answer); !sent) return sent;
    if (row) hand_over(answer, row);
    return Done{};
  }

  Status stream(const std::string& sql, const std::vector<Value>& parameters,
                const std::function<bool(const Row&)>& row) override {
    if (trouble_) return *trouble_;
    // A cursor needs a transaction; of our own one everything in it sees the data as they were at its start.
    const bool own = !in_batch_;
    if (own) queue_ += "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;";
    in_batch_ = true;
    const std::string cursor = "answer" + std::to_string(++cursors_);
    queue_ += "DECLARE " + cursor + " NO SCROLL CURSOR FOR ";
    queue_ += with_values(sql, [&](size_t number) { return literal(parameters[number]); }) + ";";
    bool wanted = true;
    Status done = Done{};
    while (wanted) {
      queue_ += "FETCH 2000 FROM " + cursor + ";";
      pqxx::result answer;
      done = send(answer);
      if (!done || answer.empty()) break;
      wanted = hand_over(answer, row) && !trouble_;
      if (trouble_) done = *trouble_;
    }
    if (!done) {
      if (own) roll_back();
      return done;
    }
    queue_ += "CLOSE " + cursor + ";";
    return own ? commit() : Status(Done{});
  }

  Status run_script(const std::string& sql) override {
    if (trouble_) return *trouble_;
    queue_ += sql;
    pqxx::result answer;
    return send(answer);
  }

  int64_t last_key() override {
    if (trouble_) return 0;
    queue_ += "SELECT lastval();";
    pqxx::result answer;
    int64_t key = 0;
    const Status sent = send(answer);
    if (sent && !answer.empty()) {
      const Value value = value_of(answer[0][0], kInt8);
      key = std::get<int64_t>(value);
    }
    return key;
  }

  Status begin() override {
    queue_ += kBegin;
    in_batch_ = true;
    pqxx::result answer;
    const Status sent = send(answer);
    if (!sent) roll_back();
    return sent;
  }

  Status commit() override {
    if (trouble_) return *trouble_;
    queue_ += "COMMIT;";
    pqxx::result answer;
    const Status sent = send(answer);
    if (sent) in_batch_ = false;
    return sent;
  }

  void roll_back() override {
    if (!queue_.empty()) forget_prepared();  // some may be in it
    queue_.clear();
    trouble_.reset();
    if (!in_batch_) return;
    in_batch_ = false;
    queue_ = "ROLLBACK;";
    pqxx::result answer;
    const Status sent = send(answer);
    if (!sent) queue_.clear();  // without a connection there is nothing left of it
  }

 private:
  // Puts what `value_for` gives (of the number of a parameter, from 0) in place of each ?1, ?2 ...
  template <class ValueFor>
  static std::string with_values(const std::string& sql, const ValueFor& value_for) {
    std::string out;
    bool quoted = false;
    for (size_t at = 0; at < sql.size(); ++at) {
      if (sql[at] == '\'') quoted = !quoted;
      size_t number = 0;
      if (sql[at] != '?' || quoted) {
        out += sql[at];
        continue;
      }
      for (; at + 1 < sql.size() && sql[at + 1] >= '0' && sql[at + 1] <= '9'; ++at)
        number = number * 10 + static_cast<size_t>(sql[at + 1] - '0');
      out += value_for(number - 1);
    }
    return out;
  }

  std::string literal(const Value& value) {
    if (const auto* integer = std::get_if<int64_t>(&value)) return "'" + std::to_string(*integer) + "'::bigint";
    if (const auto* number = std::get_if<double>(&value)) {
      char digits[40];
      const auto end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
      return "'" + std::string(digits, end) + "'::double precision";
    }
    if (const auto* text = std::get_if<std::string>(&value)) return connection_->quote(to_postgres(*text));
    if (const auto* bytes = std::get_if<Bytes>(&value))
      return connection_->quote_raw(reinterpret_cast<const unsigned char*>(bytes->bytes.data()), bytes->bytes.size());
    return "NULL";
  }

  void forget_prepared() {
    prepared_.clear();
    stale_ = true;
  }

  void queue_call(const std::string& sql, const std::vector<Value>& parameters) {
    constexpr size_t kMostPrepared = 300;
    if (prepared_.size() >= kMostPrepared) forget_prepared();
    if (stale_) queue_ += "DEALLOCATE ALL;";
    stale_ = false;
    // The server knows the other types by what stands beside them, but would round 0.5 beside a whole number.
    const std::string statement = with_values(sql, [&](size_t number) {
      const bool number_with_point = std::holds_alternative<double>(parameters[number]);
      return "$" + std::to_string(number + 1) + (number_with_point ? "::double precision" : "");
    });
    const auto [known, is_new] = prepared_.try_emplace(statement, "s" + std::to_string(prepared_.size()));
    if (is_new) queue_ += "PREPARE " + known->second + " AS " + statement + ";";
    queue_ += "EXECUTE " + known->second;
    for (size_t i = 0; i < parameters.size(); ++i) queue_ += (i ? "," : "(") + literal(parameters[i]);
    queue_ += parameters.empty() ? ";" : ");";
  }

  // Sends all that is queued; the answer is that of the last statement.
  Status send(pqxx::result& answer) {
    if (lost_) return *lost_;
    std::string message;
    message.swap(queue_);
    try {
      answer = work_.exec(message);
      return Done{};
    } catch (const std::exception& error) {
      forget_prepared();
      const Error told = explain(error);
      if (in_batch_) trouble_ = told;
      return told;
    }
  }

  bool hand_over(const pqxx::result& answer, const std::function<bool(const Row&)>& row) {
    std::vector<pqxx::oid> types;
    for (pqxx::row::size_type i = 0; i < answer.columns(); ++i) types.push_back(answer.column_type(i));
    Row current;
    for (const auto& found : answer) {
      current.values.clear();
      for (size_t i = 0; i < types.size(); ++i)
        current.values.push_back(value_of(found[static_cast<pqxx::row::size_type>(i)], types[i]));
      if (!row(current)) return false;
    }
    return true;
  }

  Error explain(const std::exception& error) {
    const std::string state = state_of(error), reason = first_line(error.what());
    if (!connection_->is_open() || state.starts_with("57P")) {
      lost_ = Error{ErrorKind::io, name_ + ": the connection to the server was lost (" + reason +
                                       "); what was reported stored is safe: give the same command again once the "
                                       "server is there"};
      return *lost_;
    }
    if (state == "53100")
      return {ErrorKind::io, name_ +
                                 ": the disk of the server is full; free some space and give the same command again: "
                                 "what was reported stored is safe, the rest will be stored then"};
    if (state == "42501")
      return {ErrorKind::io,
              name_ + ": the user has no right to do that (" + reason + "); docs/store.md tells which rights to grant"};
    if (state == "25006")
      return {ErrorKind::io, name_ + ": may only be read (" + reason + "); name the server that is written to"};
    if (state == "55P03")
      return {ErrorKind::io, name_ + ": another program is writing to it; try again when that is done"};
    if (state.starts_with("XX"))
      return {ErrorKind::invalid, name_ + ": is damaged (" + reason + "); restore it from a copy"};
    if (state == "42P01" || state == "42703" || state == "42883")
      return {ErrorKind::invalid,
              name_ + ": is damaged: a part of its tables is missing (" + reason + "); restore it from a copy"};
    return {ErrorKind::io, name_ + ": " + reason};
  }

  std::unique_ptr<pqxx::connection> connection_;
  std::string name_;
  pqxx::quiet_errorhandler quiet_;  // notices are not for users
  pqxx::nontransaction work_;       // libpqxx has no transaction that outlives an error; BEGIN and COMMIT are sent here
  std::string queue_;               // statements that were not sent yet
  bool in_batch_ = false;           // a transaction is open
  std::optional<Error> trouble_;    // its first error: all that follows fails until it is rolled back
  std::optional<Error> lost_;       // there is no connection any more
  std::unordered_map<std::string, std::string> prepared_;  // statements → their names
  bool stale_ = false;                                     // the server may hold names that prepared_ does not
  int64_t cursors_ = 0;
};

Error refused(const PostgresAddress& address, std::string_view message) {
  std::string reason = first_line(message);
  // "connection to server at ..., port 5432 failed: FATAL:  ...": what stands behind is the reason.
  if (const size_t fatal = reason.find("FATAL:"); fatal != std::string::npos) reason = first_line(reason.substr(fatal));
  if (reason.find("database \"") != std::string::npos && reason.ends_with("does not exist"))
    return {ErrorKind::not_found,
            address.shown + ": there is no such database on the server; make it with: createdb " + address.database};
  return {ErrorKind::io, address.shown + ": cannot be opened (" + reason +
                             "); is the server there, and are host, port, user, password and database right?"};
}

// What the server may have set otherwise. A commit is on the disk when it is confirmed. Writers look up by keys, for
// which an index is always right, also while the planner believes a table to be small; questions are planned with their
// values.
constexpr const char* kSettings =
    "SET client_min_messages = error; SET standard_conforming_strings = on; SET extra_float_digits = 1;"
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET jit = off;"
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';";
constexpr const char* kReadSettings =
    "SET default_transaction_read_only = on; SET plan_cache_mode = force_custom_plan;";
constexpr const char* kWriteSettings = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan;";

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& given, Access access) {
  const auto address = parse_postgres_address(given);
  if (!address) return address.error();
  const std::string& name = address.value().shown;
  std::unique_ptr<Postgres> out;
  try {
    auto connection = std::make_unique<pqxx::connection>(address.value().settings);
    constexpr int kOldest = 120000;
    if (connection->server_version() < kOldest)
      return Error{ErrorKind::invalid, name + ": the server is too old; a store needs PostgreSQL 12 or newer"};
    out = std::make_unique<Postgres>(std::move(connection), name);
  } catch (const std::exception& error) {
    return refused(address.value(), error.what());
  }
  const Status set =
      out->run_script(std::string(kSettings) + (access == Access::read ? kReadSettings : kWriteSettings));
  if (!set) return set.error();
  const auto about = out->first("SELECT current_schema(), getdatabaseencoding()");
  if (!about) return about.error();
  if (about.value().is_null(0))
    return Error{ErrorKind::invalid,
                 name + ": the search path names no schema that is there; make it with CREATE SCHEMA"};
  if (about.value().text(1) != "UTF8")
    return Error{ErrorKind::invalid, name + ": its encoding is " + about.value().text(1) +
                                         ", but news has letters of all scripts; make the database with: createdb "
                                         "--encoding UTF8 --template template0"};
  return std::unique_ptr<Database>(std::move(out));
}

}  // namespace kronika
