#include "stage/argument/roles.h"

#include <gtest/gtest.h>

#include <fstream>

#include "stage/argument/argument.h"
#include "text/by_hand.h"

namespace kronika {
namespace {

const std::vector<RoleCategory> kCategories = {{"COERCE", 4, {"arrest"}}, {"CONSULT", 1, {}}};

Result<RoleRanker> read(const std::string& text) {
  const std::string path = testing::TempDir() + "role_weights.txt";
  std::ofstream(path, std::ios::binary) << text;
  return RoleRanker::load(path, kCategories);
}

TEST(RoleRanker, ReadsWhatItWrites) {
  const std::string text = "actor any rule chosen\t1.500\nrecipient COERCE/arrest sector people\t-0.250\n";
  const auto ranker = read("# a remark\n" + text);
  ASSERT_TRUE(ranker);
  EXPECT_EQ(ranker.value().format(), text);
}

TEST(RoleRanker, RefusesWhatItDoesNotKnowWithItsLine) {
  for (const auto& [text, wrong] : std::vector<std::pair<std::string, std::string>>{
           {"actor any rule chosen 1\n", ":1: a weight is a name, a tab and a number"},
           {"\nactor any rule chosen\tmuch\n", ":2: \"much\" is no number"},
           {"actor any rule chosn\t1\n", ":1: no question has the answer \"actor any rule chosn\""},
           {"actor COERCE no chosen\t1\n", ":1: no question has the answer"}}) {
    const auto ranker = read(text);
    ASSERT_FALSE(ranker) << text;
    EXPECT_NE(ranker.error().message.find(wrong), std::string::npos) << ranker.error().message;
  }
}

TEST(RoleRanker, PassesOverCategoriesOfOtherCodebooks) {
  const auto ranker = read("actor HOST rule chosen\t1\nactor any rule chosen\t2\n");
  ASSERT_TRUE(ranker);
  EXPECT_EQ(ranker.value().format(), "actor any rule chosen\t2.000\n");
}

// "Police arrested editors in Nairobi", a Kenyan paper's sentence, with weights of the test's own.
class Scene : public testing::Test {
 protected:
  Scene()
      : made_(by_hand("Police/NNS/2/nsubj arrested/VBD/0/root editors/NNS/2/obj in/IN/5/case Nairobi/NNP/2/obl")),
        category_{"COERCE", "17", 4, -7, {}, Standing::any} {
    add("Police", {"KEN", {"COP"}, "", "", ""}, ActorKind::organization);
    add("editors", {"KEN", {"JRN"}, "", "", ""}, ActorKind::person);
    add("Nairobi", {"KEN", {"GOV"}, "", "", ""}, ActorKind::place);
    auto codebook = Codebook::load(KRONIKA_SOURCE_DIR "/data/codebook/plover");
    if (!codebook) throw std::runtime_error(codebook.error().message);
    codebook_ = std::move(codebook.value());
    sense_.id = "coerce/arrest";
    sense_.category = &category_;
    sense_.actor = {"subject"};
    sense_.recipient = {"object"};
    trigger_.word = made_.word("arrested");
    trigger_.words = {trigger_.word};
    trigger_.sense = &sense_;
    trigger_.category = &category_;
    trigger_.actor = {{made_.word("Police")}};
    trigger_.recipient = {{made_.word("editors")}};
  }

  Event told(const std::string& weights) {
    const auto ranker = read(weights);
    if (!ranker) throw std::runtime_error(ranker.error().message);
    Triggers triggers;
    triggers.triggers.push_back({{trigger_}});
    const Events events =
        assign(*codebook_, ranker.value(), triggers,
               {made_.tokens, made_.tags, made_.trees, mentions_, chains_, actors_, places_, quotations_});
    return events.events.at(0);
  }
  std::string side(const Side& mentions, const std::optional<ImpliedParty>& implied) const {
    std::string out = implied ? implied->code.country + " " + implied->code.sectors.front() : "";
    for (const Id<Mention> id : mentions)
      out += (out.empty() ? "" : ", ") + std::string(made_.article.slice(mentions_.mentions[id.index].span));
    return out;
  }
  std::string parties(const std::string& weights) {
    const Event event = told(weights);
    return side(event.actor, event.implied_actor) + " -> " + side(event.recipient, event.implied_recipient);
  }

  HandMade made_;
  Trigger trigger_;

 private:
  void add(const std::string& word, ActorCode code, ActorKind kind) {
    made_.mention(mentions_, word, word, MentionForm::description);
    const Id<Mention> id{static_cast<uint32_t>(mentions_.mentions.size() - 1)};
    chains_.of.push_back({static_cast<uint32_t>(chains_.chains.size())});
    chains_.chains.push_back({{id}});
    Actor actor;
    actor.codes = {std::move(code)};
    actor.kind = kind;
    actor.by = "role";
    actor.confidence = 0.75f;
    actors_.of.push_back(std::move(actor));
  }

  Category category_;
  Sense sense_;
  std::unique_ptr<const Codebook> codebook_;
  Mentions mentions_;
  Chains chains_;
  Actors actors_;
  Places places_;
  Quotations quotations_;
};

const std::string kRules = "actor any rule chosen\t2\nrecipient any rule chosen\t2\n";

TEST_F(Scene, WeightsDecideWhoThePartiesAre) {
  for (const auto& [weights, expected] : std::vector<std::pair<std::string, std::string>>{
           {kRules, "Police -> editors"},
           {kRules + "actor COERCE sector government\t3\n", "Nairobi -> editors"},
           {kRules + "recipient any country first+people_of\t3\n", "Police -> KEN CVL"},
           {kRules + "recipient quad4 filled party+nobody\t3\n", "Police -> "},
           {kRules + "actor CONSULT sector government\t3\n", "Police -> editors"}})  // of another category
    EXPECT_EQ(parties(weights), expected) << weights;
}

TEST_F(Scene, NobodyDoesItToHimself) {
  EXPECT_EQ(
      parties(
          "actor any path here+subject\t9\nrecipient any path here+subject\t5\nrecipient any path here+object\t4\n"),
      "Police -> editors");
}

TEST_F(Scene, WhoDoesItToWhomIsTheRulesToSay) {
  const std::string turned = "both any sequence recipient_first+active\t9\n";
  EXPECT_EQ(parties(kRules + turned), "Nairobi -> editors");
  EXPECT_EQ(parties(kRules + turned + "actor any located yes+mere_country\t-20\n"), "Police -> editors");
}

TEST_F(Scene, SaysWhatSpokeForAParty) {
  const Event event = told(kRules + "recipient any path here+object\t1\n");
  std::string rules;
  for (const Reason& reason : event.why)
    if (reason.field == "recipient") rules += reason.rule + " ";
  EXPECT_EQ(rules, "party/slot party/position ");
  EXPECT_GT(event.confidence, told("").confidence);
}

}  // namespace
}  // namespace kronika
