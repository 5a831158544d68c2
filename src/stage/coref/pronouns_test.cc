#include "stage/coref/pronouns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

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
    const auto model = ModelFile::read(KRONIKA_SOURCE_DIR "/data/models/coref.model");
    auto ranker = model ? PronounRanker::load(model.value()) : model.error();
    if (!ranker) throw std::runtime_error(ranker.error().message);
    auto result = CorefResolver::load(KRONIKA_SOURCE_DIR "/data/language", std::move(ranker.value()), *knowledge);
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
      {"the subject, where the phrase goes before",
       "In/IN/3/case her/PRP$/3/nmod:poss speech/NN/6/obl ,/,/6/punct Fatima/NNP/6/nsubj warned/VBD/0/root",
       {{"her", "her", kPronoun, kOther}, {"Fatima", "Fatima"}},
       "her",
       "Fatima"},
      {"not whom the possessed is",
       "Karim/NNP/2/nsubj came/VBD/0/root\n"
       "His/PRP$/2/nmod:poss brother/NN/5/nsubj Ahmed/NNP/2/appos also/RB/5/advmod left/VBD/0/root",
       {{"Karim", "Karim"},
        {"His", "His", kPronoun, kOther},
        {"His", "brother", MentionForm::description, kOther},
        {"Ahmed", "Ahmed"}},
       "His",
       "Karim"},
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
                     [&](uint32_t, const std::vector<PronounCandidate>& candidates, const ChainOf&) {
                       most = std::max(most, candidates.size());
                       return size_t{0};
                     });
  EXPECT_GT(most, 2u);
  EXPECT_LE(most, 32u);
}

PronounNetwork network() {
  PronounNetwork network;
  network.in.assign(size_t{Answers::count()} * PronounNetwork::kWidth, 0.0f);
  network.direct.assign(Answers::count(), 0.0f);
  network.bias.assign(PronounNetwork::kWidth, 0.1f);
  network.out.assign(PronounNetwork::kWidth, 0.5f);
  for (size_t i = 0; i < network.in.size(); i += 3) network.in[i] = 0.01f * static_cast<float>(i % 7) - 0.03f;
  network.direct.back() = -0.5f;
  return network;
}

TEST(PronounRanker, ReadsWhatItWrites) {
  const PronounRanker ranker(network());
  const auto model = ModelFile::parse(ranker.model().format());
  ASSERT_TRUE(model);
  const auto read = PronounRanker::load(model.value());
  ASSERT_TRUE(read);
  for (const uint32_t distance : {0u, 1u, 5u}) {
    Answers answers(PronounKind::he);
    answers.add(PronounQuestion::distance, {distance});
    EXPECT_NE(ranker.score(answers), 0.0f);
    EXPECT_EQ(read.value().score(answers), ranker.score(answers));
  }
}

TEST(PronounRanker, SaysWhatIsWrongWithAModel) {
  const struct {
    const char* message;
    void (*spoil)(ModelFile&);
  } cases[] = {
      {"no question has the answer \"distance yesterday\"",
       [](ModelFile& model) { model.strings["answers"][0] = "distance yesterday"; }},
      {"answers", [](ModelFile& model) { model.strings.clear(); }},
      {"bias", [](ModelFile& model) { model.tensors.erase("bias"); }},
      {"in", [](ModelFile& model) { model.strings["answers"].pop_back(); }},
      {"another kind", [](ModelFile& model) { std::swap(model.tensors["out"].floats, model.tensors["out"].scales); }},
  };
  for (const auto& one : cases) {
    ModelFile model = PronounRanker(network()).model();
    one.spoil(model);
    const auto read = PronounRanker::load(model);
    ASSERT_FALSE(read) << one.message;
    EXPECT_NE(read.error().message.find(one.message), std::string::npos) << read.error().message;
  }
}

}  // namespace
}  // namespace kronika
