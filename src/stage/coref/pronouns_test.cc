#include "stage/coref/pronouns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "stage/coref/coref.h"
#include "text/by_hand.h"

namespace kronika {
namespace {

const CorefResolver& resolver() {
  static const std::unique_ptr<const KnowledgeBase> knowledge = [] {
    auto result = KnowledgeBase::load(KRONIKA_SOURCE_DIR "/data/actors");
    return result ? std::move(result).value() : nullptr;
  }();
  static const std::unique_ptr<const CorefResolver> loaded = [] {
    auto result = CorefResolver::load(KRONIKA_SOURCE_DIR "/data/language", *knowledge);
    return result ? std::move(result).value() : nullptr;
  }();
  return *loaded;
}

struct Given {
  const char *first, *last;
  MentionForm form = MentionForm::name;
  NameType type = NameType::person;
};

constexpr MentionForm kPronoun = MentionForm::pronoun;
constexpr NameType kOther = NameType::other;

struct Read {
  HandMade text;
  Mentions mentions;
};

Read read(const char* text, const std::vector<Given>& given) {
  Read out{by_hand(text), {}};
  for (const Given& one : given) {
    out.text.mention(out.mentions, one.first, one.last, one.form);
    Mention& mention = out.mentions.mentions.back();
    mention.type = one.type;
    mention.possessive = out.text.trees.deprel[mention.head] == Deprel::nmod_poss;
  }
  std::sort(out.mentions.mentions.begin(), out.mentions.mentions.end(),
            [](const Mention& x, const Mention& y) { return x.head < y.head; });
  for (uint32_t m = 0; m < out.mentions.mentions.size(); ++m) out.mentions.of_head[out.mentions.mentions[m].head] = {m};
  return out;
}

// The words of the first mention of the pronoun's chain that is none itself; empty for none.
std::string meant(const Read& in, const std::string& pronoun) {
  const Chains chains = resolver().resolve(in.text.article, in.text.tokens, in.text.tags, in.text.trees, in.mentions);
  const Id<Mention> at = in.mentions.of_head[in.text.word(pronoun)];
  for (const Id<Mention> id : chains.chains[chains.of[at.index].index].mentions)
    if (in.mentions.mentions[id.index].form != kPronoun)
      return std::string(in.text.article.slice(in.mentions.mentions[id.index].span));
  return "";
}

TEST(Pronouns, MeanWhomTheyMean) {
  const struct {
    const char *what, *text;
    std::vector<Given> given;
    const char *pronoun, *meant;
  } cases[] = {
      {"the one of its gender",
       "Ahmed/NNP/2/nsubj thanked/VBD/0/root Fatima/NNP/2/obj\nShe/PRP/2/nsubj smiled/VBD/0/root",
       {{"Ahmed", "Ahmed"}, {"Fatima", "Fatima"}, {"She", "She", kPronoun, kOther}},
       "She",
       "Fatima"},
      {"the subject before, of two alike",
       "Ahmed/NNP/2/nsubj thanked/VBD/0/root Karim/NNP/2/obj\nHe/PRP/2/nsubj left/VBD/0/root",
       {{"Ahmed", "Ahmed"}, {"Karim", "Karim"}, {"He", "He", kPronoun, kOther}},
       "He",
       "Ahmed"},
      {"an object is not its verb's subject",
       "Karim/NNP/2/nsubj came/VBD/0/root\nAhmed/NNP/2/nsubj thanked/VBD/0/root him/PRP/2/obj",
       {{"Karim", "Karim"}, {"Ahmed", "Ahmed"}, {"him", "him", kPronoun, kOther}},
       "him",
       "Karim"},
      {"but a reflexive one is",
       "Karim/NNP/2/nsubj came/VBD/0/root\nAhmed/NNP/2/nsubj hurt/VBD/0/root himself/PRP/2/obj",
       {{"Karim", "Karim"}, {"Ahmed", "Ahmed"}, {"himself", "himself", kPronoun, kOther}},
       "himself",
       "Ahmed"},
      {"a possessive may be",
       "Ahmed/NNP/2/nsubj sold/VBD/0/root his/PRP$/4/nmod:poss house/NN/2/obj",
       {{"Ahmed", "Ahmed"}, {"his", "his", kPronoun, kOther}},
       "his",
       "Ahmed"},
      {"nobody of the other gender",
       "Fatima/NNP/2/nsubj left/VBD/0/root\nAhmed/NNP/2/nsubj came/VBD/0/root\nShe/PRP/2/nsubj wept/VBD/0/root",
       {{"Fatima", "Fatima"}, {"Ahmed", "Ahmed"}, {"She", "She", kPronoun, kOther}},
       "She",
       "Fatima"},
      {"it is no person",
       "Boeing/NNP/2/nsubj hired/VBD/0/root Ahmed/NNP/2/obj\nIt/PRP/2/nsubj grew/VBD/0/root",
       {{"Boeing", "Boeing", MentionForm::name, NameType::organization},
        {"Ahmed", "Ahmed"},
        {"It", "It", kPronoun, kOther}},
       "It",
       "Boeing"},
      {"what comes after, where the clause goes before",
       "After/IN/3/mark he/PRP/3/nsubj left/VBD/6/advcl ,/,/6/punct Ahmed/NNP/6/nsubj wept/VBD/0/root",
       {{"he", "he", kPronoun, kOther}, {"Ahmed", "Ahmed"}},
       "he",
       "Ahmed"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    EXPECT_EQ(meant(read(one.text, one.given), one.pronoun), one.meant);
  }
}

TEST(Names, OfTwoPersonsAreTwo) {
  const struct {
    const char *what, *text;
    std::vector<Given> given;
    size_t chains;
  } cases[] = {
      {"a surname is the first one's, and not the bridge to his brother",
       "Jasper/NNP/3/nsubj Muli/NNP/1/flat left/VBD/0/root\nMULI/NNP/2/nsubj slept/VBD/0/root\nEdward/NNP/3/nsubj "
       "muli/NNP/1/flat wept/VBD/0/root",
       {{"Jasper", "Muli"}, {"MULI", "MULI"}, {"Edward", "muli"}},
       2},
      {"an initial stands for the given name",
       "J./NNP/3/nsubj Muli/NNP/1/flat left/VBD/0/root\nMULI/NNP/2/nsubj slept/VBD/0/root\nJasper/NNP/3/nsubj "
       "muli/NNP/1/flat wept/VBD/0/root",
       {{"J.", "Muli"}, {"MULI", "MULI"}, {"Jasper", "muli"}},
       1},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    const Read in = read(one.text, one.given);
    EXPECT_EQ(
        resolver().resolve(in.text.article, in.text.tokens, in.text.tags, in.text.trees, in.mentions).chains.size(),
        one.chains);
  }
}

// A pronoun after very many mentions looks at a bounded number of them.
TEST(Pronouns, CandidatesAreBounded) {
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += (i ? " " : "") + ("W" + std::to_string(i)) + "/NNP/" + (i == 0 ? "0/root" : "1/dep");
  text += " he/PRP/1/nsubj";
  const HandMade made = by_hand(text);
  Mentions mentions;
  for (int i = 0; i < 300; ++i) made.mention(mentions, "W" + std::to_string(i), "W" + std::to_string(i));
  made.mention(mentions, "he", "he", kPronoun);
  size_t most = 0;
  resolver().resolve(made.article, made.tokens, made.tags, made.trees, mentions,
                     [&](uint32_t, const std::vector<PronounCandidate>& candidates) {
                       most = std::max(most, candidates.size());
                       return size_t{0};
                     });
  EXPECT_GT(most, 2u);
  EXPECT_LE(most, 32u);
}

TEST(PronounRanker, ReadsWhatItWrites) {
  std::vector<float> weights(PronounRanker::size(), 0.0f);
  weights[3] = 1.25f;
  weights.back() = -0.5f;
  const std::string path = testing::TempDir() + "/pronoun_weights";
  std::ofstream(path) << "# a comment\n" << PronounRanker::format(weights);
  const auto read = PronounRanker::load(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().weights(), weights);
}

TEST(PronounRanker, NamesWhatIsWrong) {
  const struct {
    const char *content, *message;
  } cases[] = {
      {"he distance same 1\n", ":1: a weight is a name, a tab and a number"},
      {"# names\nhe distance yesterday\t1\n", ":2: no question has the answer \"he distance yesterday\""},
      {"he distance same\tfar\n", ":1: \"far\" is no number"},
      {"he distance same\tinf\n", ":1: \"inf\" is no number"},
  };
  for (const auto& one : cases) {
    const std::string path = testing::TempDir() + "/pronoun_weights_wrong";
    std::ofstream(path) << one.content;
    const auto read = PronounRanker::load(path);
    ASSERT_FALSE(read) << one.content;
    EXPECT_NE(read.error().message.find(one.message), std::string::npos) << read.error().message;
  }
}

}  // namespace
}  // namespace kronika
