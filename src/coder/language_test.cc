#include "coder/language.h"

#include <gtest/gtest.h>

#include "stage/tokenize/tokenize.h"

namespace kronika {
namespace {

TEST(LanguageGuesser, TellsOthersFromEnglish) {
  const auto guesser = LanguageGuesser::load(KRONIKA_SOURCE_DIR "/data/language");
  ASSERT_TRUE(guesser) << guesser.error().message;
  const struct {
    const char *language, *text;
  } cases[] = {
      {"",
       "The foreign ministers of Germany and France met in Paris on Monday and agreed that the talks would go on in "
       "the spring."},
      {"", "Putin meets Merkel, Hollande and Poroshenko, Minsk"},
      {"",
       "Chávez, García y Márquez, del Río de la Plata, said on Monday that the government of El Salvador had rejected "
       "the claims of Los Angeles"},
      {"",
       "FC Porto, Real Madrid, Bayern München, Ajax, Celtic, Arsenal, Chelsea, Juventus, Roma, Lazio, Benfica, Lyon, "
       "Lille, Sevilla"},
      {"",
       "US GOVERNMENT SUCCESSFULLY ACCESSED SAN BERNARDINO SHOOTER'S IPHONE WITHOUT APPLE'S HELP - ATTORNEY'S OFFICE"},
      {"", "Two U.S. advisers and one U.S. military adviser prevented greater attacks"},
      {"", "Perez de Cuellar's special envoy, Alvaro de Soto, arrived in San Salvador Monday"},
      {"de",
       "Die Außenminister von Deutschland und Frankreich haben sich am Montag in Paris getroffen und über den Konflikt "
       "gesprochen."},
      {"fr",
       "Les ministres des Affaires étrangères de la France et de l'Allemagne se sont rencontrés lundi à Paris pour "
       "parler du conflit."},
      {"es",
       "Los ministros de Exteriores de Francia y Alemania se reunieron el lunes en París para hablar de la guerra en "
       "el este."},
      {"pt",
       "Os ministros dos Negócios Estrangeiros da França e da Alemanha reuniram-se na segunda-feira em Paris para "
       "falar do conflito."},
      {"pl",
       "Ministrowie spraw zagranicznych Niemiec i Francji spotkali się w poniedziałek w Paryżu i rozmawiali o tym, że "
       "nie jest to koniec."},
      {"ru",
       "Министры иностранных дел Германии и Франции встретились в понедельник в Париже и говорили о том, что это не "
       "конец войны."},
  };
  for (const auto& c : cases)
    EXPECT_EQ(guesser.value()->reason_to_skip(c.text), *c.language ? std::string("language ") + c.language : "")
        << c.text;
  EXPECT_EQ(guesser.value()->reason_to_skip("德国和法国外长星期一在巴黎会晤并就乌克兰东部的冲突进行了长时间的谈判"),
            "not in English");
}

TEST(LanguageGuesser, DropsParagraphsInOtherLanguages) {
  const auto guesser = LanguageGuesser::load(KRONIKA_SOURCE_DIR "/data/language");
  const auto tokenizer = Tokenizer::load(KRONIKA_SOURCE_DIR "/data/language");
  ASSERT_TRUE(guesser && tokenizer);
  const std::string english = "The police have arrested two men on the square, and they were taken to the station.";
  const std::string german =
      "Die Polizei hat am Montag in Berlin drei Männer festgenommen, die sich auf dem Platz mit der Fahne zeigten.";
  const std::string russian = "Полиция задержала в понедельник в Минске двух активистов.";
  const struct {
    std::vector<std::string> paragraphs;
    std::vector<std::string> reasons;  // empty: it is kept
  } cases[] = {
      {{english, english}, {"", ""}},
      {{english, german, english}, {"", "language de", ""}},
      {{german, english, russian}, {"language de", "", "not in English"}},
      {{english, german, "Berlin, im Mai", german},
       {"", "language de", "language de", "language de"}},  // too short to tell
      {{german, "Berlin, im Mai", english}, {"language de", "", ""}},
      {{german, "The end of it", german}, {"language de", "", "language de"}},
      {{german, "Berlin", russian}, {"language de", "", "not in English"}},
      {{"\"¡Basta!\", Juan de la Cruz said of the claims in the El Salvador daily La Prensa de los Lunes.", english},
       {"", ""}},
      {{}, {}},
  };
  for (const auto& c : cases) {
    std::string text;
    std::vector<std::string> wanted, kept, said;
    for (size_t i = 0; i < c.paragraphs.size(); ++i) {
      text += c.paragraphs[i] + "\n\n";
      if (c.reasons[i].empty())
        kept.push_back(c.paragraphs[i]);
      else
        wanted.push_back(c.paragraphs[i] + " " + c.reasons[i]);
    }
    const auto article = Article::make({"", "", text, {}, "", ""});
    Tokens tokens = tokenizer.value()->tokenize(article.value());
    for (const SkippedText& skipped : guesser.value()->drop_other_languages(article.value(), tokens))
      said.push_back(std::string(article.value().slice(skipped.words)) + " " + skipped.reason);
    EXPECT_EQ(said, wanted);
    // What is left covers its words once, in order.
    uint32_t next = 0;
    std::vector<std::string> left;
    for (const Sentence& sentence : tokens.sentences) {
      EXPECT_EQ(sentence.first, next);
      EXPECT_EQ(sentence.span.start, tokens.words[sentence.first].span.start);
      EXPECT_EQ(sentence.span.end, tokens.words[sentence.last - 1].span.end);
      next = sentence.last;
      left.push_back(std::string(article.value().slice(sentence.span)));
    }
    EXPECT_EQ(next, tokens.size());
    EXPECT_EQ(left, kept);
  }
}

}  // namespace
}  // namespace kronika
