#include "store/record_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "base/calendar.h"
#include "kronika/record.h"
#include "store/entry_order.h"
#include "store/parts.h"

namespace kronika {
namespace {

constexpr const char* kNone = "---";

// Coordinates stand in boxes of single precision: rounded to what that can say.
double degrees(double low, double high) {
  constexpr double kUnit = 10'000;
  return std::round((low + high) / 2 * kUnit) / kUnit;
}

// The first `limit` of them all in this order; negative: all.
template <class Item, class Before>
void keep_first(std::vector<Item>& items, int64_t limit, Before before) {
  const size_t most = limit < 0 ? items.size() : std::min(items.size(), static_cast<size_t>(limit));
  std::partial_sort(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(most), items.end(), before);
  items.resize(most);
}

}  // namespace

uint32_t RecordColumns::Names::number_of(const std::string& name) {
  const auto [at, added] = numbers_.try_emplace(name, static_cast<uint32_t>(names_.size()));
  if (added) names_.push_back(name);
  return at->second;
}

// --- loading

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
          if (c.parties_from_.size() == record) c.parties_from_.push_back(static_cast<uint32_t>(c.side_.size()));
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

RecordSelection RecordColumns::find(const std::vector<int64_t>& keys) const {
  // Answers mostly come in the order of the keys.
  RecordSelection out;
  out.reserve(keys.size());
  size_t next = 0;
  for (const int64_t key : keys) {
    if (next >= key_.size() || key_[next] != key)
      next = static_cast<size_t>(std::lower_bound(key_.begin(), key_.end(), key) - key_.begin());
    if (next >= key_.size() || key_[next] != key) continue;
    out.push_back(static_cast<uint32_t>(next++));
  }
  if (!std::is_sorted(out.begin(), out.end())) std::sort(out.begin(), out.end());
  return out;
}

// --- filters

// A filter made ready: names are numbers.
class RecordColumns::Matcher {
 public:
  Matcher(const RecordColumns& columns, const Filter& filter)
      : c_(columns), kind_(filter.kind), asks_(filter.condition) {
    for (const Filter& part : filter.parts) parts_.emplace_back(columns, part);
    if (kind_ != Filter::Kind::condition) return;
    for (const std::string& name : asks_.names) {
      if (asks_.asked == Asked::factuality) {
        uint32_t number = 0;
        while (number < kFactualities && factuality_name(static_cast<Factuality>(number)) != name) ++number;
        names_.push_back(number);
      } else {
        names_.push_back(name == "none" ? 0 : c_.names_.find(name));
      }
    }
    for (const DayRange& range : asks_.days)
      days_.emplace_back(range.from ? day_number(*range.from) : INT64_MIN,
                         range.to ? day_number(*range.to) : INT64_MAX);
    for (const PartyPattern& party : asks_.parties) {
      Pattern& pattern = patterns_.emplace_back();
      pattern.none = party.none;
      if (!party.country.empty()) pattern.country = c_.names_.find(party.country);
      if (!party.entity.empty()) pattern.entity = c_.names_.find(party.entity);
      pattern.any = party.country.empty() && party.entity.empty() && party.sectors.empty();
      if (party.sectors.empty()) continue;
      pattern.codes.resize(c_.names_.size());
      for (uint32_t code = 0; code < pattern.codes.size(); ++code)
        pattern.codes[code] = has_sectors(c_.names_.of(code), party.sectors);
    }
  }

  static bool holds(Asked asked) {
    switch (asked) {
      case Asked::event:
      case Asked::factuality:
      case Asked::place_country:
      case Asked::publisher:
      case Asked::quad:
      case Asked::score:
      case Asked::day:
      case Asked::party:
        return true;
      default:
        return false;
    }
  }

  bool operator()(uint32_t record) const {
    const auto part = [&](const Matcher& one) { return one(record); };
    switch (kind_) {
      case Filter::Kind::all:
        return std::all_of(parts_.begin(), parts_.end(), part);
      case Filter::Kind::any:
        return parts_.empty() || std::any_of(parts_.begin(), parts_.end(), part);
      case Filter::Kind::negation:
        return !parts_.front()(record);
      case Filter::Kind::condition:
        return meets(record);
    }
    return false;
  }

 private:
  static constexpr uint32_t kFactualities = 5, kAnything = UINT32_MAX - 1;
  struct Pattern {
    bool any = false, none = false;
    uint32_t country = kAnything, entity = kAnything;
    std::vector<char> codes;  // which have its sectors; empty: it asks of none
  };

  // "RUS GOV MIL": sectors are words behind the country.
  static bool has_sectors(const std::string& code, const std::vector<std::string>& sectors) {
    constexpr size_t kBehindCountry = 4;
    if (code.size() < kBehindCountry) return false;
    const std::string words = " " + code.substr(kBehindCountry) + " ";
    return std::all_of(sectors.begin(), sectors.end(),
                       [&](const std::string& sector) { return words.find(" " + sector + " ") != words.npos; });
  }

  bool is_named(uint32_t value) const { return std::find(names_.begin(), names_.end(), value) != names_.end(); }

  bool meets(uint32_t record) const {
    switch (asks_.asked) {
      case Asked::event:
        return is_named(c_.event_[record]);
      case Asked::factuality:
        return is_named(c_.factuality_[record]);
      case Asked::place_country:
        return is_named(c_.country_[record]);
      case Asked::publisher:
        return is_named(c_.publisher_[record]);
      case Asked::quad:
        return lies_in(c_.quad_[record]);
      case Asked::score:
        return lies_in(c_.score_[record]);
      case Asked::day:
        return std::any_of(days_.begin(), days_.end(), [&, day = c_.day_[record]](const auto& range) {
          if (range == std::pair{INT64_MIN, INT64_MAX}) return day == kNoDay;
          return day != kNoDay && day >= range.first && day <= range.second;
        });
      case Asked::party:
        return std::any_of(patterns_.begin(), patterns_.end(),
                           [&](const Pattern& pattern) { return has_party(record, pattern); });
      default:
        return false;
    }
  }

  bool lies_in(double value) const {
    return std::any_of(asks_.numbers.begin(), asks_.numbers.end(), [&](const NumberRange& range) {
      const bool above = !range.from || (range.from_open ? value > *range.from : value >= *range.from);
      return above && (!range.to || (range.to_open ? value < *range.to : value <= *range.to));
    });
  }

  bool has_party(uint32_t record, const Pattern& pattern) const {
    bool found = false;
    for (uint32_t at = c_.parties_from_[record]; at < c_.parties_from_[record + 1] && !found; ++at)
      found = (asks_.side == Side::either || c_.side_[at] == static_cast<uint8_t>(asks_.side)) &&
              (pattern.country == kAnything || pattern.country == c_.party_country_[at]) &&
              (pattern.entity == kAnything || pattern.entity == c_.party_entity_[at]) &&
              (pattern.codes.empty() || pattern.codes[c_.party_code_[at]]);
    return pattern.any && pattern.none ? !found : found;
  }

  const RecordColumns& c_;
  Filter::Kind kind_;
  Condition asks_;
  std::vector<Matcher> parts_;
  std::vector<uint32_t> names_;
  std::vector<std::pair<int64_t, int64_t>> days_;
  std::vector<Pattern> patterns_;
};

bool RecordColumns::hold(const Filter& filter) {
  if (filter.kind == Filter::Kind::condition) return Matcher::holds(filter.condition.asked);
  return std::all_of(filter.parts.begin(), filter.parts.end(), hold);
}

RecordSelection RecordColumns::narrow(const RecordSelection& records, const Filter& filter) const {
  const Matcher matcher(*this, filter);
  RecordSelection out;
  for (const uint32_t record : records)
    if (matcher(record)) out.push_back(record);
  return out;
}

RecordSelection RecordColumns::all(bool rejected_too) const {
  RecordSelection out;
  for (uint32_t record = 0; record < size(); ++record)
    if (rejected_too || !rejected_[record]) out.push_back(record);
  return out;
}

// --- counting

uint32_t RecordColumns::value_of(uint32_t record, CountedField field) const {
  switch (field) {
    case CountedField::event:
      return event_[record];
    case CountedField::quad:
      return quad_[record];
    case CountedField::factuality:
      return factuality_[record];
    case CountedField::country:
      return country_[record];
    case CountedField::publisher:
      return publisher_[record];
  }
  return 0;
}

std::string RecordColumns::name_of(uint32_t value, CountedField field) const {
  if (field == CountedField::quad) return std::to_string(value);
  if (field == CountedField::factuality) return std::string(factuality_name(static_cast<Factuality>(value)));
  return value == 0 ? kNone : names_.of(value);
}

size_t RecordColumns::values_of(CountedField field) const {
  constexpr size_t kBytes = 256;
  return field == CountedField::quad || field == CountedField::factuality ? kBytes : names_.size();
}

std::vector<std::pair<std::string, int64_t>> RecordColumns::count(const RecordSelection& records,
                                                                  CountedField field) const {
  std::vector<int64_t> counts(values_of(field));
  for (const uint32_t record : records) ++counts[value_of(record, field)];
  std::vector<std::pair<std::string, int64_t>> out;
  for (size_t value = 0; value < counts.size(); ++value)
    if (counts[value] != 0) out.emplace_back(name_of(static_cast<uint32_t>(value), field), counts[value]);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<RecordColumns::OfDay> RecordColumns::count_by_day(const RecordSelection& records,
                                                              CountedField field) const {
  std::unordered_map<uint64_t, int64_t> counts;
  for (const uint32_t record : records)
    ++counts[uint64_t{static_cast<uint32_t>(day_[record])} << 32 | value_of(record, field)];
  std::vector<OfDay> out;
  for (const auto& [key, count] : counts) {
    const auto day = static_cast<int32_t>(key >> 32);
    out.push_back({day == kNoDay ? std::nullopt : std::optional<int64_t>(day),
                   name_of(static_cast<uint32_t>(key & UINT32_MAX), field), count});
  }
  std::sort(out.begin(), out.end(),
            [](const OfDay& a, const OfDay& b) { return std::tie(a.day, a.value) < std::tie(b.day, b.value); });
  return out;
}

std::vector<PairCount> RecordColumns::pairs(const RecordSelection& records, PartyLevel level) const {
  const auto party = [&](uint32_t at) {
    if (level == PartyLevel::country) return party_country_[at];
    return party_entity_[at] != 0 ? party_entity_[at] : party_code_[at];
  };
  std::unordered_map<uint64_t, PairCount> counts;
  std::vector<uint32_t> sides[2];  // 0: nobody, or nobody known
  for (const uint32_t record : records) {
    for (std::vector<uint32_t>& side : sides) side.clear();
    for (uint32_t at = parties_from_[record]; at < parties_from_[record + 1]; ++at) {
      std::vector<uint32_t>& side = sides[side_[at] == 1 ? 0 : 1];
      if (std::find(side.begin(), side.end(), party(at)) == side.end()) side.push_back(party(at));
    }
    for (std::vector<uint32_t>& side : sides)
      if (side.empty()) side.push_back(0);
    for (const uint32_t actor : sides[0])
      for (const uint32_t recipient : sides[1]) {
        PairCount& count = counts[uint64_t{actor} << 32 | recipient];
        if (quad_[record] >= 1 && quad_[record] <= 4) ++count.quads[quad_[record] - 1];
        count.score += score_[record];
      }
  }
  std::vector<PairCount> out;
  out.reserve(counts.size());
  for (auto& [pair, count] : counts) {
    count.actor = names_.of(static_cast<uint32_t>(pair >> 32));
    count.recipient = names_.of(static_cast<uint32_t>(pair & UINT32_MAX));
    out.push_back(std::move(count));
  }
  std::sort(out.begin(), out.end(), [](const PairCount& one, const PairCount& other) {
    const int64_t mine = one.count(), theirs = other.count();
    return std::tie(theirs, one.actor, one.recipient) < std::tie(mine, other.actor, other.recipient);
  });
  return out;
}

std::vector<PartyCount> RecordColumns::actors(const RecordSelection& records, int64_t limit) const {
  struct Counted {
    uint32_t code = 0, country = 0, entity = 0;
    int64_t parties = 0, of_side[2] = {};
    uint32_t last[2] = {UINT32_MAX, UINT32_MAX};  // record that was counted last
  };
  std::vector<Counted> counted;
  std::unordered_map<uint64_t, uint32_t> number_of;  // by code and entity: a code says the country
  for (const uint32_t record : records)
    for (uint32_t at = parties_from_[record]; at < parties_from_[record + 1]; ++at) {
      const auto [found, added] = number_of.try_emplace(uint64_t{party_code_[at]} << 32 | party_entity_[at],
                                                        static_cast<uint32_t>(counted.size()));
      if (added) counted.push_back({party_code_[at], party_country_[at], party_entity_[at]});
      Counted& one = counted[found->second];
      const size_t side = side_[at] == 1 ? 0 : 1;
      ++one.parties;
      one.of_side[side] += one.last[side] != record;
      one.last[side] = record;
    }
  keep_first(counted, limit, [&](const Counted& a, const Counted& b) {
    return std::tie(b.parties, names_.of(a.code), names_.of(a.entity)) <
           std::tie(a.parties, names_.of(b.code), names_.of(b.entity));
  });
  std::vector<PartyCount> out;
  for (const Counted& one : counted)
    out.push_back({names_.of(one.code), names_.of(one.country), names_.of(one.entity), one.of_side[0], one.of_side[1]});
  return out;
}

std::vector<PlaceCount> RecordColumns::places(const RecordSelection& records, int64_t limit) const {
  std::vector<int64_t> counts(places_.size());
  for (const uint32_t record : records) ++counts[place_[record]];
  std::vector<std::pair<int64_t, uint32_t>> found;
  for (uint32_t place = 1; place < counts.size(); ++place)
    if (counts[place] != 0) found.emplace_back(-counts[place], place);
  keep_first(found, limit, std::less<>());
  std::vector<PlaceCount> out;
  for (const auto& [count, place] : found) {
    out.push_back(places_[place]);
    out.back().count = -count;
  }
  return out;
}

Result<std::vector<ListedEntry>> RecordColumns::entries(const RecordSelection& records, const std::string& sort,
                                                        const std::string& after, int64_t limit) const {
  const auto order = entry_order(sort);
  if (!order) return order.error();
  const bool down = order.value().down;
  EntryStanding from;
  if (!after.empty()) {
    const auto cursor = parse_cursor(after);
    if (!cursor) return cursor.error();
    from = cursor.value();
  }
  const auto standing = [&, column = order.value().column](const EntryRow& row) {
    const int64_t value = column == EntryOrder::day ? row.day : column == EntryOrder::seen ? row.seen : row.reports;
    return EntryStanding{value, row.head, row.first};
  };
  std::vector<bool> seen(entries_.size());
  std::vector<std::pair<EntryStanding, uint32_t>> found;
  for (const uint32_t record : records) {
    const uint32_t entry = entry_[record];
    if (entry == kNoEntry || seen[entry]) continue;
    seen[entry] = true;
    const EntryStanding at = standing(entries_[entry]);
    if (after.empty() || from.is_before(at, down)) found.emplace_back(at, entry);
  }
  keep_first(found, limit, [&](const auto& one, const auto& other) { return one.first.is_before(other.first, down); });
  std::vector<ListedEntry> out;
  for (const auto& [at, entry] : found) out.push_back({entries_[entry].key, cursor_text(at)});
  return out;
}

}  // namespace kronika
