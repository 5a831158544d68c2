#include "stage/actor/country_ranker.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace kronika {
namespace {

Result<CountryRanker> read(const std::string& text) {
  const std::string path = testing::TempDir() + "country_weights.txt";
  std::ofstream(path, std::ios::binary) << text;
  return CountryRanker::load(path);
}

TEST(CountryRanker, ReadsWhatItWrites) {
  const std::string text = "share first+most\t1.500\nnear where+yes\t0.250\nsame_noun nearest+definite\t-2.000\n";
  const auto ranker = read("# a remark\n" + text);
  ASSERT_TRUE(ranker);
  EXPECT_EQ(ranker.value().format(), text);
}

TEST(CountryRanker, RefusesWhatItDoesNotKnowWithItsLine) {
  for (const auto& [text, wrong] : std::vector<std::pair<std::string, std::string>>{
           {"share first+most 1\n", ":1: a weight is a name, a tab and a number"},
           {"\nshare first+most\tmuch\n", ":2: \"much\" is no number"},
           {"share first+moist\t1\n", ":1: no question has the answer \"share first+moist\""}}) {
    const auto ranker = read(text);
    ASSERT_FALSE(ranker) << text;
    EXPECT_NE(ranker.error().message.find(wrong), std::string::npos) << ranker.error().message;
  }
}

TEST(CountryRanker, NamesOfWeightsAreDistinctAndEachQuestionHasAClue) {
  const CountryRanker ranker;
  std::set<std::string> names;
  for (uint32_t i = 0; i < ranker.size(); ++i) {
    EXPECT_TRUE(names.insert(ranker.name(i)).second) << ranker.name(i);
    EXPECT_FALSE(ranker.clue(i).empty());
  }
}

TEST(CountryRanker, ScoresTheAnswersGiven) {
  const auto ranker = read("conjunct yes\t2\ninner no+yes\t0.5\n");
  ASSERT_TRUE(ranker);
  CountryFeatures features;
  ranker.value().add(CountryQuestion::conjunct, {1}, features);
  ranker.value().add(CountryQuestion::inner, {0, 1}, features);
  ranker.value().add(CountryQuestion::recency, {0, 0}, features);
  EXPECT_FLOAT_EQ(ranker.value().score(features), 2.5f);
}

}  // namespace
}  // namespace kronika
