#include "query/filter.h"

#include <gtest/gtest.h>

namespace kronika {
namespace {

const FixedVocabulary& names() {
  static const FixedVocabulary kNames({{"event", {"PROTEST", "COERCE", "CONSULT", "ASSAULT"}},
                                       {"mode", {"visit", "arrest"}},
                                       {"context", {"diplomatic", "military"}},
                                       {"sector", {"GOV", "MIL", "OPP"}},
                                       {"country", {"RUS", "UKR", "BLR", "USA"}},
                                       {"entity", {"nikolai-patrushev"}},
                                       {"publisher", {"Reuters", "The Daily Star"}},
                                       {"place", {"Minsk"}},
                                       {"admin", {"Minsk Region"}}});
  return kNames;
}

// A filter as text with every bracket written, to compare by.
std::string shown(const Filter& filter) {
  std::string out;
  if (filter.kind == Filter::Kind::condition) {
    const Condition& c = filter.condition;
    out = std::to_string(static_cast<int>(c.asked)) + "/" + std::to_string(static_cast<int>(c.side));
    for (const std::string& name : c.names) out += " " + name;
    for (const PartyPattern& party : c.parties) {
      out += " " + party.country + "+" + party.entity;
      for (const std::string& sector : party.sectors) out += "." + sector;
      if (party.none) out += "!";
    }
    const auto day = [](const std::optional<Day>& d) {
      return d ? std::to_string(d->year * 10000 + d->month * 100 + d->day) : "*";
    };
    for (const DayRange& range : c.days) out += " " + day(range.from) + "-" + day(range.to);
    for (const NumberRange& range : c.numbers)
      out += std::string(" ") + (range.from_open ? "(" : "[") +
             (range.from ? std::to_string(*range.from).substr(0, 4) : "*") + ";" +
             (range.to ? std::to_string(*range.to).substr(0, 4) : "*") + (range.to_open ? ")" : "]");
    for (const Circle& circle : c.circles)
      out += " " + std::to_string(circle.latitude).substr(0, 4) + "," + std::to_string(circle.kilometres).substr(0, 4);
    return out;
  }
  out = filter.kind == Filter::Kind::all ? "all(" : filter.kind == Filter::Kind::any ? "any(" : "not(";
  for (const Filter& part : filter.parts) out += (&part == &filter.parts.front() ? "" : " | ") + shown(part);
  return out + ")";
}

std::string code(Asked asked, Side side = Side::either) {
  return std::to_string(static_cast<int>(asked)) + "/" + std::to_string(static_cast<int>(side));
}

TEST(Filter, IsReadAsItIsMeant) {
  const std::string event = code(Asked::event), date = code(Asked::date), actor = code(Asked::party, Side::actor);
  const struct {
    const char* text;
    std::string wanted;
  } cases[] = {
      {"", "all()"},
      {"  ", "all()"},
      {"event:PROTEST", event + " PROTEST"},
      {"event:protest,COERCE", event + " PROTEST COERCE"},
      {"event=PROTEST mode:arrest", "all(" + event + " PROTEST | " + code(Asked::mode) + " arrest)"},
      {"event:PROTEST and mode:arrest", "all(" + event + " PROTEST | " + code(Asked::mode) + " arrest)"},
      {"event:PROTEST or event:COERCE mode:arrest",
       "any(" + event + " PROTEST | all(" + event + " COERCE | " + code(Asked::mode) + " arrest))"},
      {"(event:PROTEST OR event:COERCE) mode:arrest",
       "all(any(" + event + " PROTEST | " + event + " COERCE) | " + code(Asked::mode) + " arrest)"},
      {"not event:PROTEST event:COERCE", "all(not(" + event + " PROTEST) | " + event + " COERCE)"},
      {"not (event:PROTEST)", "not(" + event + " PROTEST)"},
      {"actor:RUS", actor + " RUS+"},
      {"actor:MIL", actor + " +.MIL"},
      {"actor:\"RUS GOV MIL\"", actor + " RUS+.GOV.MIL"},
      {"actor:nikolai-patrushev", actor + " +nikolai-patrushev"},
      {"actor:none", actor + " +!"},
      {"actor.country:rus", actor + " RUS+"},
      {"actor.sector:OPP", actor + " +.OPP"},
      {"recipient:UKR,BLR", code(Asked::party, Side::recipient) + " UKR+ BLR+"},
      {"party:USA", code(Asked::party, Side::either) + " USA+"},
      {"date:2021", date + " 20210101-20211231"},
      {"date:2020-02", date + " 20200201-20200229"},
      {"date:2021-05-23", date + " 20210523-20210523"},
      {"date:2021-05..2021-07", date + " 20210501-20210731"},
      {"date:..2021-07", date + " *-20210731"},
      {"date:2021-05..", date + " 20210501-*"},
      {"date>=2021-05", date + " 20210501-*"},
      {"date>2021-05", date + " 20210601-*"},
      {"date<2021-05", date + " *-20210430"},
      {"date:none", date + " *-*"},
      {"confidence>=0.8", code(Asked::confidence) + " [0.80;*]"},
      {"confidence:>0.8", code(Asked::confidence) + " (0.80;*]"},
      {"score:-5..-2", code(Asked::score) + " [-5.0;-2.0]"},
      {"quad:3,4", code(Asked::quad) + " [3.00;3.00] [4.00;4.00]"},
      {"near:53.9,27.57,50km", code(Asked::near) + " 53.9,50.0"},
      {"text:\"border \\\"police\\\"\"", code(Asked::text) + " border \"police\""},
      {"publisher:\"the daily star\"", code(Asked::publisher) + " The Daily Star"},
      {"review:none", code(Asked::review) + " none"},
      {"document:a-b_c.1", code(Asked::document) + " a-b_c.1"},
  };
  for (const auto& c : cases) {
    const auto filter = parse_filter(c.text, names());
    ASSERT_TRUE(filter.ok()) << c.text << ": " << filter.error().message;
    EXPECT_EQ(shown(filter.value()), c.wanted) << c.text;
  }
}

TEST(Filter, WrongOnesAreExplained) {
  const struct {
    const char* text;
    const char* message;  // part of it
  } cases[] = {
      {"event:PROTESTS", "at character 7: no category PROTESTS; did you mean PROTEST?"},
      {"event:COERSE", "did you mean COERCE?"},
      {"event:XYZZY", "there are ASSAULT, COERCE, CONSULT, PROTEST"},
      {"evnet:PROTEST", "at character 1: no field evnet; did you mean event?"},
      {"actor:RSU", "no country or sector RSU; did you mean RUS?"},
      {"actor:\"RUS GVO\"", "at character 12: no sector GVO; did you mean GOV?"},
      {"actor:nikolai-patrushef", "did you mean nikolai-patrushev?"},
      {"publisher:Reuter", "did you mean Reuters?"},
      {"protest", "a condition is FIELD:VALUE"},
      {"event:", "a value is missing"},
      {"event:PROTEST,", "a value is missing"},
      {"(event:PROTEST", "\")\" is missing"},
      {"event:PROTEST)", "\")\" without \"(\""},
      {"event:PROTEST and", "something must follow \"and\""},
      {"event:PROTEST or", "a condition is missing"},
      {"not", "a condition is missing"},
      {"text:\"abc", "a closing \" is missing"},
      {"event>PROTEST", "is for numbers and days"},
      {"date:yesterday", "is no day or period"},
      {"date:2021-13", "is no day or period"},
      {"date:2021-02-30", "is no day or period"},
      {"date:2022..2021", "ends before it begins"},
      {"confidence:high", "is no number"},
      {"quad:5", "they are 1 to 4"},
      {"near:53.9,27.5", "LATITUDE,LONGITUDE,KILOMETRES"},
      {"near:93.9,27.5,10", "LATITUDE,LONGITUDE,KILOMETRES"},
      {"factuality:true", "no factuality true"},
      {"attribution:patrushev", "by the code of the holder"},
  };
  for (const auto& c : cases) {
    const auto filter = parse_filter(c.text, names());
    ASSERT_FALSE(filter.ok()) << c.text;
    EXPECT_EQ(filter.error().kind, ErrorKind::usage) << c.text;
    EXPECT_NE(filter.error().message.find(c.message), std::string::npos) << c.text << ": " << filter.error().message;
  }
}

TEST(Filter, SizeAndDepthAreBounded) {
  std::string many, deep, nots;
  for (int i = 0; i < 65; ++i) many += "quad:1 ";
  for (int i = 0; i < 40; ++i) deep += "(", nots += "not ";
  EXPECT_FALSE(parse_filter(many, names()).ok());
  EXPECT_FALSE(parse_filter(deep, names()).ok());
  EXPECT_FALSE(parse_filter(nots + "quad:1", names()).ok());
}

TEST(Vocabulary, DistanceCountsSlips) {
  EXPECT_EQ(edit_distance("PROTEST", "PROTEST"), 0u);
  EXPECT_EQ(edit_distance("protest", "PROTESTS"), 1u);
  EXPECT_EQ(edit_distance("RSU", "RUS"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

}  // namespace
}  // namespace kronika
