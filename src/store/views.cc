// Counts of parties, places and pairs over the records that a filter selects.
#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

#include "store/selection.h"

namespace kronika {
namespace {

// Names of terms, asked for one by one and kept: an answer has few of the many that a store knows.
class TermNames {
 public:
  explicit TermNames(Database& db) : db_(db) {}
  Result<std::string> of(int64_t key) {
    const auto known = names_.find(key);
    if (known != names_.end()) return known->second;
    const auto row = db_.first("SELECT name FROM term WHERE key = ?1", {key});
    if (!row) return row.error();
    return names_[key] = row.value().values.empty() ? "" : row.value().text(0);
  }

 private:
  Database& db_;
  std::unordered_map<int64_t, std::string> names_;
};

// Coordinates stand in boxes of single precision: rounded to what that can say.
double degrees(double low, double high) {
  constexpr double kUnit = 10'000;
  return std::round((low + high) / 2 * kUnit) / kUnit;
}

}  // namespace

Result<std::vector<PartyCount>> Store::actors(const std::string& filter, int64_t limit) {
  const std::lock_guard lock(parts_->mutex);
  SqlText sql;
  sql.text =
      "SELECT p.code, p.country, p.entity, count(DISTINCT CASE WHEN p.side = 1 THEN r.key END), "
      "count(DISTINCT CASE WHEN p.side = 2 THEN r.key END), count(*)";
  const Status made = add_selection(*parts_, filter, " JOIN party p ON p.record = r.key", sql);
  if (!made) return made.error();
  sql.text +=
      " GROUP BY p.code, p.country, p.entity ORDER BY 6 DESC, p.code, coalesce(p.entity, 0) LIMIT " + sql.add(limit);
  std::vector<PartyCount> out;
  std::vector<int64_t> entities;
  const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
    out.push_back({row.text(0), row.text(1), "", row.integer(3), row.integer(4)});
    entities.push_back(row.integer(2));
    return true;
  });
  if (!done) return done.error();
  TermNames names(*parts_->db);
  for (size_t i = 0; i < out.size(); ++i) {
    if (entities[i] == 0) continue;
    auto name = names.of(entities[i]);
    if (!name) return name.error();
    out[i].entity = std::move(name).value();
  }
  return out;
}

Result<std::vector<PlaceCount>> Store::places(const std::string& filter, int64_t limit) {
  const std::lock_guard lock(parts_->mutex);
  // Where the database is in this process it is quicker to count here than to have it sort the rows for GROUP BY.
  const bool here = parts_->db->dialect() == Database::Dialect::sqlite;
  SqlText sql;
  sql.text = here ? "SELECT r.place, r.country, r.admin, 1, r.key"
                  : "SELECT r.place, r.country, r.admin, count(*), min(r.key)";
  if (const Status made = add_selection(*parts_, filter, "", sql); !made) return made.error();
  sql.text += " AND r.place IS NOT NULL";
  if (!here)
    sql.text +=
        " GROUP BY r.place, r.country, r.admin ORDER BY 4 DESC, coalesce(r.country, ''), r.place, coalesce(r.admin, 0) "
        "LIMIT " +
        sql.add(limit);
  struct Found {
    int64_t place = 0, admin = 0, record = 0;
    PlaceCount count;
  };
  std::vector<Found> found;
  std::unordered_map<int64_t, std::vector<size_t>> of_place;  // places of `found`, by their term
  const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
    for (const size_t at : of_place[row.integer(0)]) {
      Found& known = found[at];
      if (known.admin != row.integer(2) || known.count.country != row.text(1)) continue;
      ++known.count.count;
      known.record = std::min(known.record, row.integer(4));
      return true;
    }
    Found one{row.integer(0), row.integer(2), row.integer(4), {}};
    one.count.country = row.text(1);
    one.count.count = row.integer(3);
    of_place[one.place].push_back(found.size());
    found.push_back(std::move(one));
    return true;
  });
  if (!done) return done.error();
  if (here) {
    std::sort(found.begin(), found.end(), [](const Found& one, const Found& other) {
      return std::tie(other.count.count, one.count.country, one.place, one.admin) <
             std::tie(one.count.count, other.count.country, other.place, other.admin);
    });
    if (limit >= 0 && found.size() > static_cast<size_t>(limit)) found.resize(static_cast<size_t>(limit));
  }
  TermNames names(*parts_->db);
  std::vector<PlaceCount> out;
  for (Found& one : found) {
    auto name = names.of(one.place);
    if (!name) return name.error();
    one.count.name = std::move(name).value();
    if (one.admin != 0) {
      auto admin = names.of(one.admin);
      if (!admin) return admin.error();
      one.count.admin1 = std::move(admin).value();
    }
    const auto box =
        parts_->db->first("SELECT south, north, west, east FROM place_box WHERE record = ?1", {one.record});
    if (!box) return box.error();
    if (!box.value().values.empty()) {
      one.count.latitude = degrees(box.value().number(0), box.value().number(1));
      one.count.longitude = degrees(box.value().number(2), box.value().number(3));
    }
    out.push_back(std::move(one.count));
  }
  return out;
}

namespace {

// Counts pairs of the parties of one record after the other. Parties are numbered, so that a pair is one number.
class PairCounter {
 public:
  void add(int64_t record, int64_t quad, double score, int64_t side, const std::string& party) {
    if (record != record_) {
      finish();
      record_ = record, quad_ = quad, score_ = score;
    }
    if (side == 0) return;  // a record without parties
    std::vector<uint32_t>& list = side == 1 ? actors_ : recipients_;
    const uint32_t number = number_of(party);
    if (std::find(list.begin(), list.end(), number) == list.end()) list.push_back(number);
  }
  std::vector<PairCount> take() {
    finish();
    std::vector<PairCount> out;
    for (auto& [pair, count] : counts_) {
      count.actor = names_[pair >> 32];
      count.recipient = names_[pair & UINT32_MAX];
      out.push_back(std::move(count));
    }
    std::sort(out.begin(), out.end(), [](const PairCount& one, const PairCount& other) {
      const int64_t mine = one.count(), theirs = other.count();
      return std::tie(theirs, one.actor, one.recipient) < std::tie(mine, other.actor, other.recipient);
    });
    return out;
  }

 private:
  uint32_t number_of(const std::string& party) {
    const auto [at, added] = numbers_.try_emplace(party, static_cast<uint32_t>(names_.size()));
    if (added) names_.push_back(party);
    return at->second;
  }
  void finish() {
    if (record_ == 0) return;
    static const std::vector<uint32_t> kNobody = {0};
    for (const uint32_t actor : actors_.empty() ? kNobody : actors_)
      for (const uint32_t recipient : recipients_.empty() ? kNobody : recipients_) {
        PairCount& count = counts_[uint64_t{actor} << 32 | recipient];
        if (quad_ >= 1 && quad_ <= 4) ++count.quads[quad_ - 1];
        count.score += score_;
      }
    actors_.clear();
    recipients_.clear();
  }

  int64_t record_ = 0, quad_ = 0;
  double score_ = 0;
  std::vector<uint32_t> actors_, recipients_;
  std::vector<std::string> names_ = {""};  // 0: nobody, or nobody known
  std::unordered_map<std::string, uint32_t> numbers_ = {{"", 0}};
  std::unordered_map<uint64_t, PairCount> counts_;
};

}  // namespace

Result<std::vector<PairCount>> Store::pairs(const std::string& filter, PartyLevel level) {
  const std::lock_guard lock(parts_->mutex);
  const bool by_country = level == PartyLevel::country;
  SqlText sql;
  sql.text = std::string("SELECT r.key, r.quad, r.score, p.side, ") + (by_country ? "p.country" : "p.code, p.entity");
  // The parties of a record lie side by side, so this walks both tables once; joined with itself, the table of parties
  // is looked up twice as often.
  const Status made = add_selection(*parts_, filter, " LEFT JOIN party p ON p.record = r.key", sql);
  if (!made) return made.error();
  sql.text += " ORDER BY r.key";
  PairCounter counter;
  TermNames names(*parts_->db);
  Status trouble = Done{};
  const Status done = parts_->db->run(sql.text, sql.parameters, [&](const Row& row) {
    std::string entity;
    if (!by_country && !row.is_null(5)) {
      auto name = names.of(row.integer(5));
      if (!name) {
        trouble = name.error();
        return false;
      }
      entity = std::move(name).value();
    }
    counter.add(row.integer(0), row.integer(1), row.number(2), row.integer(3), entity.empty() ? row.text(4) : entity);
    return true;
  });
  if (!done) return done.error();
  if (!trouble) return trouble.error();
  return counter.take();
}

}  // namespace kronika
