#include <gtest/gtest.h>

#include "base/calendar.h"
#include "base/utf8.h"

namespace kronika {
namespace {

TEST(Utf8, FindsTheFirstBadByte) {
  const struct {
    std::string text;
    std::optional<size_t> bad;
  } cases[] = {
      {"", {}},
      {"plain", {}},
      {"Łukaszenka Лукашенко 習近平 😀", {}},
      {"a\x80", 1},
      {"\xC0\xAF", 0},               // overlong
      {"ok \xE0\x80\x80", 3},        // overlong
      {"\xED\xA0\x80", 0},           // surrogate
      {"\xF4\x90\x80\x80", 0},       // past U+10FFFF
      {"twelve bytes\xE2\x82", 12},  // cut
      {"\xFF", 0},
  };
  for (const auto& c : cases) EXPECT_EQ(find_invalid_utf8(c.text), c.bad) << c.text;
}

TEST(Utf8, EncodesWhatItDecodes) {
  for (const char32_t c : {U'a', U'é', U'Ж', U'習', U'😀'}) {
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ(decode_utf8(text, 0).value, c);
    EXPECT_EQ(decode_utf8(text, 0).next, text.size());
  }
}

TEST(Utf8, CountsCodePointsBeforeAByte) {
  std::string text;
  std::vector<uint32_t> borders;
  for (int i = 0; i < 1000; ++i) {
    borders.push_back(static_cast<uint32_t>(text.size()));
    append_utf8(text, i % 3 ? U'я' : i % 7 ? U'b' : U'😀');
  }
  borders.push_back(static_cast<uint32_t>(text.size()));
  const CodePointIndex index(text);
  for (uint32_t i = 0; i < borders.size(); ++i) EXPECT_EQ(index.code_point(borders[i]), i);
  EXPECT_EQ(count_code_points(text), 1000u);
}

TEST(Calendar, ReadsOnlyRealDays) {
  EXPECT_EQ(parse_day("2021-06-29"), (Day{2021, 6, 29}));
  EXPECT_EQ(parse_day("2024-02-29T10:00:00Z"), (Day{2024, 2, 29}));
  for (const char* wrong :
       {"", "2021-06", "2023-02-29", "2021-13-01", "2021/06/29", "29-06-2021", "2021-06-299", "0000-01-01"})
    EXPECT_FALSE(parse_day(wrong)) << wrong;
}

TEST(Calendar, Moves) {
  EXPECT_EQ(add_days({2024, 2, 28}, 2), (Day{2024, 3, 1}));
  EXPECT_EQ(add_days({1970, 1, 1}, -1), (Day{1969, 12, 31}));
  EXPECT_EQ(add_months({2024, 1, 31}, 1), (Day{2024, 2, 29}));
  EXPECT_EQ(add_months({2024, 1, 15}, -1), (Day{2023, 12, 15}));
  EXPECT_EQ(weekday({2026, 11, 24}), 1);  // a Tuesday
  EXPECT_EQ(weekday({1969, 12, 28}), 6);  // a Sunday
  EXPECT_EQ(format_day({476, 9, 4}), "0476-09-04");
}

TEST(Calendar, ReadsDatesOfMailAndFeeds) {
  const struct {
    const char *text, *day;
  } cases[] = {{"Tue, 29 Jun 2021 10:00:00 GMT", "2021-06-29"},
               {"1 January 2020", "2020-01-01"},
               {"Mon, 02 Feb 98 00:00 EST", "1998-02-02"},
               {"  5 Sept 2003", "2003-09-05"},
               {"31 Feb 2021", ""},
               {"29 Foo 2021", ""},
               {"Tue, ", ""},
               {"29 Jun 20210", ""},
               {"", ""}};
  for (const auto& c : cases) {
    const auto day = parse_mail_day(c.text);
    EXPECT_EQ(day ? format_day(*day) : "", c.day) << c.text;
  }
}

}  // namespace
}  // namespace kronika
