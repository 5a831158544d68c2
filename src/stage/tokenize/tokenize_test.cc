#include "stage/tokenize/tokenize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
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
      {"And then?! Yes.", "And then ?! | Yes ."},
      {"AT&T and the e-mail of #Minsk", "AT&T and the e-mail of #Minsk"},
      {"we came home. then it rained! good :-)", "we came home . | then it rained ! | good :-)"},
      {"\"Why?\" he asked... and left. approx. ten", "\" Why ? \" he asked ... and left . | approx. ten"},
      {"Open report.pdf or alt.news.talk; \"A\"<a.b@example.org>.",
       "Open report.pdf or alt.news.talk ; \" A \" < a.b@example.org > ."},
      {"First line\nSecond line", "First line | Second line"},
      {"One paragraph\n\nanother one", "One paragraph | another one"},
      {"He said no.Then he left.", "He said no . | Then he left ."},
      {"The minister sells arms, fuel, etc. The army buys them.",
       "The minister sells arms , fuel , etc . | The army buys them ."},
      {"in the '90s and the 1960's, not '02; Iran's 2003's deal",
       "in the ' 90s and the 1960's , not '02 ; Iran 's 2003 's deal"},
      {"b/c they dont know and im sure; and/or", "b/c they do nt know and i m sure ; and / or"},
      {"Call (713) 345-9945 or 3-5290, ZIP 77042-2016, +44 20 7484",
       "Call ( 713 ) 345-9945 or 3-5290 , ZIP 77042-2016 , +44 20 7484"},
      {"[5,6] and 1,200,000 and 12,5", "[ 5 , 6 ] and 1,200,000 and 12 , 5"},
      {"US$4.5 bn, a 3G net, 8gb, mid-2004, nutrition-wise",
       "US$ 4.5 bn , a 3G net , 8 gb , mid-2004 , nutrition-wise"},
      {"in [http://example.org/a], <<Annex 2.pdf>> and Rice@EXAMPLE",
       "in [ http://example.org/a ] , << Annex 2.pdf >> and Rice@EXAMPLE"},
      {"(c. 1640, p. 28) at S. F., Cal., then", "( c. 1640 , p. 28 ) at S. F. , Cal. , then"},
      {"the word 'workers' is; the workers' party is", "the word ' workers ' is ; the workers ' party is"},
      {"the line =====--- ++++ ^_^ =)", "the line =====--- ++++ ^_^ =)"},
      {"Sanctions on Gazprom, Rosneft, etc. were lifted.", "Sanctions on Gazprom , Rosneft , etc. were lifted ."},
      {"", ""},
      {" \t\n ", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(cut(c.text), c.wanted) << c.text;
}

TEST(Tokenizer, CutsNewsIntoSentences) {
  const struct {
    const char *text, *wanted;
  } cases[] = {
      // datelines
      {"MINSK, Belarus (AP) — Police detained 20 people on Sunday. They were later freed.",
       "MINSK , Belarus ( AP ) — Police detained 20 people on Sunday . | They were later freed ."},
      {"BOCA RATON, Fla. -- Fallen fronds cover the course.", "BOCA RATON , Fla. -- Fallen fronds cover the course ."},
      {"ALBUQUERQUE, N.M. (AP) - Two senators have joined a call.",
       "ALBUQUERQUE , N.M. ( AP ) - Two senators have joined a call ."},
      // titles, initials, abbreviations
      {"President J. R. Smith of the U.S. met Gov. K. Jones of N.Y. on Jan. 5.",
       "President J. R. Smith of the U.S. met Gov. K. Jones of N.Y. on Jan. 5 ."},
      {"Sen. Smith met U.S. President Joe Biden.", "Sen. Smith met U.S. President Joe Biden ."},
      {"He lives in St. Petersburg. Lt. Gen. Ivanov lives in Mt. Vernon.",
       "He lives in St. Petersburg . | Lt. Gen. Ivanov lives in Mt. Vernon ."},
      {"The meeting began at 5 p.m. Monday. It ended at 7 p.m. The minister left.",
       "The meeting began at 5 p.m. Monday . | It ended at 7 p.m. | The minister left ."},
      {"Mr. Bush Jr. went home. Mrs. Smith stayed.", "Mr. Bush Jr. went home . | Mrs. Smith stayed ."},
      {"He works for Gazprom Inc. The company is large.", "He works for Gazprom Inc . | The company is large ."},
      {"No. 10 said no. He won.", "No. 10 said no . | He won ."},
      // quotations
      {"“We will not give up,” he said. “We will fight.” The crowd cheered.",
       "“ We will not give up , ” he said . | “ We will fight . ” | The crowd cheered ."},
      {"''We will not give up,'' he said. ''We will fight.'' The crowd cheered.",
       "'' We will not give up , '' he said . | '' We will fight . '' | The crowd cheered ."},
      {"The president said: \"We are leaving.\" He left.", "The president said : \" We are leaving . \" | He left ."},
      {"She said, \"Stop it!\" and left.", "She said , \" Stop it ! \" and left ."},
      {"Google fell. Did they? \"Yes!\" he cried.", "Google fell . | Did they ? | \" Yes ! \" he cried ."},
      {"They want [Libertarian Gary] Johnson to win.", "They want [ Libertarian Gary ] Johnson to win ."},
      {"The police (who came late) left. (They said nothing.) The crowd stayed.",
       "The police ( who came late ) left . | ( They said nothing . ) | The crowd stayed ."},
      // questions and answers, ellipses, lists, capitals, names
      {"Q: Will you resign? A: No, I will not.", "Q : Will you resign ? | A : No , I will not ."},
      {"The talks failed ... and then resumed. No one knows why.",
       "The talks failed ... and then resumed . | No one knows why ."},
      {"1. The army must leave. 2. The police must stay.", "1 . The army must leave . | 2 . The police must stay ."},
      {"• Iran signs the deal • Israel protests", "• Iran signs the deal | • Israel protests"},
      {"POLICE ARREST 20 IN MINSK. PRESIDENT CALLS FOR CALM. WHO KNOWS WHY?",
       "POLICE ARREST 20 IN MINSK . | PRESIDENT CALLS FOR CALM . | WHO KNOWS WHY ?"},
      {"Abbas: No peace without Jerusalem", "Abbas : No peace without Jerusalem"},
      {"Palestinian President Mahmoud Abbas Saturday called it the key.",
       "Palestinian President Mahmoud Abbas Saturday called it the key ."},
      {"Democratic National Committee Chair Debbie Schultz dismissed the claim.",
       "Democratic National Committee Chair Debbie Schultz dismissed the claim ."},
      {"The wall along the U.S.-Mexico border cost $1.2 million.",
       "The wall along the U.S. - Mexico border cost $ 1.2 million ."},
  };
  for (const auto& c : cases) EXPECT_EQ(cut(c.text), c.wanted) << c.text;
}

// The files that the splitter rests on are checked when they are read.
TEST(Tokenizer, SaysWhichLineOfItsFilesIsWrong) {
  namespace fs = std::filesystem;
  const struct {
    const char *file, *text, *message;
  } cases[] = {
      {"sentence_weights.txt", "rule yes\t2000\nrule no 5\n", "sentence_weights.txt:2"},
      {"sentence_weights.txt", "rule yes\tmuch\n", "sentence_weights.txt:1"},
      {"sentence_weights.txt", "forms a b c d e\t1\n", "sentence_weights.txt:1"},
      {"contractions.txt", "can|not dont\n", "\"dont\""},
  };
  const fs::path folder = fs::path(testing::TempDir()) / "tokenizer_lists";
  for (const auto& c : cases) {
    fs::remove_all(folder);
    fs::copy(KRONIKA_SOURCE_DIR "/data/language", folder);
    std::ofstream(folder / c.file, std::ios::binary) << c.text;
    const auto loaded = Tokenizer::load(folder.string());
    ASSERT_FALSE(loaded) << c.text;
    EXPECT_NE(loaded.error().message.find(c.message), std::string::npos) << loaded.error().message;
  }
}

// A sentence without an end costs time in proportion to its length.
TEST(Tokenizer, CutsEndlessSentencesInLinearTime) {
  const auto seconds = [](uint32_t words) {
    std::string text;
    for (uint32_t i = 0; i < words; ++i)
      text += i % 3 == 0 ? "Talks (in " : i % 3 == 1 ? "\"Minsk Inc. etc. " : "went on, ";
    const auto article = Article::make({"", "", text, {}, "", ""});
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
      const auto start = std::chrono::steady_clock::now();
      EXPECT_GT(tokenizer().tokenize(article.value()).size(), words);
      best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
  };
  EXPECT_LT(seconds(160000), 32 * seconds(20000));  // 8 in proportion, 64 if it were quadratic
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
  const char* pieces[] = {"a",  "B",  ".",  "'", "’",      "\"",     " ",    "\n",  "-", "1",       "习近平", "é",
                          "…",  "@",  "/",  "(", "\u200B", "😀",     "U.S.", "n't", ",", "http://", ".doc",   "--",
                          "==", "<<", "s'", "$", "+",      "3-4567", "[",    "]",   ":", "•",       "etc."};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += pieces[random() % std::size(pieces)];
    const auto article = Article::make({"", "", text, {}, "", ""});
    check(article.value(), tokenizer().tokenize(article.value()));
  }
  // What never ends is cut all the same, and in time.
  for (const std::string piece :
       {"a",  ".",    "-",     "<a@b",      "(http://x", "aa.", "A.", ":)", "1-", "1,", "co-",  "'s ", ".!?",
        "=-", "a/b ", "x.pdf", "<<y.doc>>", "etc. ",     "\" ", "( ", "[",  "• ", "‘",  "80's", "U$"}) {
    std::string text;
    while (text.size() < 200000) text += piece;
    const auto article = Article::make({"", "", text, {}, "", ""});
    check(article.value(), tokenizer().tokenize(article.value()));
  }
}

}  // namespace
}  // namespace kronika
