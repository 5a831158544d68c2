#include "base/calendar.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace kronika {

bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

bool is_valid(Day day) {
  return day.year >= 1 && day.year <= 9999 && day.month >= 1 && day.month <= 12 && day.day >= 1 &&
         day.day <= days_in_month(day.year, day.month);
}

int64_t day_number(Day day) {
  using namespace std::chrono;
  return sys_days(year(day.year) / month(static_cast<unsigned>(day.month)) /
                  std::chrono::day(static_cast<unsigned>(day.day)))
      .time_since_epoch()
      .count();
}

Day day_from_number(int64_t number) {
  using namespace std::chrono;
  const year_month_day date{sys_days(days(number))};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

Day add_days(Day day, int64_t days) { return day_from_number(day_number(day) + days); }

Day add_months(Day day, int months) {
  const int all = day.year * 12 + day.month - 1 + months;
  Day moved{all / 12, all % 12 + 1, day.day};
  moved.day = std::min(moved.day, days_in_month(moved.year, moved.month));
  return moved;
}

int weekday(Day day) {
  const int64_t number = day_number(day) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>((number % 7 + 7) % 7);
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return std::nullopt;
  const auto number = [&](size_t from, size_t size) {
    int value = 0;
    for (const char c : text.substr(from, size)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const Day day{number(0, 4), number(5, 2), number(8, 2)};
  if (!is_valid(day)) return std::nullopt;
  return day;
}

std::optional<Day> parse_mail_day(std::string_view text) {
  if (const size_t comma = text.find(','); comma != std::string_view::npos) text.remove_prefix(comma + 1);
  std::string_view words[3];
  for (std::string_view& word : words) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
  }
  const auto number = [](std::string_view digits) {
    int value = 0;
    if (digits.empty() || digits.size() > 4) return -1;
    for (const char c : digits) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const size_t month = words[1].size() >= 3 ? kMonths.find(words[1].substr(0, 3)) : std::string_view::npos;
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  int year = number(words[2]);
  if (words[2].size() == 2 && year >= 0) year += year < 70 ? 2000 : 1900;  // RFC 822 had two digits
  const Day day{year, static_cast<int>(month / 3) + 1, number(words[0])};
  if (year < 1000 || !is_valid(day)) return std::nullopt;
  return day;
}

std::string format_day(Day day) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", day.year, day.month, day.day);
  return buffer;
}

}  // namespace kronika
