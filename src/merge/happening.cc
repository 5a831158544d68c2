#include "merge/happening.h"

#include <algorithm>

#include "base/hash.h"
#include "merge/words.h"

namespace kronika {
namespace {

// Reports that give no day speak of those before they were printed.
constexpr int64_t kDaysBefore = 2;
// A span of weeks ("this summer") is met by too much.
constexpr int64_t kLongestSpan = 7;

std::pair<int64_t, int64_t> days_of(const Report& report) {
  if (report.first_day != 0) return {report.first_day, report.last_day};
  return {report.published - kDaysBefore, report.published};
}

std::vector<std::string> countries_of(const std::vector<ReportParty>& side) {
  constexpr size_t kMost = 6;  // a summit has more; some of them are enough to meet
  std::vector<std::string> countries;
  for (const ReportParty& party : side) countries.push_back(party.country);
  std::sort(countries.begin(), countries.end());
  countries.erase(std::unique(countries.begin(), countries.end()), countries.end());
  if (countries.size() > kMost) countries.resize(kMost);
  return countries;
}

enum class Match { no, unsaid, yes };

Match match(const ReportParty& a, const ReportParty& b) {
  if (!a.entity.empty() && !b.entity.empty()) return a.entity == b.entity ? Match::yes : Match::no;
  if (a.country != b.country) return a.country.empty() || b.country.empty() ? Match::unsaid : Match::no;
  if (a.sector == b.sector) return a.country.empty() && a.sector.empty() ? Match::unsaid : Match::yes;
  // "Russia" and "the Russian government" are one; its army and its courts are not.
  const auto is_state = [](const ReportParty& p) { return p.sector.empty() || p.sector == "GOV"; };
  if (is_state(a) && is_state(b)) return Match::yes;
  return is_state(a) || is_state(b) ? Match::unsaid : Match::no;
}

// Some party of one side is some party of the other; an empty side says nothing.
Match match(const std::vector<ReportParty>& a, const std::vector<ReportParty>& b) {
  if (a.empty() || b.empty()) return Match::unsaid;
  Match best = Match::no;
  for (const ReportParty& x : a)
    for (const ReportParty& y : b) best = std::max(best, match(x, y));
  return best;
}

}  // namespace

BlockingKeys blocking_keys(const Report& report) {
  BlockingKeys keys;
  const auto [first, last] = days_of(report);
  const std::vector<std::string> actors = countries_of(report.actor), recipients = countries_of(report.recipient);
  for (int64_t day = first; day <= std::min(last, first + kLongestSpan); ++day) {
    const auto key = [&](const char* kind, const std::string& one, const std::string& other) {
      return mix64(hash64(report.event + kind + one + "|" + other, mix64(static_cast<uint64_t>(day))));
    };
    // Who has both sides meets those who have the same; and those of one side only by that one.
    for (const std::string& actor : actors)
      for (const std::string& recipient : recipients) {
        keys.kept.push_back(key("|both|", actor, recipient));
        keys.asked.push_back(keys.kept.back());
      }
    const bool both = !actors.empty() && !recipients.empty();
    for (const auto& [side, list] : {std::pair("|actor|", &actors), std::pair("|recipient|", &recipients)})
      for (const std::string& country : *list) {
        const uint64_t whole = key(side, country, "whole"), alone = key(side, country, "alone");
        keys.kept.push_back(both ? whole : alone);
        keys.asked.push_back(alone);
        if (!both) keys.asked.push_back(whole);
      }
  }
  return keys;
}

uint64_t content_of(const Report& report) {
  uint64_t hash = hash64(report.event);
  const auto add = [&](std::string_view text) { hash = mix64(hash64(text, hash) + 1); };
  for (const std::string& mode : report.mode) add(mode);
  for (const auto* side : {&report.actor, &report.recipient}) {
    add("side");
    for (const ReportParty& party : *side) add(party.entity), add(party.country), add(party.sector);
  }
  const auto [first, last] = days_of(report);
  for (const int64_t number : {first, last, report.first_day}) hash = mix64(hash ^ static_cast<uint64_t>(number));
  add(report.place), add(report.country);
  for (const uint64_t word : report.words) hash = mix64(hash ^ word);
  return hash;
}

bool same_happening(const Report& a, const Report& b) {
  if (a.event != b.event) return false;
  const auto [a_first, a_last] = days_of(a);
  const auto [b_first, b_last] = days_of(b);
  if (a_first > b_last || b_first > a_last) return false;
  if (a_last - a_first > kLongestSpan || b_last - b_first > kLongestSpan) return false;
  const Match actor = match(a.actor, b.actor), recipient = match(a.recipient, b.recipient);
  if (actor == Match::no || recipient == Match::no) return false;
  if (!a.country.empty() && !b.country.empty() && a.country != b.country) return false;
  const bool both_placed = !a.place.empty() && !b.place.empty();
  if (both_placed && a.place != b.place) return false;
  if (!a.mode.empty() && !b.mode.empty() &&
      std::find_first_of(a.mode.begin(), a.mode.end(), b.mode.begin(), b.mode.end()) == a.mode.end())
    return false;
  // The more that agrees, the fewer words must: papers tell of one happening in their own words, but a day may see two
  // attacks of one army on another.
  const bool sides = actor == Match::yes && recipient == Match::yes;
  const bool dated = a.first_day != 0 && b.first_day != 0;
  const double needed = 0.6 - (sides ? 0.15 : 0) - (both_placed ? 0.15 : 0) - (dated ? 0.05 : 0);
  return overlap(a.words, b.words) >= needed;
}

}  // namespace kronika
