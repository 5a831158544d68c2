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

// Two mentions, `first` and `second`, each as first word, last word, head.
struct Given {
  std::string first, last, head;
  MentionForm form = MentionForm::name;
  NameType type = NameType::person;
};

TEST(Chains, OneOrTwo) {
  constexpr MentionForm kName = MentionForm::name, kDescription = MentionForm::description,
                        kPronoun = MentionForm::pronoun;
  constexpr NameType kPerson = NameType::person, kOrganization = NameType::organization, kOther = NameType::other;
  const struct {
    const char* what;
    const char* text;
    Given a, b;
    bool same;
  } cases[] = {
      {"a surname after the whole name; a title is no part of it",
       "Asha/NNP/3/nsubj Muli/NNP/1/flat left/VBD/0/root\nMr/NNP/2/compound MULI/NNP/3/nsubj slept/VBD/0/root",
       {"Asha", "Muli", "Asha", kName, kPerson},
       {"Mr", "MULI", "MULI", kName, kPerson},
       true},
      {"the same title makes nobody the same",
       "Mr/NNP/2/compound Asha/NNP/3/nsubj left/VBD/0/root\nMR/NNP/2/compound Muli/NNP/3/nsubj slept/VBD/0/root",
       {"Mr", "Asha", "Asha", kName, kPerson},
       {"MR", "Muli", "Muli", kName, kPerson},
       false},
      {"an acronym after the name that it is made of",
       "Coast/NNP/3/compound Reform/NNP/3/compound Movement/NNP/4/nsubj won/VBD/0/root\nCRM/NNP/2/nsubj "
       "lost/VBD/0/root",
       {"Coast", "Movement", "Movement", kName, kOrganization},
       {"CRM", "CRM", "CRM", kName, kOrganization},
       true},
      {"other letters are another one",
       "Coast/NNP/3/compound Reform/NNP/3/compound Movement/NNP/4/nsubj won/VBD/0/root\nCNM/NNP/2/nsubj "
       "lost/VBD/0/root",
       {"Coast", "Movement", "Movement", kName, kOrganization},
       {"CNM", "CNM", "CNM", kName, kOrganization},
       false},
      {"the title before a name is what a description points back at",
       "Prime/NNP/2/compound Minister/NNP/3/nmod:desc Muli/NNP/4/nsubj left/VBD/0/root\nThe/DT/3/det prime/JJ/3/amod "
       "minister/NN/4/nsubj slept/VBD/0/root",
       {"Prime", "Muli", "Muli", kName, kPerson},
       {"The", "minister", "minister", kDescription, kOther},
       true},
      {"another office is another person",
       "Prime/NNP/2/compound Minister/NNP/3/nmod:desc Muli/NNP/4/nsubj left/VBD/0/root\nThe/DT/2/det "
       "president/NN/3/nsubj slept/VBD/0/root",
       {"Prime", "Muli", "Muli", kName, kPerson},
       {"The", "president", "president", kDescription, kOther},
       false},
      {"the party after its name",
       "Coast/NNP/2/compound Party/NNP/3/nsubj won/VBD/0/root\nThe/DT/2/det party/NN/3/nsubj cheered/VBD/0/root",
       {"Coast", "Party", "Party", kName, kOrganization},
       {"The", "party", "party", kDescription, kOther},
       true},
      {"the bloc after the union",
       "European/NNP/2/amod Union/NNP/3/nsubj left/VBD/0/root\nThe/DT/2/det bloc/NN/3/nsubj cheered/VBD/0/root",
       {"European", "Union", "Union", kName, kOrganization},
       {"The", "bloc", "bloc", kDescription, kOther},
       true},
      {"a company is no bloc",
       "Boeing/NNP/2/nsubj left/VBD/0/root\nThe/DT/2/det bloc/NN/3/nsubj cheered/VBD/0/root",
       {"Boeing", "Boeing", "Boeing", kName, kOrganization},
       {"The", "bloc", "bloc", kDescription, kOther},
       false},
      {"the company after its name",
       "Boeing/NNP/2/nsubj left/VBD/0/root\nThe/DT/2/det company/NN/3/nsubj cheered/VBD/0/root",
       {"Boeing", "Boeing", "Boeing", kName, kOrganization},
       {"The", "company", "company", kDescription, kOther},
       true},
      {"a woman is not he",
       "Mrs/NNP/2/compound Muli/NNP/3/nsubj left/VBD/0/root\nHe/PRP/2/nsubj slept/VBD/0/root",
       {"Mrs", "Muli", "Muli", kName, kPerson},
       {"He", "He", "He", kPronoun, kOther},
       false},
      {"I and my are one writer",
       "I/PRP/2/nsubj left/VBD/0/root\nMy/PRP$/2/nmod:poss house/NN/3/nsubj burned/VBD/0/root",
       {"I", "I", "I", kPronoun, kOther},
       {"My", "My", "My", kPronoun, kOther},
       true},
      {"I in a quotation is not the writer",
       "I/PRP/2/nsubj left/VBD/0/root\n``/``/3/punct We/PRP/3/nsubj slept/VBD/0/root ''/''/3/punct",
       {"I", "I", "I", kPronoun, kOther},
       {"We", "We", "We", kPronoun, kOther},
       false},
      {"you are one listener",
       "You/PRP/2/nsubj left/VBD/0/root\nYour/PRP$/2/nmod:poss house/NN/3/nsubj burned/VBD/0/root",
       {"You", "You", "You", kPronoun, kOther},
       {"Your", "Your", "Your", kPronoun, kOther},
       true},
      {"the law that less is said of",
       "the/DT/4/det new/JJ/4/amod electoral/JJ/4/amod law/NN/5/nsubj passed/VBD/0/root\n"
       "The/DT/3/det new/JJ/3/amod Law/NN/4/nsubj failed/VBD/0/root",
       {"the", "law", "law", kDescription, kOther},
       {"The", "Law", "Law", kDescription, kOther},
       true},
      {"a new law is another one",
       "the/DT/4/det new/JJ/4/amod electoral/JJ/4/amod law/NN/5/nsubj passed/VBD/0/root\n"
       "A/DT/3/det new/JJ/3/amod Law/NN/4/nsubj failed/VBD/0/root",
       {"the", "law", "law", kDescription, kOther},
       {"A", "Law", "Law", kDescription, kOther},
       false},
      {"a spokeswoman is she",
       "a/DT/2/det spokeswoman/NN/3/nsubj left/VBD/0/root\nShe/PRP/2/nsubj slept/VBD/0/root",
       {"a", "spokeswoman", "spokeswoman", kDescription, kOther},
       {"She", "She", "She", kPronoun, kOther},
       true},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    const HandMade text = by_hand(one.text);
    Mentions mentions;
    for (const Given* given : {&one.a, &one.b}) {
      text.mention(mentions, given->first, given->last, given->form, given->head);
      mentions.mentions.back().type = given->type;
    }
    std::sort(mentions.mentions.begin(), mentions.mentions.end(),
              [](const Mention& x, const Mention& y) { return x.head < y.head; });
    for (uint32_t m = 0; m < 2; ++m) mentions.of_head[mentions.mentions[m].head] = {m};
    const Chains chains = resolver().resolve(text.article, text.tokens, text.tags, text.trees, mentions);
    EXPECT_EQ(chains.of[0] == chains.of[1], one.same);
  }
}

}  // namespace
}  // namespace kronika
