#include "codebook/codebook.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace kronika {
namespace {

// A codebook of one file, with what every codebook needs before the text.
Result<std::unique_ptr<const Codebook>> load(const std::string& text) {
  const std::string path = testing::TempDir() + "/codebook_test.yaml";
  std::ofstream(path) << "name: small\ncategories:\n  - {name: REJECT, cameo: \"12\", quad: 3, score: -2, needs: "
                         "political, modes: {meet: [\"125\", -2]}}\n"
                         "  - {name: CONSULT, cameo: \"04\", quad: 1, score: 2.5}\nclasses:\n  talks: [talk, "
                         "summit]\nstanding: {political: [GOV], group: [JRN]}\n"
                      << text;
  return Codebook::load(path);
}

TEST(Codebook, FindsExpressionsByTheirHead) {
  const auto loaded = load(
      "category: REJECT\nsenses:\n  - {id: reject/a, verbs: [cancel @talks], nouns: [state of emergency, "
      "\"cease-fire\", peace talk]}\n");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Codebook& codebook = *loaded.value();
  ASSERT_EQ(codebook.patterns(WordClass::verb, "cancel").size(), 1u);
  const Pattern& cancel = codebook.patterns(WordClass::verb, "cancel").front();
  EXPECT_TRUE(cancel.others.front().fits("summit"));
  EXPECT_TRUE(cancel.others.front().fits("talks"));
  EXPECT_FALSE(cancel.others.front().fits("flight"));
  EXPECT_EQ(codebook.patterns(WordClass::noun, "state").front().others.size(), 2u);
  EXPECT_EQ(codebook.patterns(WordClass::noun, "talks").size(), 1u);
  EXPECT_EQ(codebook.patterns(WordClass::noun, "cease").front().tail, (std::vector<std::string>{"-", "fire"}));
  EXPECT_EQ(codebook.patterns(WordClass::noun, "cease-fire").size(), 1u);
  EXPECT_EQ(codebook.standing("GOV"), Standing::political);
  EXPECT_EQ(codebook.standing("CVL"), Standing::any);
  EXPECT_EQ(codebook.senses().front()->needs, Standing::political);
}

TEST(Codebook, ReadsContents) {
  const auto loaded = load(
      "category: REJECT\nsenses:\n  - {id: reject/a, verbs: [refuse], content: {CONSULT: REJECT meet and keep, "
      "conflict: keep}, content_only: true}\n");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Sense& sense = *loaded.value()->senses().front();
  ASSERT_EQ(sense.contents.size(), 2u);
  EXPECT_EQ(sense.contents[0].becomes, sense.category);
  EXPECT_EQ(sense.contents[0].mode, std::vector<std::string>{"meet"});
  EXPECT_TRUE(sense.contents[0].keeps);
  EXPECT_EQ(sense.contents[1].becomes, nullptr);
  EXPECT_EQ(sense.contents[1].quad_from, 3);
}

// A codebook of its own folder beside others, for what extends them.
std::string written(const std::string& name, const std::string& text) {
  const std::string folder = testing::TempDir() + "/codebooks/" + name;
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/book.yaml") << text;
  return folder;
}

TEST(Codebook, ExtendsAnother) {
  written(
      "base",
      "name: base\ncategories:\n  - {name: PROTEST, cameo: \"14\", quad: 3, score: -6, modes: {riot: [\"145\", -7]}}\n"
      "classes: {crowd: [crowd]}\ncategory: PROTEST\nsenses:\n  - {id: protest/march, verbs: [march, parade]}\n"
      "  - {id: protest/riot, mode: riot, verbs: [riot, rampage with @crowd]}\n");
  const std::string mine = written(
      "mine",
      "name: mine\nversion: 2\nextends: base\ncategories:\n  - {name: PROTEST, score: -5, modes: {sit_in: [\"143\", "
      "-6.5]}}\n"
      "  - {name: FEAST, cameo: \"99\", quad: 1, score: 1}\nclasses: {crowd: [mob]}\ncategory: PROTEST\nsenses:\n"
      "  - {id: protest/sit, mode: sit_in, verbs: [sit]}\n  - {id: protest/march, verbs: [march]}\n");
  const auto loaded = Codebook::load(mine);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Codebook& codebook = *loaded.value();
  EXPECT_TRUE(codebook.label().starts_with("mine 2 (")) << codebook.label();
  const Category* protest = codebook.category("PROTEST");
  EXPECT_EQ(protest->cameo, "14");
  EXPECT_EQ(protest->quad, 3);
  EXPECT_EQ(protest->score, -5);
  EXPECT_EQ(protest->modes.size(), 2u);
  EXPECT_NE(codebook.category("FEAST"), nullptr);
  EXPECT_EQ(codebook.senses().size(), 3u);
  EXPECT_EQ(codebook.patterns(WordClass::verb, "march").size(), 1u);
  EXPECT_TRUE(codebook.patterns(WordClass::verb, "parade").empty());  // the sense was said anew
  ASSERT_EQ(codebook.patterns(WordClass::verb, "rampage").size(), 1u);
  EXPECT_TRUE(codebook.patterns(WordClass::verb, "rampage").front().others.back().fits("mob"));
  EXPECT_TRUE(codebook.patterns(WordClass::verb, "rampage").front().others.back().fits("crowd"));
  EXPECT_EQ(codebook.patterns(WordClass::verb, "riot").front().sense->category, protest);
  // What lies below is part of what the codebook is.
  written("base",
          "name: base\ncategories:\n  - {name: PROTEST, cameo: \"14\", quad: 3, score: -6}\n"
          "classes: {crowd: [crowd]}\n");
  const auto changed = Codebook::load(mine);
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_NE(changed.value()->label(), codebook.label());
}

TEST(Codebook, ExtendsTheShippedOneByItsName) {
  const std::string home = KRONIKA_SOURCE_DIR "/data/codebook";
  const std::string mine =
      written("own", "extends: plover\ncategory: PROTEST\nsenses:\n  - {id: protest/kneel, verbs: [kneel]}\n");
  const auto loaded = Codebook::load(mine + "/book.yaml", home);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const auto plover = Codebook::load(home + "/plover");
  EXPECT_EQ(loaded.value()->senses().size(), plover.value()->senses().size() + 1);
  EXPECT_EQ(loaded.value()->categories().size(), plover.value()->categories().size());
  EXPECT_TRUE(Codebook::load(mine + "/", home));
  const auto nowhere = Codebook::load(mine);
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().message.find("book.yaml:1: there is no codebook plover"), std::string::npos)
      << nowhere.error().message;
}

TEST(Codebook, DoesNotExtendItself) {
  written("one", "extends: two\n");
  const std::string two = written("two", "extends: one\n");
  const auto loaded = Codebook::load(two);
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("too many codebooks"), std::string::npos) << loaded.error().message;
  EXPECT_FALSE(Codebook::load(written("self", "extends: self\n")));
  EXPECT_FALSE(Codebook::load(written("elsewhere", "extends: ../codebooks/one\n")));
}

TEST(Codebook, NamesFileAndLineOfWhatIsWrong) {
  const struct {
    const char *text, *message;
  } cases[] = {
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], mode: visit}\n", "REJECT has no mode visit"},
      {"category: NONE\nsenses: []\n", "there is no category NONE"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse @nobody]}\n", "there is no class @nobody"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [\"@talks refuse\"]}\n", "the head of an expression is a lemma"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], where: {object: \"@nobody\"}}\n",
       "there is no class @nobody"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], where: {sentence: \"@person\"}}\n",
       "of a sentence only lemmas"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], actor: [\"Subject!\"]}\n", "is no slot"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], content: {AID: REJECT}}\n", "there is no category AID"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], content: {CONSULT: REJECT visit}}\n",
       "REJECT has no mode visit"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], alone: yes please}\n", "alone is true or false"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse], tests: [{actor: RUS}]}\n", "a test needs a text"},
      {"category: REJECT\nsenses:\n  - {id: a, verbs: [refuse]}\n  - {id: a, verbs: [decline]}\n", "stands here twice"},
      {"category: REJECT\nsenses:\n  - {id: a, verb: [refuse]}\n", "unknown key verb in a"},
  };
  for (const auto& c : cases) {
    const auto loaded = load(c.text);
    ASSERT_FALSE(loaded) << c.text;
    EXPECT_NE(loaded.error().message.find(c.message), std::string::npos) << loaded.error().message;
    EXPECT_NE(loaded.error().message.find("codebook_test.yaml:"), std::string::npos) << loaded.error().message;
  }
}

}  // namespace
}  // namespace kronika
