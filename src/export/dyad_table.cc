// Counts by pair of countries and period as CSV, with a row of zeros where nothing happened: every pair that occurs has
// a row for every period from the first to the last of the table.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

#include "base/calendar.h"
#include "export/export_form.h"
#include "export/writers.h"
#include "record/flat.h"

namespace kronika {
namespace {

constexpr std::array<const char*, 16> kEvents = {"AGREE",    "CONSULT",  "SUPPORT", "CONCEDE", "COOPERATE", "AID",
                                                 "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",  "THREATEN",  "PROTEST",
                                                 "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT"};

struct Counts {
  int64_t records = 0;
  int64_t score = 0;  // sum in thousandths: sums of doubles depend on their order
  std::array<int64_t, 5> quads{};
  std::array<int64_t, kEvents.size()> events{};
};

// Periods are numbered so that each is one more than the one before.
int64_t period_of(Day day, Period period) {
  switch (period) {
    case Period::day:
      return day_number(day);
    case Period::week:  // weeks begin on Monday; 1970-01-05 was one
      return (day_number(day) - 4 + 7 * 200000) / 7 - 200000;
    case Period::month:
      return day.year * 12 + day.month - 1;
    case Period::quarter:
      return day.year * 4 + (day.month - 1) / 3;
    case Period::year:
      break;
  }
  return day.year;
}

Day first_day(int64_t number, Period period) {
  const auto year = [](int64_t n) { return static_cast<int>(n); };
  switch (period) {
    case Period::day:
      return day_from_number(number);
    case Period::week:
      return day_from_number(number * 7 + 4);
    case Period::month:
      return {year(number / 12), static_cast<int>(number % 12) + 1, 1};
    case Period::quarter:
      return {year(number / 4), static_cast<int>(number % 4) * 3 + 1, 1};
    case Period::year:
      break;
  }
  return {year(number), 1, 1};
}

// "2021-06-29", "2021-06-28" (the Monday), "2021-06", "2021-Q2", "2021"
std::string period_name(int64_t number, Period period) {
  const Day day = first_day(number, period);
  const std::string text = format_day(day);
  if (period == Period::month) return text.substr(0, 7);
  if (period == Period::quarter) return text.substr(0, 4) + "-Q" + std::to_string((day.month - 1) / 3 + 1);
  return period == Period::year ? text.substr(0, 4) : text;
}

class DyadWriter : public RecordWriter {
 public:
  DyadWriter(Period period, Codes codes) : period_(period), codes_(std::move(codes)) {}

  std::string header() const override {
    std::string line =
        "period,month_id,actor,actor_cow,actor_gw,recipient,recipient_cow,recipient_gw,records,score,"
        "verbal_cooperation,material_cooperation,verbal_conflict,material_conflict";
    for (const char* event : kEvents) line += std::string(",") + event;
    return line + "\r\n";
  }

  std::string left_out() const override {
    std::string told = happened_.told();
    if (without_ > 0)
      told += (told.empty() ? "" : "; ") + std::to_string(without_) +
              " records are left out that have no date or not a country on both sides";
    return told;
  }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    for (const Record& record : coded.records) {
      if (!happened_.takes(record)) continue;
      const std::optional<Day> day = event_day(article, record);
      // Two ministers of one country are one side of one dyad.
      std::set<std::pair<std::string, std::string>> dyads;
      for (const Party& actor : record.actor)
        for (const Party& recipient : record.recipient)
          if (!actor.country.empty() && !recipient.country.empty()) dyads.emplace(actor.country, recipient.country);
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!day || dyads.empty()) ++without_;
      if (!day) continue;
      for (const auto& dyad : dyads) add(table_[dyad][period_of(*day, period_)], record);
    }
    return "";
  }

  void footer(const Put& put) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (table_.empty()) return;
    int64_t first = table_.begin()->second.begin()->first, last = first;
    for (const auto& [dyad, periods] : table_) {
      first = std::min(first, periods.begin()->first);
      last = std::max(last, periods.rbegin()->first);
    }
    for (const auto& [dyad, periods] : table_)
      for (int64_t period = first; period <= last; ++period) {
        const auto found = periods.find(period);
        put(row(dyad, period, found == periods.end() ? Counts{} : found->second));
      }
  }

 private:
  static void add(Counts& counts, const Record& record) {
    ++counts.records;
    counts.score += std::llround(record.score * 1000);
    if (record.quad >= 1 && record.quad <= 4) ++counts.quads[static_cast<size_t>(record.quad)];
    const auto event = std::find(kEvents.begin(), kEvents.end(), record.event);
    if (event != kEvents.end()) ++counts.events[static_cast<size_t>(event - kEvents.begin())];
  }

  std::string row(const std::pair<std::string, std::string>& dyad, int64_t period, const Counts& counts) const {
    const Day day = first_day(period, period_);
    // VIEWS counts months from January 1980, which is 1.
    const std::string month_id =
        period_ == Period::month ? std::to_string((day.year - 1980) * 12 + day.month) : std::string();
    std::string line = period_name(period, period_) + "," + month_id;
    for (const std::string& country : {dyad.first, dyad.second}) {
      const CountryCode& codes = codes_->of(country);
      line += "," + country + "," + codes.cow + "," + codes.gw;
    }
    line += "," + std::to_string(counts.records) + "," + decimal(static_cast<double>(counts.score) / 1000, "%g");
    for (size_t quad = 1; quad < counts.quads.size(); ++quad) line += "," + std::to_string(counts.quads[quad]);
    for (const int64_t count : counts.events) line += "," + std::to_string(count);
    return line + "\r\n";
  }

  Period period_;
  Codes codes_;
  HappenedOnly happened_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::map<std::pair<std::string, std::string>, std::map<int64_t, Counts>> table_;
  mutable uint64_t without_ = 0;
};

}  // namespace

std::unique_ptr<RecordWriter> make_dyad_writer(Period period, Codes codes) {
  return std::make_unique<DyadWriter>(period, std::move(codes));
}

}  // namespace kronika
