#include "coder/private_names.h"

#include <gtest/gtest.h>

namespace kronika {
namespace {

// An article of one sentence with a word for each run without spaces; all mentions are added by hand.
struct Sample {
  explicit Sample(const std::string& text, const std::vector<Upos>& upos)
      : article(Article::make({"", "", text, {}, "", ""}).value()) {
    for (uint32_t at = 0; at < text.size();) {
      const uint32_t end = static_cast<uint32_t>(std::min(text.find(' ', at), text.size()));
      Word word;
      word.span = {at, end};
      analysis.tokens.words.push_back(word);
      at = end + 1;
    }
    Sentence sentence;
    sentence.last = analysis.tokens.size();
    sentence.span = {0, static_cast<uint32_t>(text.size())};
    analysis.tokens.sentences.push_back(sentence);
    analysis.tags.upos = upos;
    analysis.mentions.of_head.resize(analysis.tokens.size());
  }
  void name(uint32_t first, uint32_t last) { analysis.names.names.push_back({first, last, NameType::person}); }
  Actor& mention(uint32_t first, uint32_t last, uint32_t head, MentionForm form) {
    Mention mention;
    mention.first = first;
    mention.last = last;
    mention.head = head;
    mention.form = form;
    mention.span = {analysis.tokens.words[first].span.start, analysis.tokens.words[last - 1].span.end};
    analysis.mentions.of_head[head].index = static_cast<uint32_t>(analysis.mentions.mentions.size());
    analysis.mentions.mentions.push_back(mention);
    return analysis.actors.of.emplace_back();
  }
  // The words found, "role: words; role: words".
  std::string found() const {
    std::string out;
    for (const PrivateName& name : find_private_names(article, analysis))
      out += (out.empty() ? "" : "; ") + name.role + ": " + std::string(article.slice(name.words));
    return out;
  }

  Article article;
  Analysis analysis;
};

constexpr Upos A = Upos::ADJ, D = Upos::DET, N = Upos::NOUN, P = Upos::PROPN, V = Upos::VERB;

ActorCode role(const std::string& noun) {
  ActorCode code;
  code.role = noun;
  return code;
}

TEST(PrivateNames, TakeTheRoleBeforeThem) {
  Sample s("Police held the young activist Olga Zubkova", {N, V, D, A, N, P, P});
  s.name(5, 7);
  Actor& actor = s.mention(2, 7, 5, MentionForm::name);
  actor.codes = {role("activist")};
  actor.is_private = true;
  EXPECT_EQ(s.found(), "activist: the young activist Olga Zubkova");
}

TEST(PrivateNames, AreFoundWhereverTheyStandAgain) {
  Sample s("Olga Zubkova said Zubkova 's father and Anna Zubkova left",
           {P, P, V, P, Upos::PART, N, Upos::CCONJ, P, P, V});
  s.name(0, 2);
  EXPECT_EQ(s.found(), ": Olga Zubkova; : Zubkova; : Anna Zubkova");
}

TEST(PrivateNames, AreNotThoseOfTheKnowledgeBase) {
  Sample s("President Lukashenko met Lukashenko and Minsk", {P, P, V, P, Upos::CCONJ, P});
  s.name(1, 2);
  s.name(5, 6);
  Actor& president = s.mention(0, 2, 0, MentionForm::name);
  president.codes = {role("President")};
  president.codes[0].entity = "alexander-lukashenko";
  president.by = "name";
  s.mention(5, 6, 5, MentionForm::name).by = "place";
  EXPECT_EQ(s.found(), "");
}

TEST(PrivateNames, OfAMentionThatTheNameModelMissed) {
  Sample s("Zubkova left", {P, V});
  s.mention(0, 1, 0, MentionForm::name).is_private = true;
  EXPECT_EQ(s.found(), ": Zubkova");
}

TEST(PrivateNames, LeaveDescriptionsOfPrivatePersonsAlone) {
  Sample s("her lawyer left", {Upos::PRON, N, V});
  s.mention(0, 2, 1, MentionForm::description).is_private = true;
  EXPECT_EQ(s.found(), "");
}

}  // namespace
}  // namespace kronika
