#include "coder/language.h"

#include <gtest/gtest.h>

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
  for (const auto& c : cases) EXPECT_EQ(guesser.value()->other_than_english(c.text), c.language) << c.text;
}

}  // namespace
}  // namespace kronika
