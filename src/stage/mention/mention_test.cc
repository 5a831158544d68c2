#include "stage/mention/mention.h"

#include <gtest/gtest.h>

#include "text/by_hand.h"

namespace kronika {
namespace {

TEST(Mentions, NameWordsAndTitles) {
  const HandMade text =
      by_hand("Prime/NNP/2/compound Minister/NNP/5/nsubj Asha/NNP/2/flat Muli/NNP/3/flat left/VBD/0/root");
  Names names;
  names.names = {{2, 4, NameType::person}};
  const Mentions mentions = find_mentions(text.article, text.tokens, text.tags, text.trees, names);
  const Mention& whole = mentions.mentions[mentions.of_head[1].index];
  EXPECT_EQ(text.article.slice(whole.span), "Prime Minister Asha Muli");
  EXPECT_EQ(whole.name_first, 2u);
  EXPECT_EQ(whole.name_last, 4u);
  EXPECT_EQ(whole.type, NameType::person);
}

// A tree may hang the words of one name, or a title and its name, on the verb side by side.
TEST(Mentions, OnePersonIsOneMention) {
  const HandMade text = by_hand("Mr/NNP/3/nsubj Muli/NNP/3/nsubj left/VBD/0/root");
  Names names;
  names.names = {{0, 2, NameType::person}};
  const Mentions mentions = find_mentions(text.article, text.tokens, text.tags, text.trees, names);
  ASSERT_EQ(mentions.mentions.size(), 1u);
  EXPECT_EQ(text.article.slice(mentions.mentions[0].span), "Mr Muli");
}

TEST(Mentions, SiblingsThatAreOne) {
  const struct {
    const char* what;
    const char* text;
    Name name;
    bool joined;
  } cases[] = {
      {"a title", "minister/NN/3/nsubj Muli/NNP/3/nsubj left/VBD/0/root", {1, 2, NameType::person}, true},
      {"said of him between commas",
       "Muli/NNP/6/nsubj ,/,/1/punct a/DT/4/det minister/NN/6/nsubj ,/,/6/punct left/VBD/0/root",
       {0, 1, NameType::person},
       true},
      {"two things", "minister/NN/3/nsubj Mombasa/NNP/3/nsubj left/VBD/0/root", {1, 2, NameType::place}, false},
      {"not next to each other",
       "Muli/NNP/4/nsubj now/RB/4/advmod minister/NN/4/nsubj left/VBD/0/root",
       {0, 1, NameType::person},
       false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    const HandMade text = by_hand(one.text);
    Names names;
    names.names = {one.name};
    const Mentions mentions = find_mentions(text.article, text.tokens, text.tags, text.trees, names);
    bool joined = false;
    for (const Mention& mention : mentions.mentions) joined = joined || mention.apposed_to.valid();
    EXPECT_EQ(joined, one.joined);
  }
}

}  // namespace
}  // namespace kronika
