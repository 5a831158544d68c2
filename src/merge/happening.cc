#include "merge/happening.h"

#include <algorithm>

#include "base/hash.h"
#include "merge/words.h"

namespace kronika {
namespace {

// Reports that give no day speak of those before they were printed.
constexpr int64_t kDaysBefore = 2;
// Articles that share so many of their twelve topic words tell of one matter (chosen on ECB+, eval/merge --tune).
constexpr size_t kOneMatter = 3;

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
  keys.first = first, keys.last = std::min(last, first + kLongestSpan);
  const auto block = [&](const char* side, const std::string& country) {
    return static_cast<uint32_t>(mix64(hash64(report.event + side + country)) >> 33);
  };
  const auto mark = [](const std::string& country) {
    return static_cast<uint8_t>(1 + mix64(hash64(country)) % UINT8_MAX);
  };
  const std::vector<std::string> actors = countries_of(report.actor), recipients = countries_of(report.recipient);
  const bool both = !actors.empty() && !recipients.empty();
  // Who has both sides meets those who have the same, which lie under the actor; and those of one side only by that
  // one.
  std::vector<uint8_t> others;
  for (const std::string& recipient : recipients) others.push_back(mark(recipient));
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  for (const std::string& actor : actors) {
    const uint32_t at = block("|actor|", actor);
    for (const uint8_t other : others) keys.kept.push_back({at, other});
    if (!both) keys.kept.push_back({at, 0});
    keys.asked.push_back({at, both ? others : std::vector<uint8_t>{}});
    if (both) keys.asked.back().others.insert(keys.asked.back().others.begin(), 0);
  }
  for (const std::string& recipient : recipients) {
    const uint32_t at = block("|recipient|", recipient);
    keys.kept.push_back({at, static_cast<uint8_t>(both ? 1 : 0)});
    keys.asked.push_back({at, both ? std::vector<uint8_t>{0} : std::vector<uint8_t>{}});
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
  for (const auto* words : {&report.words, &report.trigger, &report.about}) {
    add("words");
    for (const uint64_t word : *words) hash = mix64(hash ^ word);
  }
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
  // Articles on one matter that call it by the same word: their sentences may differ.
  if (shared_words(a.about, b.about) >= kOneMatter && shared_words(a.trigger, b.trigger) > 0) return true;
  // Half of a headline of four words is in half of all news.
  constexpr size_t kFewestShared = 3;
  return shared_words(a.words, b.words) >= kFewestShared && overlap(a.words, b.words) >= needed;
}

bool tied(const Report& a, const Report& b) {
  if (!same_happening(a, b)) return false;
  const auto shared = [](const std::vector<ReportParty>& one, const std::vector<ReportParty>& other) {
    const std::vector<std::string> left = countries_of(one), right = countries_of(other);
    return std::find_first_of(left.begin(), left.end(), right.begin(), right.end()) != left.end();
  };
  const bool actor = shared(a.actor, b.actor), recipient = shared(a.recipient, b.recipient);
  const auto both = [](const Report& report) { return !report.actor.empty() && !report.recipient.empty(); };
  return both(a) && both(b) ? actor && recipient : actor || recipient;
}

}  // namespace kronika
