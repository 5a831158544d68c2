// Which records a filter finds, as far as the columns hold what it asks of.
#include <algorithm>

#include "base/calendar.h"
#include "store/parts.h"
#include "store/record_columns.h"

namespace kronika {

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

// A filter made ready: names are numbers.
class RecordColumns::Matcher {
 public:
  Matcher(const RecordColumns& columns, const Filter& filter)
      : c_(columns), kind_(filter.kind), asks_(filter.condition) {
    for (const Filter& part : filter.parts) parts_.emplace_back(columns, part);
    if (kind_ != Filter::Kind::condition) return;
    for (const std::string& name : asks_.names) {
      if (asks_.asked != Asked::factuality)
        names_.push_back(name == "none" ? 0 : c_.names_.find(name));
      else if (const auto factuality = factuality_of(name))
        names_.push_back(static_cast<uint32_t>(*factuality));
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
  static constexpr uint32_t kAnything = UINT32_MAX - 1;
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

RecordSelection RecordColumns::not_rejected() const {
  RecordSelection out;
  for (uint32_t record = 0; record < size(); ++record)
    if (!rejected_[record]) out.push_back(record);
  return out;
}

}  // namespace kronika
