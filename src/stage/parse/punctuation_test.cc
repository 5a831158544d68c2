#include "stage/parse/punctuation.h"

#include <gtest/gtest.h>

#include "text/by_hand.h"

namespace kronika {
namespace {

// Heads of a sentence's words as they are after the marks were attached, counted from 1, 0 for the root.
std::string heads(const std::string& sentence) {
  HandMade made = by_hand(sentence);
  attach_punctuation(made.article, made.tokens, made.trees);
  std::string out;
  for (uint32_t w = 0; w < made.tokens.size(); ++w)
    out += (w ? " " : "") + std::to_string(made.trees.is_root(w) ? 0 : made.trees.head[w] + 1);
  return out;
}

TEST(Punctuation, HangsWhereTheTreebanksHangIt) {
  const struct {
    const char* what;
    const char* sentence;
    const char* wanted;
  } cases[] = {
      {"the last stop on the root", "They/PRP/2/nsubj left/VBD/0/root Minsk/NNP/2/obj ././3/punct", "2 0 2 2"},
      {"a comma on the conjunct after it",
       "France/NNP/6/nsubj ,/,/1/punct Italy/NNP/1/conj and/CC/5/cc Spain/NNP/1/conj agreed/VBD/0/root", "6 3 1 5 1 0"},
      {"brackets on the head of what they enclose",
       "The/DT/2/det bank/NN/6/nsubj (/-LRB-/2/punct ECB/NNP/2/appos )/-RRB-/2/punct warned/VBD/0/root", "2 6 4 2 4 0"},
      {"a comma after a clause in front on that clause",
       "When/WRB/3/mark he/PRP/3/nsubj left/VBD/6/advcl ,/,/6/punct they/PRP/6/nsubj cheered/VBD/0/root",
       "3 3 6 3 6 0"},
      {"quotation marks around what was said",
       "\"/``/5/punct Go/VB/5/ccomp \"/''/5/punct he/PRP/5/nsubj said/VBD/0/root ././5/punct", "2 5 2 5 0 5"},
      {"no word on a mark", "Talks/NNS/0/root -/:/1/punct stalled/VBN/2/dep", "0 3 1"},
  };
  for (const auto& c : cases) EXPECT_EQ(heads(c.sentence), c.wanted) << c.what;
}

TEST(Punctuation, MarksAloneKeepTheirTree) { EXPECT_EQ(heads("-/:/0/root -/:/1/punct"), "0 1"); }

}  // namespace
}  // namespace kronika
