#include <gtest/gtest.h>

#include "score/difference.h"
#include "score/matching.h"
#include "score/scorer.h"
#include "score/sentences.h"

namespace kronika {
namespace {

std::vector<CodedDocument> read(const std::string& jsonl) {
  auto documents = read_coded_events(jsonl, "test.jsonl");
  EXPECT_TRUE(documents.ok()) << (documents.ok() ? "" : documents.error().message);
  return documents.ok() ? std::move(documents).value() : std::vector<CodedDocument>{};
}

TEST(Sentences, BeginAfterEndMarksAndLineEnds) {
  const struct {
    const char* text;
    std::vector<uint32_t> starts;
  } cases[] = {
      {"", {0}},
      {"One. Two! Three? Four", {0, 5, 10, 17}},
      {"In the U.S. army", {0}},  // a small letter follows
      {"He left.\" Then \"Go.\" Yes", {0, 10, 21}},
      {"One. (Two) 3.", {0, 5}},
      {"One.  \n \"Two", {0, 8}},
      {"one\ntwo\n\nthree", {0, 4, 9}},
      {"Прага. Then", {0, 7}},
      {"One.\nтри", {0, 5}},
      {"No.5 is", {0}},
  };
  for (const auto& c : cases) EXPECT_EQ(sentence_starts(code_points_of(c.text)), c.starts) << c.text;
}

TEST(Matching, MakesAsManyPairsAsCanBe) {
  EXPECT_EQ(best_matching({{0, 1}, {0}}, {}, 2), (std::vector<std::optional<size_t>>{1, 0}));
  EXPECT_EQ(best_matching({{0}, {0}}, {}, 1), (std::vector<std::optional<size_t>>{0, std::nullopt}));
  EXPECT_EQ(best_matching({{0, 1}, {0, 1}}, {{0, 1}, {1, 0}}, 2), (std::vector<std::optional<size_t>>{1, 0}));
  EXPECT_EQ(best_matching({}, {}, 3), (std::vector<std::optional<size_t>>{}));
  // A long path: every left one but the last moves on by one.
  std::vector<std::vector<size_t>> chain;
  for (size_t i = 0; i < 500; ++i) chain.push_back({i, i + 1});
  chain.push_back({0});
  const auto found = best_matching(chain, {}, 501);
  for (const auto& right : found) EXPECT_TRUE(right.has_value());
}

// Text: "Russia bombed Kyiv. Police arrested ten men in Minsk. Talks failed."
//        0                   20                                54
const char* kGold =
    "{\"id\":\"d\",\"text\":\"Russia bombed Kyiv. Police arrested ten men in Minsk. Talks failed.\",\"events\":["
    "{\"event\":\"ASSAULT\",\"actor\":[\"RUS MIL\"],\"recipient\":[\"UKR\"],\"start\":7,\"end\":18,\"mode\":\"aerial\","
    "\"factuality\":\"asserted\",\"date\":\"2022-03\",\"place\":\"Kyiv, UKR\",\"attribution\":null},"
    "{\"event\":\"COERCE\",\"event_ok\":[\"COERCE\",\"SANCTION\"],\"mode\":\"arrest\",\"mode_ok\":[\"arrest\",null],"
    "\"actor\":[\"BLR COP\"],\"recipient\":[],\"start\":27,\"end\":35,\"factuality\":\"asserted\",\"date\":null,"
    "\"place\":\"Minsk, BLR\",\"attribution\":\"a witness\"},"
    "{\"event\":\"CONSULT\",\"actor\":[\"RUS\"],\"recipient\":[\"UKR\"],\"start\":54,\"end\":59,\"mode\":null,"
    "\"factuality\":\"negated\",\"date\":null,\"place\":null,\"attribution\":null,\"required\":false}]}\n";

TEST(Score, CountsEventsDyadsAndFields) {
  const auto score = score_events(
      read(kGold),
      read(
          "{\"document\":\"d\",\"event\":\"ASSAULT\",\"actor\":[{\"code\":\"RUS\"}],\"recipient\":[{\"code\":\"UKR "
          "GOV\"}],\"mode\":[],\"start\":7,\"end\":13,\"factuality\":\"asserted\",\"date\":{\"start\":\"2022-03-05\","
          "\"end\":\"2022-03-05\"},\"place\":{\"name\":\"Kiev\",\"country\":\"UKR\"}}\n"
          "{\"document\":\"d\",\"event\":\"SANCTION\",\"actor\":[{\"code\":\"RUS COP\"}],\"recipient\":[],\"mode\":[],"
          "\"start\":20,\"end\":25,\"factuality\":\"asserted\"}\n"
          "{\"document\":\"d\",\"event\":\"CONSULT\",\"actor\":[{\"code\":\"UKR\"}],\"recipient\":[{\"code\":\"RUS\"}],"
          "\"mode\":[],\"start\":54,\"end\":59,\"factuality\":\"asserted\"}\n"
          "{\"document\":\"d\",\"event\":\"PROTEST\",\"actor\":[],\"recipient\":[],\"mode\":[],\"start\":0,\"end\":5}\n"
          "{\"document\":\"d\",\"field\":\"title\",\"event\":\"PROTEST\",\"actor\":[],\"recipient\":[],\"start\":0,"
          "\"end\":5}\n"));
  ASSERT_TRUE(score.ok()) << score.error().message;
  // The optional one counts nowhere, the title's neither: 2 of 3 right; by dyad the second has another country.
  EXPECT_EQ(score.value().events.matched, 2);
  EXPECT_EQ(score.value().events.coded, 3);
  EXPECT_EQ(score.value().events.gold, 2);
  EXPECT_EQ(score.value().dyads.matched, 1);
  EXPECT_EQ(score.value().dyads.coded, 3);
  EXPECT_DOUBLE_EQ(score.value().dyads.f1(), 0.4);
  const auto f1 = [&](const std::string& name) {
    for (const auto& [field, tally] : score.value().fields)
      if (field == name) return tally.f1();
    return -1.0;
  };
  EXPECT_EQ(f1("date"), 1);
  EXPECT_EQ(f1("place country"), 1);
  EXPECT_EQ(f1("place name"), 0);
  EXPECT_EQ(f1("sector"), 0);
  EXPECT_EQ(f1("mode"), 0);
  EXPECT_EQ(f1("factuality"), 1);  // nobody says anything but asserted
  ASSERT_EQ(score.value().errors.size(), 3u);
  EXPECT_EQ(score.value().errors[0], "missed  d  COERCE  BLR COP -> ---  \"\"");
}

TEST(Score, WrongFilesAreExplained) {
  const auto no_text = score_events(read("{\"document\":\"d\",\"event\":\"X\"}"), {});
  ASSERT_FALSE(no_text.ok());
  EXPECT_NE(no_text.error().message.find("no text of d"), std::string::npos);
  const auto stranger = score_events(read(kGold), read("{\"document\":\"e\",\"event\":\"X\"}"));
  ASSERT_FALSE(stranger.ok());
  EXPECT_NE(stranger.error().message.find("e is not in the gold"), std::string::npos);
  const auto broken = read_coded_events("{\"document\":\"d\"}\nnot json\n", "file.jsonl");
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.error().message.find("file.jsonl:2"), std::string::npos);
  EXPECT_FALSE(read_coded_events("{\"a\":1}\n", "f").ok());
}

TEST(Agreement, IsThatOfTwoCodersOnTheEventsOfBoth) {
  const auto event = [](int start, const char* category, const char* actor) {
    return "{\"document\":\"d\",\"event\":\"" + std::string(category) + "\",\"actor\":[{\"code\":\"" + actor +
           "\"}],\"recipient\":[],\"start\":" + std::to_string(start) + ",\"end\":" + std::to_string(start + 5) + "}\n";
  };
  const auto first = read(event(0, "PROTEST", "RUS") + event(10, "COERCE", "RUS") + event(20, "PROTEST", "UKR") +
                          event(90, "AID", "USA"));
  const auto second = read(event(1, "PROTEST", "RUS") + event(10, "ASSAULT", "RUS") + event(22, "PROTEST", "RUS") +
                           event(50, "AID", "USA"));
  const Agreement found = agreement_of(first, second);
  EXPECT_EQ(found.both, 3);
  EXPECT_EQ(found.only_first, 1);
  EXPECT_EQ(found.only_second, 1);
  EXPECT_DOUBLE_EQ(found.f1(), 0.75);
  EXPECT_EQ(found.fields[0].name, "category");
  EXPECT_EQ(found.fields[0].same, 2);
  // By chance PROTEST 2/3 times 2/3; so (2/3 - 4/9) / (1 - 4/9).
  EXPECT_NEAR(found.fields[0].kappa, 0.4, 1e-9);
  EXPECT_NEAR(found.fields[2].kappa, 0, 1e-9);  // the second coder says RUS always
  EXPECT_EQ(agreement_of(first, first).fields[0].kappa, 1);
}

TEST(Difference, IsToldFieldByField) {
  const std::string same = "{\"id\":\"1\",\"document\":\"a\",\"event\":\"AID\",\"start\":0,\"end\":3,\"why\":[1]}\n";
  const std::string first =
      same +
      "{\"id\":\"2\",\"document\":\"a\",\"event\":\"PROTEST\",\"mode\":[],\"start\":10,\"end\":15,\"quad\":3}\n"
      "{\"id\":\"3\",\"document\":\"a\",\"event\":\"COERCE\",\"start\":40,\"end\":45,\"text\":\"took\"}\n";
  const std::string second =
      "{\"id\":\"1\",\"document\":\"a\",\"event\":\"AID\",\"start\":0,\"end\":3,\"why\":[2]}\n"
      "{\"id\":\"9\",\"document\":\"a\",\"event\":\"PROTEST\",\"mode\":[\"riot\"],\"start\":12,\"end\":15}\n"
      "{\"id\":\"4\",\"document\":\"b\",\"event\":\"AID\",\"start\":40,\"end\":45}\n";
  const auto found = difference_of(first, "1", second, "2");
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found.value().same, 1);
  ASSERT_EQ(found.value().all.size(), 3u);
  const Difference& changed = found.value().all[0];
  EXPECT_EQ(changed.kind, Difference::Kind::changed);
  ASSERT_EQ(changed.fields.size(), 3u);
  EXPECT_EQ(changed.fields[0].name, "mode");
  EXPECT_EQ(changed.fields[0].first, "[]");
  EXPECT_EQ(changed.fields[0].second, "[\"riot\"]");
  EXPECT_EQ(changed.fields[1].name, "start");
  EXPECT_EQ(changed.fields[2].name, "quad");
  EXPECT_EQ(changed.fields[2].second, "");
  EXPECT_EQ(found.value().all[1].kind, Difference::Kind::removed);
  EXPECT_EQ(found.value().all[1].words, "took");
  EXPECT_EQ(found.value().all[2].kind, Difference::Kind::added);
  EXPECT_EQ(found.value().all[2].document, "b");
}

}  // namespace
}  // namespace kronika
