#include <gtest/gtest.h>

#include <fstream>

#include "kronika/article.h"
#include "text/axes.h"
#include "text/conllu.h"
#include "text/weights.h"

namespace kronika {
namespace {

TEST(Article, PutsTheTitleBeforeTheText) {
  const auto made = Article::make({"a", "Talks end", "Minsk hosted talks.", Day{2021, 6, 29}, "", ""});
  ASSERT_TRUE(made);
  const Article& article = made.value();
  EXPECT_EQ(article.buffer(), "Talks end\n\nMinsk hosted talks.");
  EXPECT_EQ(article.text(), "Minsk hosted talks.");
  EXPECT_EQ(article.field_of({0, 5}), Field::title);
  EXPECT_EQ(article.field_of({11, 16}), Field::text);
  EXPECT_EQ(article.slice({11, 16}), "Minsk");
}

TEST(Article, CodesARepeatedTitleOnce) {
  const auto made = Article::make({"a", "Talks end", "Talks end\nMinsk hosted talks.", {}, "", ""});
  ASSERT_TRUE(made);
  EXPECT_EQ(made.value().text_start(), 0u);
  EXPECT_EQ(made.value().buffer(), "Talks end\nMinsk hosted talks.");
}

TEST(Article, NamesTheFieldAndByteThatIsNotUtf8) {
  const auto made = Article::make({"a", "", "caf\xE9", {}, "", ""});
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("text"), std::string::npos);
  EXPECT_NE(made.error().message.find("byte 3"), std::string::npos);
}

TEST(Article, NamesItselfByItsContent) {
  const auto one = Article::make({"", "", "Same.", {}, "", ""}), two = Article::make({"", "", "Same.", {}, "", ""});
  const auto other = Article::make({"", "", "Other.", {}, "", ""});
  EXPECT_EQ(one.value().id(), two.value().id());
  EXPECT_NE(one.value().id(), other.value().id());
}

constexpr char kSample[] =
    "# newdoc id = sample\n"
    "# sent_id = 1\n"
    "# text = They don't agree.\n"
    "1\tThey\tthey\tPRON\tPRP\tNumber=Plur\t4\tnsubj\t_\t_\n"
    "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_\n"
    "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n"
    "4\tagree\tagree\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No\n"
    "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n"
    "\n";

TEST(Conllu, ReadsWhatItWrites) {
  const auto read = parse_conllu(kSample);
  ASSERT_TRUE(read) << read.error().message;
  const Annotated& sample = read.value();
  EXPECT_EQ(sample.text, "They don't agree.");
  ASSERT_EQ(sample.tokens.size(), 5u);
  EXPECT_TRUE(sample.tokens.words[2].joined);
  EXPECT_TRUE(sample.trees.is_root(3));
  EXPECT_EQ(sample.trees.deprel[2], Deprel::advmod);
  const auto article = Article::make({"sample", "", sample.text, {}, "", ""});
  EXPECT_EQ(format_conllu(article.value(), sample.tokens, sample.tags, sample.trees), kSample);
}

TEST(Conllu, RefillsAFileAndKeepsTheRestOfIt) {
  const std::string file =
      "# newdoc id = a\n# anything: "
      "stays\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|X=1\n1\tdo\told\tX\tA\tB=C\t2\tdep\t2:dep\tM=1\n"
      "2\tn't\told\tX\tA\t_\t0\troot\t0:root\t_\n2.1\tgo\t_\t_\t_\t_\t_\t_\t0:root\t_\n\n\r\n3\tshort line\n";
  auto read = parse_conllu(file.substr(0, file.find("\r")), true);
  ASSERT_TRUE(read) << read.error().message;
  Annotated& words = read.value();
  words.tags.upos = {Upos::AUX, Upos::PART};
  words.tags.lemma = {"do", "not"};
  words.trees = {{0, 0}, {Deprel::root, Deprel::advmod}};
  EXPECT_EQ(refill_conllu(file, words.tokens, words.tags, words.trees),
            "# newdoc id = a\n# anything: "
            "stays\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|X=1\n1\tdo\tdo\tAUX\t_\t_\t0\troot\t_\tM=1\n"
            "2\tn't\tnot\tPART\t_\t_\t1\tadvmod\t_\t_\n2.1\tgo\t_\t_\t_\t_\t_\t_\t0:root\t_\n\n\r\n3\tshort line\n");
}

TEST(Conllu, NamesTheLineOfAWrongInput) {
  const struct {
    const char *text, *message;
  } cases[] = {
      {"1\tx\n", "line 1: a word has ten columns"},
      {"1-3\tabc\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n\n",
       "line 3: a range goes on beyond the sentence"},
      {"1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 2: a range begins before"},
      {"1\tx\tx\tNOPE\t_\t_\t0\troot\t_\t_\n", "line 1: unknown UPOS"},
      {"1\tx\tx\tX\t_\t_\t0\tnope\t_\t_\n", "line 1: unknown relation"},
      {"1\tx\tx\tX\t_\t_\t7\tdep\t_\t_\n\n", "outside of the sentence"},
      {"1\tx\tx\tX\t_\t_\t0\troot\t_\t_\n2\ty\ty\tX\t_\t_\t0\troot\t_\t_\n\n", "2 roots"},
      {"1\tx\tx\tX\t_\t_\t0\troot\t_\t_\n2\ty\ty\tX\t_\t_\t3\tdep\t_\t_\n3\tz\tz\tX\t_\t_\t2\tdep\t_\t_\n\n", "cycle"},
      {"3\tx\tx\tX\t_\t_\t0\troot\t_\t_\n", "count from 1"},
      {"\xFF", "not UTF-8"},
  };
  for (const auto& c : cases) {
    const auto read = parse_conllu(c.text);
    ASSERT_FALSE(read) << c.text;
    EXPECT_NE(read.error().message.find(c.message), std::string::npos) << read.error().message;
  }
}

TEST(Dependents, ListsTheChildrenInOrder) {
  const auto read = parse_conllu(kSample);
  const Dependents dependents(read.value().trees);
  const auto of_verb = dependents.of(3);
  EXPECT_EQ((std::vector<uint32_t>(of_verb.begin(), of_verb.end())), (std::vector<uint32_t>{0, 1, 2, 4}));
  EXPECT_TRUE(dependents.of(0).empty());
}

TEST(Weights, AreReadLineByLineAndErrorsNameTheLine) {
  const std::string path = testing::TempDir() + "/weights.txt";
  const auto read = [&](const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
    std::string seen;
    const Status done = read_weights(
        path, "a number", [&](std::string_view name, const std::string& number) -> std::optional<std::string> {
          if (number == "?") return "no number";
          seen += std::string(name) + "=" + number + ";";
          return std::nullopt;
        });
    return done ? seen : done.error().message.substr(path.size());
  };
  EXPECT_EQ(read("# a comment\r\n\na b\t1\r\nc\t-2"), "a b=1;c=-2;");
  EXPECT_EQ(read("a\t1\nb 2\n"), ":2: a weight is a name, a tab and a number");
  EXPECT_EQ(read("a\t?\n"), ":1: no number");
  EXPECT_EQ(read_weights(path + ".missing", "a number", {}).error().kind, ErrorKind::not_found);
}

TEST(Axes, TheLastRunsFastest) {
  const std::vector<Axis> axes = {{"a", "b"}, {"x", "y", "z"}};
  EXPECT_EQ(place_of(axes, {0, 0}), 0u);
  EXPECT_EQ(place_of(axes, {0, 2}), 2u);
  EXPECT_EQ(place_of(axes, {1, 1}), 4u);
}

}  // namespace
}  // namespace kronika
