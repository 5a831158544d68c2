// Days of the Gregorian calendar: arithmetic, reading and writing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kronika/article.h"

namespace kronika {

bool is_leap_year(int year);
int days_in_month(int year, int month);
bool is_valid(Day day);

// Days since 1970-01-01, and back. Valid for years 1 to 9999.
int64_t day_number(Day day);
Day day_from_number(int64_t number);
Day add_days(Day day, int64_t days);
// Moves by months; a day past the end of the new month becomes its last day.
Day add_months(Day day, int months);
// 0 Monday .. 6 Sunday.
int weekday(Day day);

// "2021-06-29", also when a time of day follows ("2021-06-29T10:00:00Z"). Nothing for any other form.
std::optional<Day> parse_day(std::string_view text);
// "Tue, 29 Jun 2021 10:00:00 GMT", as mail and RSS have it (RFC 5322): the day as written, in the zone of the writer.
std::optional<Day> parse_mail_day(std::string_view text);
std::string format_day(Day day);

}  // namespace kronika
