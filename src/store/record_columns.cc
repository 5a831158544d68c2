#include "store/record_columns.h"

#include <algorithm>
#include <tuple>

#include "kronika/record.h"
#include "store/entry_order.h"

namespace kronika {
namespace {

constexpr const char* kNone = "---";

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
