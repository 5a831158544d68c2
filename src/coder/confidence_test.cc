#include "coder/confidence.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace kronika {
namespace {

std::string written(const std::string& text) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "confidence_weights.txt").string();
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST(Confidence, IsTheLogisticOfTheWeightsOfItsSigns) {
  const auto model = ConfidenceModel::load(written("# weights\nalways\t-1\nform/verb\t2\nsides/none\t-3.5\n"));
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_NEAR(model.value()->of({}), 0.2689f, 1e-4f);
  EXPECT_NEAR(model.value()->of({"form/verb"}), 0.7311f, 1e-4f);
  EXPECT_NEAR(model.value()->of({"form/verb", "sides/none", "never/seen"}), 0.0759f, 1e-4f);
}

TEST(Confidence, NamesTheLineThatIsWrong) {
  const struct {
    const char *text, *wanted;
  } cases[] = {{"always\t1\nform/verb\tmuch\n", ":2: \"much\" is no number"},
               {"always\t1\n\nalways\t2\n", ":3: \"always\" stands twice"},
               {"always 1\n", ":1: a weight is a name, a tab and a number"}};
  for (const auto& one : cases) {
    const auto model = ConfidenceModel::load(written(one.text));
    ASSERT_FALSE(model) << one.text;
    EXPECT_NE(model.error().message.find(one.wanted), std::string::npos) << model.error().message;
  }
}

}  // namespace
}  // namespace kronika
