// Reading the columns: each table once, in the order of the records.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "store/parts.h"
#include "store/record_columns.h"

namespace kronika {
namespace {

// Coordinates stand in boxes of single precision: rounded to what that can say.
double degrees(double low, double high) {
  constexpr double kUnit = 10'000;
  return std::round((low + high) / 2 * kUnit) / kUnit;
}

}  // namespace

class RecordColumns::Loader {
 public:
  Loader(Database& db, RecordColumns& columns) : db_(db), columns_(columns) {}

  Status load() {
    Status done = load_terms();
    if (done) done = load_publishers();
    if (done) done = load_entries();
    if (done) done = load_records();
    if (done) done = load_parties();
    if (done) done = locate_places();
    return done;
  }

 private:
  Status load_terms() {
    return db_.run("SELECT key, name FROM term", {}, [&](const Row& row) {
      terms_[row.integer(0)] = columns_.names_.number_of(row.text(1));
      return true;
    });
  }
  uint32_t term(int64_t key) const {
    const auto found = terms_.find(key);
    return found == terms_.end() ? 0 : found->second;
  }

  // Apart from the records, as the rows of articles are large.
  Status load_publishers() {
    return db_.run("SELECT key, publisher FROM article WHERE current = 1", {}, [&](const Row& row) {
      publishers_[row.integer(0)] = term(row.integer(1));
      return true;
    });
  }

  Status load_entries() {
    return db_.stream("SELECT key, day, seen, reports, head, first FROM entry ORDER BY key", {}, [&](const Row& row) {
      columns_.entries_.push_back(
          {row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)});
      return true;
    });
  }
  uint32_t entry(int64_t key) const {
    const std::vector<EntryRow>& entries = columns_.entries_;
    const auto found = std::lower_bound(entries.begin(), entries.end(), key,
                                        [](const EntryRow& row, int64_t wanted) { return row.key < wanted; });
    return found == entries.end() || found->key != key ? kNoEntry : static_cast<uint32_t>(found - entries.begin());
  }

  Status load_records() {
    RecordColumns& c = columns_;
    return db_.stream(
        "SELECT key, article, event, quad, score, factuality, day, country, admin, place, entry, review FROM "
        "record ORDER BY key",
        {}, [&](const Row& row) {
          c.key_.push_back(row.integer(0));
          const auto publisher = publishers_.find(row.integer(1));
          c.publisher_.push_back(publisher == publishers_.end() ? 0 : publisher->second);
          c.event_.push_back(term(row.integer(2)));
          c.quad_.push_back(static_cast<uint8_t>(row.integer(3)));
          c.score_.push_back(row.number(4));
          c.factuality_.push_back(static_cast<uint8_t>(row.integer(5)));
          c.day_.push_back(row.is_null(6) ? kNoDay : static_cast<int32_t>(row.integer(6)));
          c.country_.push_back(c.names_.number_of(row.text(7)));
          c.place_.push_back(row.is_null(9) ? 0 : place(row));
          c.rejected_.push_back(row.integer(11) == static_cast<int64_t>(ReviewState::rejected));
          c.entry_.push_back(row.is_null(10) ? kNoEntry : entry(row.integer(10)));
          return true;
        });
  }
  // Numbered as they come; locate_places() puts them in order.
  uint32_t place(const Row& row) {
    const std::tuple key(columns_.country_.back(), row.integer(9), row.integer(8));
    const auto [at, added] = place_numbers_.try_emplace(key, static_cast<uint32_t>(places_.size()));
    if (added) places_.push_back({row.integer(9), row.integer(8), columns_.country_.back(), row.integer(0)});
    return at->second;
  }

  Status load_parties() {
    RecordColumns& c = columns_;
    size_t record = 0;
    const Status done = db_.stream(
        "SELECT record, side, country, code, entity FROM party ORDER BY record, side, number", {}, [&](const Row& row) {
          // Of a record that came meanwhile there is nothing yet.
          while (record < c.key_.size() && c.key_[record] < row.integer(0)) begin_parties(record++);
          if (record == c.key_.size() || c.key_[record] != row.integer(0)) return true;
          begin_parties(record);
          c.side_.push_back(static_cast<uint8_t>(row.integer(1)));
          c.party_country_.push_back(c.names_.number_of(row.text(2)));
          c.party_code_.push_back(c.names_.number_of(row.text(3)));
          c.party_entity_.push_back(row.is_null(4) ? 0 : term(row.integer(4)));
          return true;
        });
    while (record < c.key_.size()) begin_parties(record++);
    c.parties_from_.push_back(static_cast<uint32_t>(c.side_.size()));
    return done;
  }
  void begin_parties(size_t record) {
    if (columns_.parties_from_.size() == record)
      columns_.parties_from_.push_back(static_cast<uint32_t>(columns_.side_.size()));
  }

  // Where the first record of each place says that it is.
  Status locate_places() {
    RecordColumns& c = columns_;
    std::vector<uint32_t> order(places_.size() - 1), number(places_.size());
    std::iota(order.begin(), order.end(), 1);
    std::sort(order.begin(), order.end(), [&](uint32_t one, uint32_t other) {
      const Place &a = places_[one], &b = places_[other];
      return std::tie(c.names_.of(a.country), a.place, a.admin) < std::tie(c.names_.of(b.country), b.place, b.admin);
    });
    c.places_.emplace_back();
    for (const uint32_t at : order) {
      const Place& place = places_[at];
      number[at] = static_cast<uint32_t>(c.places_.size());
      PlaceCount& known = c.places_.emplace_back();
      known.name = c.names_.of(term(place.place));
      known.country = c.names_.of(place.country);
      known.admin1 = c.names_.of(term(place.admin));
      const auto box = db_.first("SELECT south, north, west, east FROM place_box WHERE record = ?1", {place.record});
      if (!box) return box.error();
      if (box.value().values.empty()) continue;
      known.latitude = degrees(box.value().number(0), box.value().number(1));
      known.longitude = degrees(box.value().number(2), box.value().number(3));
    }
    for (uint32_t& place : c.place_) place = number[place];
    return Done{};
  }

  struct Place {
    int64_t place = 0, admin = 0;  // keys of terms
    uint32_t country = 0;
    int64_t record = 0;  // the first one
  };
  Database& db_;
  RecordColumns& columns_;
  std::unordered_map<int64_t, uint32_t> terms_, publishers_;  // by key, of the term and of the article
  std::vector<Place> places_ = std::vector<Place>(1);         // 0: none
  std::map<std::tuple<uint32_t, int64_t, int64_t>, uint32_t> place_numbers_;
};

Result<std::shared_ptr<const RecordColumns>> RecordColumns::load(Database& db) {
  std::shared_ptr<RecordColumns> columns(new RecordColumns);
  if (const Status done = Loader(db, *columns).load(); !done) return done.error();
  return std::shared_ptr<const RecordColumns>(std::move(columns));
}

}  // namespace kronika
