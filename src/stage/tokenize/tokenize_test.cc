#include "stage/tokenize/tokenize.h"

#include <gtest/gtest.h>

#include <random>

namespace kronika {
namespace {

const Tokenizer& tokenizer() {
  static const std::unique_ptr<const Tokenizer> loaded =
      std::move(Tokenizer::load(KRONIKA_SOURCE_DIR "/data/language").value());
  return *loaded;
}

// Words with spaces between, sentences with " | ".
std::string cut(const std::string& text) {
  const auto article = Article::make({"", "", text, {}, "", ""});
  const Tokens tokens = tokenizer().tokenize(article.value());
  std::string out;
  for (const Sentence& sentence : tokens.sentences) {
    if (!out.empty()) out += " |";
    for (uint32_t w = sentence.first; w < sentence.last; ++w)
      out += (out.empty() ? "" : " ") + std::string(article.value().slice(tokens.words[w].span));
  }
  return out;
}

TEST(Tokenizer, CutsWordsAndSentences) {
  const struct {
    const char *text, *wanted;
  } cases[] = {
      {"France won't leave.", "France wo n't leave ."},
      {"Russia’s president can’t.", "Russia ’s president ca n’t ."},
      {"They cannot agree; the workers' party did.", "They can not agree ; the workers ' party did ."},
      {"Gen. Smith met Mr. Lee. He left.", "Gen. Smith met Mr. Lee . | He left ."},
      {"J. R. Smith of the U.S. Army spoke.", "J. R. Smith of the U.S. Army spoke ."},
      {"He flew to the U.S. The talks began.", "He flew to the U.S. | The talks began ."},
      {"\"We agree.\" She left.", "\" We agree . \" | She left ."},
      {"“We agree!” she said. “Now go.”", "“ We agree ! ” she said . | “ Now go . ”"},
      {"MINSK, Belarus (AP) -- Police came.", "MINSK , Belarus ( AP ) -- Police came ."},
      {"It cost $1,200.50, or 3.5% more, at 3:30 p.m. on Monday.",
       "It cost $ 1,200.50 , or 3.5 % more , at 3:30 p.m. on Monday ."},
      {"the oil-rich anti-government region in 2020-2021", "the oil - rich anti-government region in 2020 - 2021"},
      {"a 40-year-old man, the 1990s, 5km, and/or", "a 40 - year - old man , the 1990s , 5 km , and / or"},
      {"See https://example.org/a.b, or mail a.b@example.org.",
       "See https://example.org/a.b , or mail a.b@example.org ."},
      {"Wait... What?! Yes.", "Wait ... | What ?! | Yes ."},
      {"AT&T and the e-mail of #Minsk", "AT&T and the e-mail of #Minsk"},
      {"we came home. then it rained! good :-)", "we came home . | then it rained ! | good :-)"},
      {"\"Why?\" he asked... and left. approx. ten", "\" Why ? \" he asked ... and left . | approx. ten"},
      {"Open report.pdf or alt.news.talk; \"A\"<a.b@example.org>.",
       "Open report.pdf or alt.news.talk ; \" A \" < a.b@example.org > ."},
      {"First line\nSecond line", "First line | Second line"},
      {"One paragraph\n\nanother one", "One paragraph | another one"},
      {"He said no.Then he left.", "He said no . | Then he left ."},
      {"Sanctions on Gazprom, Rosneft, etc. were lifted.", "Sanctions on Gazprom , Rosneft , etc. were lifted ."},
      {"", ""},
      {" \t\n ", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(cut(c.text), c.wanted) << c.text;
}

TEST(Tokenizer, JoinsWrappedLines) {
  EXPECT_EQ(cut("The foreign ministers of the two countries met on\nMonday in Vienna and agreed to a plan for the "
                "border\nthat both had rejected."),
            "The foreign ministers of the two countries met on Monday in Vienna and agreed to a plan for the border "
            "that both had rejected .");
}

TEST(Tokenizer, KnowsTitlesAndHeadings) {
  const auto article = Article::make({"", "Talks fail", "By Our Reporter\n\nTalks failed on Monday.", {}, "", ""});
  const Tokens tokens = tokenizer().tokenize(article.value());
  ASSERT_EQ(tokens.sentences.size(), 3u);
  EXPECT_EQ(tokens.sentences[0].kind, SentenceKind::title);
  EXPECT_EQ(tokens.sentences[1].kind, SentenceKind::heading);
  EXPECT_EQ(tokens.sentences[2].kind, SentenceKind::body);
}

void check(const Article& article, const Tokens& tokens) {
  uint32_t end = 0;
  for (const Word& word : tokens.words) {
    ASSERT_LE(end, word.span.start);
    ASSERT_LT(word.span.start, word.span.end);
    end = word.span.end;
  }
  ASSERT_LE(end, article.buffer().size());
  uint32_t next = 0;
  for (const Sentence& sentence : tokens.sentences) {
    ASSERT_EQ(sentence.first, next);
    ASSERT_LT(sentence.first, sentence.last);
    ASSERT_LE(sentence.size(), Tokenizer::kMostWords);
    next = sentence.last;
  }
  ASSERT_EQ(next, tokens.size());
}

TEST(Tokenizer, HoldsItsPromisesOnAnyText) {
  std::mt19937 random(3);
  const char* pieces[] = {"a", "B", ".", "'", "’", "\"",     " ",  "\n",   "-",   "1", "习近平",
                          "é", "…", "@", "/", "(", "\u200B", "😀", "U.S.", "n't", ","};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += pieces[random() % std::size(pieces)];
    const auto article = Article::make({"", "", text, {}, "", ""});
    check(article.value(), tokenizer().tokenize(article.value()));
  }
  for (const std::string& text : {std::string(200000, 'a'), std::string(200000, '.'), std::string(100000, '-')}) {
    const auto article = Article::make({"", "", text, {}, "", ""});
    check(article.value(), tokenizer().tokenize(article.value()));
  }
}

}  // namespace
}  // namespace kronika
