#include "stage/attribution/attribution.h"

#include <gtest/gtest.h>

#include "text/by_hand.h"

namespace kronika {
namespace {

const QuotationFinder& finder() {
  static const std::unique_ptr<const QuotationFinder> loaded =
      std::move(QuotationFinder::load(KRONIKA_SOURCE_DIR "/data/language").value());
  return *loaded;
}

// On whose word the text has the event that `form` reports; mentions are "first last" words, by order.
std::string holder(const std::string& words, const std::string& form,
                   const std::vector<std::pair<std::string, std::string>>& named,
                   const std::string& category = "ASSAULT", bool announced = false) {
  const HandMade made = by_hand(words);
  Mentions mentions;
  mentions.of_head.resize(made.tokens.size());
  for (const auto& [first, last] : named) made.mention(mentions, first, last);
  const Quotations quotations = finder().find(made.article, made.tokens, made.tags, made.trees, mentions);
  Events events;
  events.events.push_back(made.event(form, category));
  events.events.back().announced = announced;
  const auto found = finder().attribute(events, quotations, made.tokens, made.tags, made.trees).of[0];
  return found ? std::string(made.article.slice(quotations.quotations[*found].holder_span)) : "none";
}

TEST(Attribution, FindsWhoSaysIt) {
  const struct {
    const char *words, *event;
    std::vector<std::pair<std::string, std::string>> named;
    const char* wanted;
  } cases[] = {
      {"Rao/NNP/2/nsubj said|say/VBD/0/root rebels/NNS/4/nsubj attacked/VBD/2/ccomp",
       "attacked",
       {{"Rao", "Rao"}},
       "Rao"},
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root ,/,/5/punct Rao/NNP/5/nsubj said|say/VBD/2/parataxis",
       "attacked",
       {{"Rao", "Rao"}},
       "Rao"},
      // The tree hangs it elsewhere; the commas tell.
      {"Rebels/NNS/6/nsubj ,/,/4/punct Rao/NNP/4/nsubj said|say/VBD/1/dep ,/,/4/punct attacked/VBD/0/root",
       "attacked",
       {{"Rao", "Rao"}},
       "Rao"},
      {"According/VBG/3/case to/IN/1/fixed Rao/NNP/5/obl rebels/NNS/5/nsubj attacked/VBD/0/root",
       "attacked",
       {{"Rao", "Rao"}},
       "Rao"},
      {"Rao/NNP/2/nsubj accused|accuse/VBD/0/root rebels/NNS/2/obj of/IN/5/mark attacking|attack/VBG/2/advcl",
       "attacking",
       {{"Rao", "Rao"}},
       "Rao"},
      {"Rebels/NNS/3/nsubj reportedly/RB/3/advmod attacked/VBD/0/root", "attacked", {}, "reportedly"},
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root", "attacked", {}, "none"},
      // The saying itself, and what is taken as known.
      {"Rao/NNP/2/nsubj said|say/VBD/0/root rebels/NNS/4/nsubj attacked/VBD/2/ccomp", "said", {{"Rao", "Rao"}}, "none"},
      {"Rao/NNP/2/nsubj said|say/VBD/0/root they/PRP/4/nsubj left/VBD/2/ccomp after/IN/7/mark rebels/NNS/7/nsubj "
       "attacked/VBD/4/advcl",
       "attacked",
       {{"Rao", "Rao"}},
       "none"},
      // The tree takes the clause for a relative one of whom it is told.
      {"Rao/NNP/2/nsubj told|tell/VBD/0/root investigators/NNS/2/iobj that/IN/6/mark they/PRP/6/nsubj "
       "attacked/VBD/3/acl:relcl",
       "attacked",
       {{"Rao", "Rao"}, {"investigators", "investigators"}},
       "Rao"},
      // The second clause hangs on the verb.
      {"Rao/NNP/2/nsubj said|say/VBD/0/root they/PRP/4/nsubj left/VBD/2/ccomp and/CC/8/cc that/IN/8/mark "
       "rebels/NNS/8/nsubj "
       "attacked/VBD/2/conj",
       "attacked",
       {{"Rao", "Rao"}},
       "Rao"},
      // Who speaks follows the verb; the tree takes the first noun for it.
      {"Rebels/NNS/6/nsubj to/TO/3/mark attack/VB/6/advcl town/NN/3/obj ,/,/3/punct says|say/VBZ/0/root "
       "Rao/NNP/6/nsubj",
       "attack",
       {{"Rebels", "Rebels"}, {"Rao", "Rao"}},
       "Rao"},
      // When and where it was said are no part of what is said.
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root ,/,/5/punct Rao/NNP/5/nsubj said|say/VBD/2/dep on/IN/7/case "
       "Friday/NNP/5/obl ././2/punct",
       "attacked",
       {{"Rao", "Rao"}},
       "Rao"},
      // A noun is told as well as a clause.
      {"Rao/NNP/2/nsubj reported|report/VBD/0/root six/CD/4/nummod attacks/NNS/2/obj",
       "attacks",
       {{"Rao", "Rao"}},
       "Rao"},
      // To be against a thing is not to tell that it happened.
      {"Rao/NNP/2/nsubj criticized|criticize/VBD/0/root the/DT/4/det attack/NN/2/obj",
       "attack",
       {{"Rao", "Rao"}},
       "none"},
      // The next clause, after a semicolon, is the writer's again.
      {"Rao/NNP/2/nsubj said|say/VBD/0/root they/PRP/4/nsubj left/VBD/2/ccomp ;/:/7/punct rebels/NNS/7/nsubj "
       "attacked/VBD/4/conj",
       "attacked",
       {{"Rao", "Rao"}},
       "none"},
  };
  for (const auto& one : cases) EXPECT_EQ(holder(one.words, one.event, one.named), one.wanted) << one.words;
}

TEST(Attribution, FindsTheSpeakerOfQuotes) {
  // The speaker stands in the first sentence, the deed in the second.
  EXPECT_EQ(holder("\"/``/4/punct We/PRP/4/nsubj never/RB/4/advmod slept/VBD/7/ccomp there/RB/4/advmod ,/,/4/punct "
                   "said|say/VBD/0/root "
                   "\"/''/4/punct\n",
                   "slept", {}),
            "none");
  const std::string story =
      "\"/``/4/punct We/PRP/4/nsubj never/RB/4/advmod slept/VBD/8/ccomp there/RB/4/advmod ,/,/4/punct \"/''/4/punct "
      "said|say/VBD/0/root "
      "Rao/NNP/8/nsubj ././8/punct\n"
      "\"/``/3/punct Rebels/NNS/3/nsubj attacked/VBD/0/root at/IN/5/case dawn/NN/3/obl ././3/punct \"/''/3/punct\n";
  EXPECT_EQ(holder(story, "slept", {{"Rao", "Rao"}}), "Rao");
  EXPECT_EQ(holder(story, "attacked", {{"Rao", "Rao"}}), "Rao");
}

// A transcript has labels in capitals; who asks is no source.
TEST(Attribution, FindsTurnsOfATranscript) {
  const std::string transcript =
      "QUESTION/NN/0/root :/:/1/punct Did/VBD/5/aux they/PRP/5/nsubj stay/VB/1/parataxis ?/./1/punct\n\n"
      "WITNESS/NN/0/root :/:/1/punct Rebels/NNS/4/nsubj came/VBD/1/parataxis ././1/punct\n"
      "They/PRP/2/nsubj attacked/VBD/0/root ././2/punct\n\n"
      "QUESTION/NN/0/root :/:/1/punct They/PRP/4/nsubj burned/VBD/1/parataxis it/PRP/4/obj ?/./1/punct\n\n"
      "CHAIR/NN/0/root :/:/1/punct Proceed/VB/1/parataxis ././1/punct\n\n"
      "WITNESS/NN/0/root :/:/1/punct Yes/UH/1/parataxis ././1/punct";
  EXPECT_EQ(holder(transcript, "attacked", {}), "WITNESS");
  EXPECT_EQ(holder(transcript, "burned", {}), "none");
}

// With one who asks and one who answers the text is an interview, all of it somebody's word.
TEST(Attribution, GivesAnswersOfAnInterviewToNobody) {
  const std::string interview =
      "Q/NN/0/root :/:/1/punct When/WRB/6/advmod did/VBD/6/aux you/PRP/6/nsubj leave/VB/1/parataxis ?/./1/punct\n\n"
      "A/NN/0/root :/:/1/punct On/IN/4/case Sunday/NNP/1/parataxis ././1/punct\n"
      "They/PRP/2/nsubj attacked/VBD/0/root ././2/punct\n\n"
      "Q/NN/0/root :/:/1/punct They/PRP/4/nsubj burned/VBD/1/parataxis it/PRP/4/obj ?/./1/punct";
  EXPECT_EQ(holder(interview, "attacked", {}), "none");
}

TEST(Attribution, KeepsStancesApart) {
  const HandMade made = by_hand(
      "Rao/NNP/3/nsubj ,/,/1/punct rejected|reject/VBD/0/root the/DT/5/det plan/NN/3/obj\n"
      "Rao/NNP/3/nmod:poss 's/POS/1/case support/NN/6/nsubj for/IN/5/case war/NN/3/nmod grew/VBD/0/root");
  Mentions mentions;
  made.mention(mentions, "Rao", "Rao");
  const Quotations found = finder().find(made.article, made.tokens, made.tags, made.trees, mentions);
  EXPECT_TRUE(found.quotations.empty());
  ASSERT_EQ(found.stances.size(), 2u);
  EXPECT_EQ(made.article.slice(found.stances[0].source), "Rao");
  EXPECT_EQ(made.article.slice(found.stances[0].content), "the plan");
  EXPECT_EQ(made.article.slice(found.stances[1].cue), "support");
}

TEST(Attribution, APromiseNeedsNoSpeaker) {
  const char* words = "Rao/NNP/2/nsubj announced|announce/VBD/0/root they/PRP/5/nsubj would/MD/5/aux leave/VB/2/ccomp";
  EXPECT_EQ(holder(words, "leave", {{"Rao", "Rao"}}, "CONCEDE", true), "none");
  EXPECT_EQ(holder(words, "leave", {{"Rao", "Rao"}}, "ASSAULT", false), "Rao");
}

TEST(Attribution, NamesAPronoun) {
  const HandMade made = by_hand(
      "Rao/NNP/2/nsubj left/VBD/0/root\nHe/PRP/2/nsubj said|say/VBD/0/root rebels/NNS/4/nsubj attacked/VBD/2/ccomp");
  Mentions mentions;
  made.mention(mentions, "Rao", "Rao");
  made.mention(mentions, "He", "He", MentionForm::pronoun);
  Chains chains;
  chains.chains.push_back({{{0}, {1}}});
  chains.of = {{0}, {0}};
  Quotations quotations = finder().find(made.article, made.tokens, made.tags, made.trees, mentions);
  ASSERT_EQ(quotations.quotations.size(), 1u);
  EXPECT_EQ(made.article.slice(quotations.quotations[0].holder_span), "He");
  name_holders(quotations, mentions, chains);
  EXPECT_EQ(made.article.slice(quotations.quotations[0].holder_span), "Rao");
}

}  // namespace
}  // namespace kronika
