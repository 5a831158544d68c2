#include "text/choice.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace kronika {
namespace {

std::vector<ChoiceQuestion> questions() {
  return {{"size", true, {{"small", "large"}}}, {"colour_where", false, {{"red", "blue"}, {"here", "there"}}}};
}

// A file that is gone again when it goes out of scope.
class Written {
 public:
  explicit Written(const std::string& text)
      : path_((std::filesystem::temp_directory_path() / "kronika_choice_test.txt").string()) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~Written() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(ChoiceModel, WeighsAnswersOfAllAndOfTheCategory) {
  const Written file("# a comment\nany size large\t1.5\nAID size large\t-0.50\nany colour_where blue+there\t2\n");
  const auto model = ChoiceModel::load(file.path(), questions());
  ASSERT_TRUE(model) << model.error().message;
  const struct {
    const char* category;
    uint32_t size, colour, where;
    float wanted;
  } cases[] = {
      {"AID", 1, 1, 1, 3.0f},
      {"AID", 1, 0, 1, 1.0f},
      {"AID", 0, 1, 1, 2.0f},
      {"COERCE", 1, 0, 0, 1.5f},  // named nowhere in the file: what holds for all
  };
  for (const auto& one : cases) {
    ChoiceFeatures features;
    model.value().add(0, model.value().category(one.category), {one.size}, features);
    model.value().add(1, model.value().category(one.category), {one.colour, one.where}, features);
    EXPECT_FLOAT_EQ(model.value().score(features), one.wanted) << one.category << one.size << one.colour << one.where;
  }
}

TEST(ChoiceModel, IsWrittenAsItIsRead) {
  const std::string text = "any size large\t1.50\nAID size large\t-0.50\nany colour_where blue+there\t2.00\n";
  const Written file(text);
  const auto model = ChoiceModel::load(file.path(), questions());
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model.value().format(), text);
}

TEST(ChoiceModel, SaysWhichLineIsWrong) {
  const struct {
    const char *text, *wanted;
  } cases[] = {
      {"any size large\t1\nany size huge\t1\n", ":2: \"any size huge\" has no such answer"},
      {"any weight large\t1\n", ":1: \"any weight large\" has no such question"},
      {"AID colour_where red+here\t1\n", ":1: \"AID colour_where red+here\" has no such category"},
      {"any colour_where red\t1\n", ":1: \"any colour_where red\" has no such answer"},
      {"any size large\tmuch\n", ":1: \"much\" is no number"},
      {"any size large\tinf\n", ":1: \"inf\" is no number"},
      {"any size large 1\n", ":1: a weight is a name, a tab and a number"},
  };
  for (const auto& [text, wanted] : cases) {
    const Written file(text);
    const auto model = ChoiceModel::load(file.path(), questions());
    ASSERT_FALSE(model) << text;
    EXPECT_NE(model.error().message.find(wanted), std::string::npos) << model.error().message;
  }
}

TEST(ChoiceModel, SharesSumUpToOne) {
  const std::vector<float> shares = ChoiceModel::shares({0.0f, 1.0f, -3.0f, -200.0f});
  ASSERT_EQ(shares.size(), 4u);
  EXPECT_NEAR(shares[1] / shares[0], 2.718281828, 1e-6);
  EXPECT_NEAR(shares[2] / shares[0], 0.049787068, 1e-6);
  EXPECT_EQ(shares[3], 0.0f);
  EXPECT_NEAR(shares[0] + shares[1] + shares[2] + shares[3], 1, 1e-6);
  EXPECT_TRUE(ChoiceModel::shares({}).empty());
}

}  // namespace
}  // namespace kronika
