#include "query/filter_parts.h"

#include <gtest/gtest.h>

namespace kronika {
namespace {

using Parts = std::vector<std::string>;

TEST(FilterParts, AreTheConditionsThatMustAllHold) {
  const std::vector<std::pair<std::string, Parts>> cases = {
      {"", {}},
      {"  event:PROTEST  and actor:RUS ", {"event:PROTEST", "actor:RUS"}},
      {"not event:PROTEST day:2021", {"not event:PROTEST", "day:2021"}},
      {"text:\"two words\" day:2021", {"text:\"two words\"", "day:2021"}},
      {"text:\"a \\\" b\" day:2021", {"text:\"a \\\" b\"", "day:2021"}},
      {"(actor:RUS or actor:UKR) day:2021", {"(actor:RUS or actor:UKR)", "day:2021"}},
      {"actor:RUS or day:2021", {"(actor:RUS or day:2021)"}},
  };
  for (const auto& [filter, parts] : cases) EXPECT_EQ(filter_parts(filter), parts) << filter;
}

TEST(FilterParts, AreLeftOutByField) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"day:2021 event:PROTEST date:2021-05..", "event:PROTEST"},
      {"not day:2021 event:PROTEST", "not day:2021 event:PROTEST"},  // a denial stays as it is
      {"day:2021 or event:PROTEST", "(day:2021 or event:PROTEST)"},
      {"day>=2021 actor.country:RUS", "actor.country:RUS"},
  };
  for (const auto& [filter, kept] : cases) EXPECT_EQ(filter_without(filter, {"day", "date"}), kept) << filter;
}

TEST(FilterParts, TellHowManyValuesAFieldHas) {
  EXPECT_EQ(values_in_filter("actor:RUS recipient:UKR,BLR", "actor"), 1u);
  EXPECT_EQ(values_in_filter("actor:RUS recipient:UKR,BLR", "recipient"), 2u);
  EXPECT_EQ(values_in_filter("place:\"Paris, Texas\"", "place"), 1u);
  EXPECT_EQ(values_in_filter("not actor:RUS", "actor"), 0u);
}

}  // namespace
}  // namespace kronika
