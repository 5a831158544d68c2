#include "stage/judge/judge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "stage/judge/seen.h"
#include "text/by_hand.h"

namespace kronika {
namespace {

constexpr uint32_t kWidth = 32, kHidden = 16;
const std::vector<std::string> kCategories = {"none", "ASSAULT", "COERCE"};
const std::vector<std::string> kPieces = {"[PAD]",    "[UNK]", "[CLS]",   "[SEP]", "[MASK]", "police",
                                          "arrested", "ten",   "protest", "##ers", ".",      "they"};

// A model of chance: what it says means nothing, but the form of what it says must be right.
ModelFile some_model() {
  std::mt19937 random(3);
  ModelFile model;
  const auto floats = [&](const std::string& name, uint32_t rows, uint32_t columns, float middle = 0) {
    Tensor tensor{rows, columns, {}, {}, std::vector<float>(size_t{rows} * columns)};
    for (float& value : tensor.floats) value = middle + (static_cast<float>(random() % 2001) / 1000.0f - 1.0f) * 0.5f;
    model.tensors[name] = std::move(tensor);
  };
  const auto dense = [&](const std::string& name, uint32_t rows, uint32_t columns) {
    std::vector<float> values(size_t{rows} * columns);
    for (float& value : values) value = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
    model.tensors[name + ".w"] = quantise(values.data(), rows, columns);
    floats(name + ".b", 1, rows);
  };
  const auto norm = [&](const std::string& name) {
    floats(name + ".w", 1, kWidth, 1);
    floats(name + ".b", 1, kWidth);
  };
  model.strings["encoder.vocabulary"] = kPieces;
  std::vector<float> vectors(kPieces.size() * kWidth);
  for (float& value : vectors) value = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
  model.tensors["encoder.pieces"] = quantise(vectors.data(), static_cast<uint32_t>(kPieces.size()), kWidth);
  floats("encoder.positions", 64, kWidth);
  floats("encoder.types", 4, kWidth);
  model.tensors["encoder.heads"] = Tensor{1, 1, {}, {}, {1.0f}};
  norm("encoder.norm");
  dense("encoder.0.attention", 3 * kWidth, kWidth);
  dense("encoder.0.output", kWidth, kWidth);
  norm("encoder.0.output_norm");
  dense("encoder.0.up", kWidth, kWidth);
  dense("encoder.0.down", kWidth, kWidth);
  norm("encoder.0.down_norm");
  model.strings["heads.categories"] = kCategories;
  model.strings["heads.modes"] = {"ASSAULT/", "ASSAULT/beat", "COERCE/", "COERCE/arrest"};
  dense("heads.word", kHidden, kWidth);
  dense("heads.turn", kWidth, kHidden);
  dense("heads.category", 3, kWidth);
  dense("heads.mode", 4, kHidden);
  dense("heads.factuality", 5, kHidden);
  dense("heads.again", 1, kHidden);
  dense("heads.query", 24, kHidden);
  dense("heads.key", 24, kWidth);
  dense("heads.special", 12, kHidden);
  dense("heads.relation", kWidth, 3 * kWidth);
  dense("heads.relation_category", 3, kWidth);
  dense("heads.country_query", 16, kWidth);
  dense("heads.country_key", 16, kWidth);
  dense("heads.country_special", 4, kWidth);
  model.strings["heads.sectors"] = {"", "COP", "GOV"};
  dense("heads.sector_event", 6, kWidth);
  dense("heads.sector_party", 3, kWidth);
  floats("heads.sector_taken_for", 10, 3);
  floats("heads.country_distance", 24, 1);
  floats("heads.country_rank", 10, 1);
  floats("heads.country_said", 6, 1);
  floats("heads.country_said_special", 12, 1);
  floats("heads.fast", 33, kWidth);
  floats("heads.fast_bias", 33, 3);
  floats("heads.fast_factuality", 6, 5);
  floats("heads.flag", 27, 1);
  floats("heads.special_flag", 36, 1);
  return model;
}

// An article whose mentions are "police" and "protesters", in which the fast coder found an arrest or nothing.
struct Read {
  HandMade made = by_hand(
      "Police/NNS/2/nsubj arrested/VBD/0/root ten/CD/4/nummod protesters/NNS/2/obj ././2/punct\n"
      "They/PRP/2/nsubj arrested/VBD/0/root ten/CD/2/obj ././2/punct");
  Mentions mentions;
  Actors actors;
  Triggers triggers;
  Events events;
  Factualities factualities;
  Quotations quotations;
  Attributions attributions;

  explicit Read(bool with_event) {
    made.mention(mentions, "Police", "Police", MentionForm::description);
    made.mention(mentions, "protesters", "protesters", MentionForm::description);
    actors.of.resize(2);
    actors.of[0].codes.push_back({"KEN", {"COP"}, "", "", ""});
    if (!with_event) return;
    events.events.push_back(made.event("arrested", "COERCE"));
    events.events[0].actor = {Id<Mention>{0}};
    factualities.of = {Factuality::negated};
    attributions.of.resize(1);
  }
  JudgeLayers layers() const {
    return {made.article, made.tokens, made.tags,    made.trees, mentions,    actors,
            triggers,     events,      factualities, quotations, attributions};
  }
};

double exp_sum(const CountryChances& chances) {
  double sum = std::exp(chances.nobody) + std::exp(chances.other);
  for (const auto& [country, chance] : chances.of) sum += std::exp(chance);
  return sum;
}

TEST(Judge, PointsAtCountriesThatTheArticleNames) {
  const auto judge = Judge::load(some_model());
  ASSERT_TRUE(judge) << judge.error().message;
  Read read(true);
  read.actors.countries = {
      {read.made.word("Police"), "KEN"}, {read.made.word("protesters"), "UGA"}, {read.made.word("They"), "KEN"}};
  const Judgement all = judge.value()->judge(read.layers(), {1, 1});
  for (const JudgedWord& word : all.words)
    for (const CountryChances& side : word.countries) {
      ASSERT_EQ(side.of.size(), 2u);
      EXPECT_EQ(side.of[0].first, "KEN");
      EXPECT_EQ(side.of[1].first, "UGA");
      EXPECT_NEAR(exp_sum(side), 1, 1e-5);
    }
  // What is not read is not pointed at.
  const Judgement half = judge.value()->judge(read.layers(), {0, 1});
  for (const JudgedWord& word : half.words)
    for (const CountryChances& side : word.countries) {
      ASSERT_EQ(side.of.size(), 1u);
      EXPECT_EQ(side.of[0].first, "KEN");
      EXPECT_NEAR(exp_sum(side), 1, 1e-5);
    }
}

TEST(Judge, GivesChancesForWhatItReads) {
  const auto judge = Judge::load(some_model());
  ASSERT_TRUE(judge) << judge.error().message;
  const Read read(true);
  const Judgement all = judge.value()->judge(read.layers(), {1, 1});
  ASSERT_FALSE(all.words.empty());
  const JudgedWord* arrested = all.of(read.made.word("arrested"));
  ASSERT_TRUE(arrested);  // a word of an event is always told of
  for (const JudgedWord& word : all.words) {
    EXPECT_NEAR(std::accumulate(word.category.begin(), word.category.end(), 0.0f), 1, 1e-5f);
    EXPECT_NEAR(std::accumulate(word.factuality.begin(), word.factuality.end(), 0.0f), 1, 1e-5f);
    EXPECT_EQ(word.pool.size(), 2u);
    for (const RoleChances& role : word.roles) {
      double sum = 0;
      for (const float chance : role.of) sum += std::exp(double{chance});
      for (const float chance : role.unnamed) sum += std::exp(double{chance});
      EXPECT_NEAR(sum, 1, 1e-4);
    }
  }
  EXPECT_TRUE(judge.value()->mode(*arrested, "COERCE").empty() || judge.value()->mode(*arrested, "COERCE") == "arrest");
  for (const JudgedWord& word : judge.value()->judge(read.layers(), {0, 1}).words) EXPECT_GE(word.word, 5u);
}

TEST(Judge, SaysOfWhatSectorAPartyIs) {
  const auto judge = Judge::load(some_model());
  ASSERT_TRUE(judge) << judge.error().message;
  EXPECT_EQ(judge.value()->sectors().size(), 3u);
  const Read read(true);
  const Judgement all = judge.value()->judge(read.layers(), {1, 1});
  const JudgedWord* arrested = all.of(read.made.word("arrested"));
  ASSERT_TRUE(arrested);
  const auto ask = [&](JudgedRole role, const AskedParty& party) {
    const std::vector<float> chances = judge.value()->sector(all, *arrested, role, party);
    EXPECT_EQ(chances.size(), 3u);
    EXPECT_NEAR(std::accumulate(chances.begin(), chances.end(), 0.0f), 1, 1e-5f);
    return chances;
  };
  const uint32_t police = read.made.word("Police"), protesters = read.made.word("protesters");
  const auto as_police = ask(JudgedRole::actor, {police, "COP"});
  // The side, the words, what it is taken for, and whether any words name it: each counts.
  EXPECT_NE(as_police, ask(JudgedRole::recipient, {police, "COP"}));
  EXPECT_NE(as_police, ask(JudgedRole::actor, {protesters, "COP"}));
  EXPECT_NE(as_police, ask(JudgedRole::actor, {police, "GOV"}));
  EXPECT_NE(as_police, ask(JudgedRole::actor, {}));
  // A sector that the model does not know is as good as none.
  EXPECT_EQ(ask(JudgedRole::actor, {police, "SPY"}), ask(JudgedRole::actor, {police, std::nullopt}));
}

TEST(Judge, RelatesMarkedParties) {
  const auto judge = Judge::load(some_model());
  ASSERT_TRUE(judge);
  const std::string text = "Police arrested ten protesters.";
  const auto chances = judge.value()->relate(text, {{{0, 6}}, {{20, 30}}});
  ASSERT_EQ(chances.size(), 2u);  // without none
  EXPECT_NEAR(chances[0] + chances[1], 1, 1e-5f);
  EXPECT_NE(chances, judge.value()->relate(text, {{{20, 30}}, {{0, 6}}}));  // who does it matters
  EXPECT_EQ(judge.value()->relate("", {}).size(), 2u);
  EXPECT_EQ(judge.value()->relate(std::string(100000, 'a') + " b", {}).size(), 2u);
}

TEST(Judge, SaysWhatAModelLacks) {
  for (const char* name :
       {"heads.word.w", "heads.fast", "heads.query.w", "heads.relation.b", "heads.sector_party.w", "encoder.types"}) {
    ModelFile model = some_model();
    model.tensors.erase(name);
    const auto judge = Judge::load(model);
    ASSERT_FALSE(judge) << name;
    EXPECT_NE(judge.error().message.find(name), std::string::npos) << judge.error().message;
  }
}

TEST(Seen, TellsTheHeadsWhatTheFastCoderFound) {
  const Read with(true), without(false);
  const JudgeLayers layers = with.layers(), other = without.layers();
  const Seen seen(layers, kCategories), nothing(other, kCategories);
  const uint32_t arrested = with.made.word("arrested"), police = with.made.word("Police"),
                 protesters = with.made.word("protesters");
  EXPECT_EQ(seen.fast(arrested), 16u + 2u);
  EXPECT_EQ(nothing.fast(arrested), 0u);
  EXPECT_EQ(seen.fast_factuality(arrested), 1u + static_cast<uint32_t>(Factuality::negated));
  EXPECT_TRUE(nothing.may_be_event(arrested));
  EXPECT_FALSE(nothing.may_be_event(with.made.word("ten")));
  // 3 * chosen + 2 for an actor; 1 for a mention that is none.
  EXPECT_EQ(seen.flags(arrested, JudgedRole::actor, {police, protesters}), (std::vector<uint32_t>{5, 1}));
  EXPECT_EQ(seen.flags(arrested, JudgedRole::recipient, {police, protesters}), (std::vector<uint32_t>{8, 1}));
  EXPECT_EQ(nothing.flags(arrested, JudgedRole::actor, {police}), (std::vector<uint32_t>{2}));
  EXPECT_EQ(seen.unnamed_flags(arrested, JudgedRole::recipient), (std::array<uint32_t, 4>{2, 1, 1, 1}));
  EXPECT_EQ(nothing.unnamed_flags(arrested, JudgedRole::actor), (std::array<uint32_t, 4>{}));
}

}  // namespace
}  // namespace kronika
