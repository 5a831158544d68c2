#include "stage/time/time.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/calendar.h"
#include "text/by_hand.h"

namespace kronika {
namespace {

const TimeFinder& finder() {
  static const std::unique_ptr<const TimeFinder> loaded =
      std::move(TimeFinder::load(KRONIKA_SOURCE_DIR "/data/language").value());
  return *loaded;
}

constexpr Day kThursday{2015, 2, 12};

std::string shown(const DateRange& date) {
  return date.start == date.end ? format_day(date.start) : format_day(date.start) + "/" + format_day(date.end);
}

// "expression = value; …"
std::string found(const std::string& words, std::optional<Day> published = kThursday) {
  const HandMade made = by_hand(words, published);
  std::string out;
  for (const Timex& timex : finder().find(made.article, made.tokens, made.tags, made.trees).timexes)
    out += (out.empty() ? "" : "; ") + std::string(made.article.slice(timex.span)) + " = " +
           (timex.value ? shown(*timex.value) : "vague");
  return out;
}

TEST(Time, ResolvesAgainstPublication) {
  // 2015-02-12 is a Thursday. The words after the expression do not matter: each stands under one verb.
  const struct {
    const char *words, *wanted;
  } cases[] = {
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Monday/NNP/2/obl", "Monday = 2015-02-09"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Thursday/NNP/2/obl", "Thursday = 2015-02-12"},
      {"They/PRP/3/nsubj will/MD/3/aux meet/VB/0/root on/IN/5/case Monday/NNP/3/obl", "Monday = 2015-02-16"},
      {"They/PRP/3/nsubj had|have/VBD/3/aux met/VBN/0/root in/IN/5/case March/NNP/3/obl",
       "March = 2014-03-01/2014-03-31"},
      {"They/PRP/3/nsubj will/MD/3/aux meet/VB/0/root in/IN/5/case March/NNP/3/obl", "March = 2015-03-01/2015-03-31"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case March/NNP/2/obl 3/CD/4/nummod", "March 3 = 2014-03-03"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/5/case 3/CD/5/nummod March/NNP/2/obl 2011/CD/5/nmod",
       "3 March 2011 = 2011-03-03"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case March/NNP/2/obl 3/CD/4/nummod ,/,/7/punct 2011/CD/4/nmod",
       "March 3 , 2011 = 2011-03-03"},
      {"They/PRP/2/nsubj met/VBD/0/root last/JJ/4/amod week/NN/2/obl", "last week = 2015-02-02/2015-02-08"},
      {"They/PRP/2/nsubj met/VBD/0/root earlier/RBR/5/advmod this/DT/5/det week/NN/2/obl",
       "this week = 2015-02-09/2015-02-12"},
      {"They/PRP/2/nsubj met/VBD/0/root last/JJ/4/amod year/NN/2/obl", "last year = 2014-01-01/2014-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root last/JJ/4/amod night/NN/2/obl", "last night = 2015-02-11"},
      {"They/PRP/2/nsubj met/VBD/0/root two/CD/4/nummod weeks/NNS/2/obl ago/RB/4/advmod",
       "two weeks ago = 2015-01-26/2015-02-01"},
      {"They/PRP/2/nsubj met/VBD/0/root a/DT/4/det month/NN/2/obl ago/RB/4/advmod",
       "a month ago = 2015-01-01/2015-01-31"},
      {"They/PRP/2/nsubj met/VBD/0/root three/CD/4/nummod summers|summer/NNS/2/obl ago/RB/4/advmod",
       "three summers ago = 2012-01-01/2012-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root years|year/NNS/2/obl ago/RB/3/advmod", "years ago = vague"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case 2012/CD/2/obl", "2012 = 2012-01-01/2012-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/5/case the/DT/5/det 1990s/CD/2/obl", "1990s = 1990-01-01/1999-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/6/case the/DT/6/det early/JJ/6/amod 1990s/CD/2/obl",
       "1990s = 1990-01-01/1994-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/5/case late/JJ/5/amod 2013/CD/2/obl", "2013 = 2013-07-01/2013-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case 1661/CD/2/obl", "1661 = 1661-01-01/1661-12-31"},
      {"They/PRP/2/nsubj counted/VBD/0/root 1661/CD/4/nummod birds|bird/NNS/2/obj", ""},
      {"He/PRP/2/nsubj gave/VBD/0/root a/DT/5/det 2003/CD/5/nummod interview/NN/2/obj", "2003 = 2003-01-01/2003-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root between/IN/4/case 2010/CD/2/obl and/CC/6/cc 2012/CD/4/conj",
       "2010 and 2012 = 2010-01-01/2012-12-31"},
      {"They/PRP/3/nsubj have/VBP/3/aux talked/VBN/0/root since/IN/5/case Monday/NNP/3/obl",
       "Monday = 2015-02-09/2015-02-12"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/7/case New/NNP/7/nmod:poss Year/NNP/4/flat 's/POS/4/case Eve/NNP/2/obl",
       "New Year 's Eve = 2014-12-31"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/6/case the/DT/6/det third/JJ/6/amod quarter/NN/2/obl of/IN/8/case "
       "2013/CD/6/nmod",
       "third quarter of 2013 = 2013-07-01/2013-09-30"},
      {"They/PRP/2/nsubj met/VBD/0/root last/JJ/4/amod summer/NN/2/obl", "summer = 2014-06-01/2014-08-31"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/5/case the/DT/5/det 5th/JJ/2/obl", "5th = 2015-02-05"},
      {"They/PRP/2/nsubj met/VBD/0/root 2000/CD/4/nummod soldiers|soldier/NNS/2/obj", ""},
      {"They/PRP/2/nsubj may/MD/3/aux march/VB/0/root", ""},
  };
  for (const auto& [words, wanted] : cases) EXPECT_EQ(found(words), wanted) << words;
}

TEST(Time, CountsFromTheDayNamedBefore) {
  const struct {
    const char *words, *wanted;
  } cases[] = {
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Monday/NNP/2/obl and/CC/6/cc left/VBD/2/conj the/DT/9/det "
       "next/JJ/9/amod day/NN/6/obl",
       "Monday = 2015-02-09; next day = 2015-02-10"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Monday/NNP/2/obl and/CC/6/cc left/VBD/2/conj two/CD/8/nummod "
       "days/NNS/9/obl later/RBR/6/advmod",
       "Monday = 2015-02-09; two days later = 2015-02-11"},
      {"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Monday/NNP/2/obl and/CC/6/cc left/VBD/2/conj the/DT/9/det "
       "same/JJ/9/amod day/NN/6/obl",
       "Monday = 2015-02-09; same day = 2015-02-09"},
      {"They/PRP/2/nsubj met/VBD/0/root in/IN/4/case 2010/CD/2/obl and/CC/6/cc left/VBD/2/conj two/CD/8/nummod "
       "years|year/NNS/9/obl "
       "later/RBR/6/advmod",
       "2010 = 2010-01-01/2010-12-31; two years later = 2012-01-01/2012-12-31"},
  };
  for (const auto& [words, wanted] : cases) EXPECT_EQ(found(words), wanted) << words;
}

TEST(Time, AStoryOfLongAgoKeepsItsYear) {
  EXPECT_EQ(found("They/PRP/2/nsubj met/VBD/0/root in/IN/4/case 1998/CD/2/obl\n"
                  "They/PRP/2/nsubj left/VBD/0/root on/IN/5/case 4/CD/5/nummod March/NNP/2/obl"),
            "1998 = 1998-01-01/1998-12-31; 4 March = 1998-03-04");
  // A new paragraph is another story, and so is what counts from today.
  EXPECT_EQ(found("They/PRP/2/nsubj met/VBD/0/root in/IN/4/case 1998/CD/2/obl\n"
                  "They/PRP/2/nsubj left/VBD/0/root on/IN/4/case Monday/NNP/2/obl and/CC/6/cc met/VBD/2/conj "
                  "in/IN/8/case January/NNP/6/obl"),
            "1998 = 1998-01-01/1998-12-31; Monday = 2015-02-09; January = 2015-01-01/2015-01-31");
}

TEST(Time, WithoutADayOfPublicationKnowsFullDatesOnly) {
  EXPECT_EQ(found("They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Monday/NNP/2/obl", {}), "Monday = vague");
  EXPECT_EQ(found("They/PRP/2/nsubj met/VBD/0/root in/IN/4/case May/NNP/2/obl 2011/CD/4/nummod", {}),
            "May 2011 = 2011-05-01/2011-05-31");
  // A full date among the first words is that of the article.
  EXPECT_EQ(found("MINSK/NNP/0/root ,/,/3/punct February/NNP/1/appos 12/CD/3/nummod ,/,/6/punct 2015/CD/3/nmod\n"
                  "They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Monday/NNP/2/obl",
                  {}),
            "February 12 , 2015 = 2015-02-12; Monday = 2015-02-09");
}

// Days of the events that the words given report, after what the story implies, or as a model weighs them.
std::string dated(const std::string& words, const std::vector<std::string>& reported,
                  const std::string& category = "ASSAULT", const ChoiceModel* model = nullptr) {
  const HandMade made = by_hand(words, kThursday);
  const Timexes timexes = finder().find(made.article, made.tokens, made.tags, made.trees);
  Events events;
  Factualities factualities;
  for (const std::string& form : reported) {
    events.events.push_back(made.event(form, category));
    factualities.of.push_back(Factuality::asserted);
  }
  const DatingLayers layers{made.article, made.tokens, made.tags, made.trees, timexes};
  EventDates dates = date_events(layers, events);
  imply_dates(layers, events, factualities, dates, model);
  std::string out;
  for (const auto& date : dates.of) out += (out.empty() ? "" : "; ") + (date ? shown(*date) + " " + date->by : "none");
  return out;
}

TEST(EventDates, TakesTheExpressionOfItsOwnClause) {
  // Of two clauses each has its own day.
  EXPECT_EQ(dated("Rebels/NNS/2/nsubj attacked/VBD/0/root on/IN/4/case Monday/NNP/2/obl ,/,/8/punct after/IN/8/mark "
                  "police/NN/8/nsubj "
                  "fired/VBD/2/advcl "
                  "on/IN/10/case Sunday/NNP/8/obl",
                  {"attacked", "fired"}),
            "2015-02-09 expression; 2015-02-08 expression");
  // A noun's modifier dates the noun, not the verb; a relative clause keeps its day.
  EXPECT_EQ(dated("They/PRP/2/nsubj condemned/VBD/0/root Monday/NNP/5/nmod:poss 's/POS/3/case attack/NN/2/obj",
                  {"condemned", "attack"}),
            "none; 2015-02-09 expression");
  EXPECT_EQ(
      dated("Soldiers/NNS/6/nsubj ,/,/4/punct who/WP/4/nsubj left/VBD/1/acl:relcl Monday/NNP/4/obl fired/VBD/0/root",
            {"fired"}),
      "none");
  // "flew on Monday to plead"
  EXPECT_EQ(dated("He/PRP/2/nsubj flew/VBD/0/root there/RB/2/advmod on/IN/5/case Monday/NNP/2/obl to/TO/7/mark "
                  "plead/VB/2/advcl",
                  {"plead"}, "REQUEST"),
            "2015-02-09 expression");
  // "until" bounds.
  EXPECT_EQ(dated("They/PRP/2/nsubj fought/VBD/0/root until/IN/4/case Monday/NNP/2/obl", {"fought"}), "none");
}

TEST(EventDates, StaysInTheSceneOfTheParagraph) {
  const std::string story =
      "Rebels/NNS/2/nsubj attacked/VBD/0/root on/IN/4/case Monday/NNP/2/obl\n"
      "Soldiers/NNS/2/nsubj fired/VBD/0/root\n"
      "They/PRP/3/nsubj had|have/VBD/3/aux marched/VBN/0/root\n"
      "\n"
      "Police/NNS/2/nsubj retaliated/VBD/0/root\n";
  EXPECT_EQ(dated(story, {"attacked", "fired", "marched", "retaliated"}),
            "2015-02-09 expression; 2015-02-09 context; none; 2015-02-09 expression");
}

TEST(EventDates, AreWeighedWithAllElseThatSpeaks) {
  const std::string story =
      "Rebels/NNS/2/nsubj attacked/VBD/0/root on/IN/4/case Monday/NNP/2/obl\n"
      "They/PRP/3/nsubj had|have/VBD/3/aux marched/VBN/0/root\n";
  const struct {
    const char *weights, *wanted;
  } cases[] = {
      {"any rule own+same\t9\nany never_rule none\t9\n", "2015-02-09 expression; none"},
      {"any rule own+same\t9\nany published_tense past_perfect+verb\t9\n",
       "2015-02-09 expression; 2015-02-12 publication"},
      {"any where last_sentence+day\t9\nany never verb+asserted\t5\n", "none; 2015-02-09 context"},
  };
  const std::string path = (std::filesystem::temp_directory_path() / "kronika_date_weights.txt").string();
  for (const auto& [weights, wanted] : cases) {
    std::ofstream(path, std::ios::binary) << weights;
    const auto model = ChoiceModel::load(path, date_questions());
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_EQ(dated(story, {"attacked", "marched"}, "ASSAULT", &model.value()), wanted) << weights;
  }
  std::filesystem::remove(path);
}

TEST(EventDates, PlainReportsHaveNone) {
  EXPECT_EQ(dated("Rebels/NNS/2/nsubj attacked/VBD/0/root", {"attacked"}), "none");
  EXPECT_EQ(dated("They/PRP/2/nsubj jail/VBP/0/root scholars/NNS/2/obj", {"jail"}), "none");
}

TEST(EventDates, APromiseHasTheDayItWasMade) {
  const HandMade made = by_hand(
      "He/PRP/2/nsubj said/VBD/0/root on/IN/4/case Monday/NNP/2/obl they/PRP/7/nsubj would/MD/7/aux meet/VB/2/ccomp "
      "on/IN/9/case "
      "Friday/NNP/7/obl",
      kThursday);
  const Timexes timexes = finder().find(made.article, made.tokens, made.tags, made.trees);
  Events events;
  events.events.push_back(made.event("meet", "AGREE"));
  events.events.back().announced = true;
  Factualities factualities;
  factualities.of.push_back(Factuality::asserted);
  const DatingLayers layers{made.article, made.tokens, made.tags, made.trees, timexes};
  EventDates dates = date_events(layers, events);
  imply_dates(layers, events, factualities, dates);
  ASSERT_TRUE(dates.of[0]);
  EXPECT_EQ(shown(*dates.of[0]), "2015-02-09");
}

}  // namespace
}  // namespace kronika
