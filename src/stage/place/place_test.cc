#include "stage/place/place.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "text/by_hand.h"

namespace kronika {
namespace {

const PlaceFinder& finder() {
  static const std::unique_ptr<const KnowledgeBase> knowledge =
      std::move(KnowledgeBase::load(KRONIKA_SOURCE_DIR "/data/actors").value());
  static const std::unique_ptr<const PlaceFinder> loaded =
      std::move(PlaceFinder::load(KRONIKA_SOURCE_DIR "/data/places", *knowledge).value());
  return *loaded;
}

std::string found(const std::string& words) {
  const HandMade made = by_hand(words);
  std::string out;
  for (const PlaceMention& place : finder().find(made.article, made.tokens, made.tags, {}).places)
    out += (out.empty() ? "" : "; ") + place.place.name + ", " + place.place.country + " " + place.place.precision;
  return out;
}

TEST(Places, AreResolvedByTheTextAround) {
  const struct {
    const char *words, *wanted;
  } cases[] = {
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Minsk/NNP/2/obl", "Minsk, BLR city"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Paris/NNP/2/obl", "Paris, FRA city"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Paris/NNP/2/obl ,/,/6/punct Texas/NNP/4/appos",
       "Paris, USA city; Texas, USA admin"},
      {"Nigeria/NNP/2/nsubj sent/VBD/0/root help/NN/2/obj to/IN/5/case Lagos/NNP/2/obl",
       "Nigeria, NGA country; Lagos, NGA city"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/5/case the/DT/5/det Chadian/JJ/6/amod capital/NN/2/obl",
       "N'Djamena, TCD city"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Donetsk/NNP/5/compound region/NN/2/obl", "Donetsk, UKR admin"},
      {"HALABJA/NNP/0/root ,/,/3/punct Iraq/NNP/1/appos", "Halabja, IRQ city; Iraq, IRQ country"},
      {"They/PRP/2/nsubj raised/VBD/0/root capital/NN/2/obj on/IN/5/case Wednesday/NNP/2/obl", ""},
      // What the words after a name say holds for the whole text.
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Paris/NNP/2/obl ,/,/6/punct Texas/NNP/4/appos\n"
       "Paris/NNP/2/nsubj grew/VBD/0/root",
       "Paris, USA city; Texas, USA admin; Paris, USA city"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Richmond/NNP/2/obl ,/,/6/punct Va./NNP/4/appos",
       "Richmond, USA city; Virginia, USA admin"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Atlanta/NNP/2/obl ,/,/6/punct Georgia/NNP/4/appos",
       "Atlanta, USA city; Georgia, USA admin"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Tbilisi/NNP/2/obl ,/,/6/punct Georgia/NNP/4/appos",
       "Tbilisi, GEO city; Georgia, GEO country"},
      // "Miss" is no Mississippi.
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Paris/NNP/2/obl ,/,/6/punct Miss/NNP/4/appos", "Paris, FRA city"},
      // The country and the people beside it.
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Tripoli/NNP/2/obl ,/,/6/punct Lebanon/NNP/4/appos",
       "Tripoli, LBN city; Lebanon, LBN country"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Tripoli/NNP/2/obl", "Tripoli, LBY city"},
      // The seat rather than the state.
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Washington/NNP/2/obl", "Washington, USA city"},
      // Sites end in a common noun; squares of one name are told by the country.
      {"They/PRP/2/nsubj met/VBD/0/root at/IN/5/case Rafah/NNP/5/compound crossing/NN/2/obl",
       "Rafah crossing, EGY site"},
      {"Ships/NNS/2/nsubj sank/VBD/0/root in/IN/6/case the/DT/6/det Black/NNP/6/compound Sea/NNP/2/obl",
       "Black Sea, --- site"},
      {"Libya/NNP/2/nsubj saw/VBD/0/root crowds/NNS/2/obj in/IN/6/case Martyrs/NNP/6/compound Square/NNP/2/obl",
       "Libya, LBY country; Martyrs Square, LBY site"},
      {"Lebanon/NNP/2/nsubj saw/VBD/0/root crowds/NNS/2/obj in/IN/6/case Martyrs/NNP/6/compound Square/NNP/2/obl",
       "Lebanon, LBN country; Martyrs Square, LBN site"},
      // Words that towns and regions have for a name.
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/5/case the/DT/5/det South/NNP/2/obl", ""},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case Independence/NNP/2/obl", ""},
  };
  for (const auto& [words, wanted] : cases) EXPECT_EQ(found(words), wanted) << words;
}

TEST(Places, OfAFolderComeBeforeThoseOfTheBuild) {
  const auto folder = std::filesystem::temp_directory_path() / "kronika_place_test";
  std::filesystem::create_directories(folder);
  for (const char* file : {"words.txt", "places_hand.tsv", "abbreviations.tsv"})
    std::filesystem::copy_file(std::string(KRONIKA_SOURCE_DIR "/data/places/") + file, folder / file,
                               std::filesystem::copy_options::overwrite_existing);
  const std::string header = "name\taliases\tcountry\tadmin1\tlatitude\tlongitude\tgeonames\tpopulation\tprecision\n";
  std::ofstream(folder / "regions.tsv") << header;
  std::ofstream(folder / "cities.tsv") << header << "Minsk\t\tBLR\t\teast\t27\t0\t5\tcity\n";
  const auto wrong = PlaceFinder::load(folder.string(), finder().knowledge());
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("cities.tsv:2"), std::string::npos) << wrong.error().message;
  std::filesystem::remove_all(folder);
}

// Names of the places of the events that the words given report, by rule or as a model weighs them.
std::string placed(const std::string& words, const std::vector<std::pair<std::string, std::string>>& reported,
                   const ChoiceModel* model = nullptr) {
  const HandMade made = by_hand(words);
  const Places places = finder().find(made.article, made.tokens, made.tags, {});
  Events events;
  EventDates dates;
  const Actors actors;
  const Mentions mentions;
  Factualities factualities;
  for (const auto& [form, category] : reported) {
    events.events.push_back(made.event(form, category));
    dates.of.emplace_back();
    factualities.of.push_back(Factuality::asserted);
  }
  std::string out;
  const PlacingLayers layers{made.article, made.tokens, made.tags, made.trees,  places,
                             mentions,     actors,      dates,     factualities};
  for (const auto& place : finder().place_events(layers, events, model).of)
    out += (out.empty() ? "" : "; ") + (place ? place->name : "none");
  return out;
}

TEST(EventPlaces, HangOnTheEventOrItsClause) {
  const struct {
    const char* words;
    std::vector<std::pair<std::string, std::string>> reported;
    const char* wanted;
  } cases[] = {
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root soldiers/NNS/2/obj near/IN/5/case Aleppo/NNP/2/obl",
       {{"attacked", "ASSAULT"}},
       "Aleppo"},
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root soldiers/NNS/2/obj in/IN/5/case Aleppo/NNP/3/nmod",
       {{"attacked", "ASSAULT"}},
       "Aleppo"},
      {"Jets/NNS/2/nsubj bombed/VBD/0/root Aleppo/NNP/2/obj", {{"bombed", "ASSAULT"}}, "Aleppo"},
      {"He/PRP/2/nsubj flew|fly/VBD/0/root to/IN/4/case Minsk/NNP/2/obl", {{"flew", "CONSULT"}}, "Minsk"},
      {"the/DT/2/det siege/NN/0/root of/IN/4/case Aleppo/NNP/2/nmod", {{"siege", "ASSAULT"}}, "Aleppo"},
      // The finer of two.
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root in/IN/4/case Aleppo/NNP/2/obl ,/,/6/punct Syria/NNP/4/appos",
       {{"attacked", "ASSAULT"}},
       "Aleppo"},
      // Named near it only: words about a deed elsewhere, a party, an addressee.
      {"They/PRP/2/nsubj condemned/VBD/0/root killings/NNS/2/obj in/IN/5/case Aleppo/NNP/3/nmod",
       {{"condemned", "ACCUSE"}},
       "none"},
      {"They/PRP/2/nsubj appealed/VBD/0/root to/IN/4/case Minsk/NNP/2/obl", {{"appealed", "REQUEST"}}, "none"},
      // A clause with a place of its own.
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root after/IN/5/mark police/NN/5/nsubj fired/VBD/2/advcl in/IN/7/case "
       "Aleppo/NNP/5/obl",
       {{"attacked", "ASSAULT"}, {"fired", "ASSAULT"}},
       "none; Aleppo"},
      // In front it holds for both.
      {"In/IN/2/case Aleppo/NNP/4/obl rebels/NNS/4/nsubj attacked/VBD/0/root and/CC/6/cc fled/VBD/4/conj",
       {{"attacked", "ASSAULT"}, {"fled", "RETREAT"}},
       "Aleppo; Aleppo"},
  };
  for (const auto& one : cases) EXPECT_EQ(placed(one.words, one.reported), one.wanted) << one.words;
}

TEST(EventPlaces, StayWhereTheStoryIs) {
  const std::string story =
      "MINSK/NNP/5/dep -/:/1/punct Police/NNP/5/nsubj had/RB/5/advmod fired/VBD/0/root\n"
      "They/PRP/2/nsubj arrested/VBD/0/root crowds/NNS/2/obj\n"
      "They/PRP/2/nsubj criticized/VBD/0/root him/PRP/2/obj\n"
      "\n"
      "In/IN/2/case Brest/NNP/4/obl they/PRP/4/nsubj marched/VBD/0/root\n"
      "Police/NNP/2/nsubj charged/VBD/0/root\n";
  EXPECT_EQ(
      placed(story, {{"fired", "ASSAULT"}, {"arrested", "COERCE"}, {"marched", "PROTEST"}, {"charged", "ASSAULT"}}),
      "Minsk; Minsk; Brest; Brest");
}

TEST(EventPlaces, AreWeighedWithAllElseThatSpeaks) {
  const std::string story =
      "MINSK/NNP/5/dep -/:/1/punct Police/NNP/5/nsubj had/RB/5/advmod fired/VBD/0/root\n"
      "\n"
      "They/PRP/2/nsubj criticized/VBD/0/root him/PRP/2/obj in/IN/5/case Brest/NNP/3/nmod\n";
  const std::vector<std::pair<std::string, std::string>> reported = {{"fired", "ASSAULT"}, {"criticized", "ACCUSE"}};
  EXPECT_EQ(placed(story, reported), "Minsk; none");
  const struct {
    const char *weights, *wanted;
  } cases[] = {
      {"any rule dateline+same\t9\nany nowhere_rule none\t9\n", "Minsk; none"},
      {"any rule dateline+same\t9\nany leads dateline+1\t9\n", "Minsk; Minsk"},
      // Whatever speaks for it: the place of another deed.
      {"any rule dateline+same\t9\nany how under+in\t9\nany nowhere_rule none\t5\n", "Minsk; none"},
      {"any nowhere verb+asserted\t9\n", "none; none"},
      {"any nowhere verb+asserted\t9\nACCUSE leads_tense neither+past+verb\t9\n", nullptr},  // has no categories
  };
  const std::string path = (std::filesystem::temp_directory_path() / "kronika_place_weights.txt").string();
  for (const auto& [weights, wanted] : cases) {
    std::ofstream(path, std::ios::binary) << weights;
    const auto model = ChoiceModel::load(path, place_questions());
    ASSERT_EQ(bool(model), wanted != nullptr) << weights;
    if (model) {
      EXPECT_EQ(placed(story, reported, &model.value()), wanted) << weights;
    }
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace kronika
