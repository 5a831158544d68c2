// Each form against a kept file in tests/exports; tests/exports_test.py reads those with public readers. After a change
// that is meant: KRONIKA_WRITE_EXPECTED=1 export_test writes them anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "export/export_form.h"
#include "export/export_writer.h"

namespace kronika {
namespace {

struct Sample {
  Article article;
  CodedArticle coded;
};

Span words(const Article& article, const std::string& text) {
  const size_t at = article.buffer().find(text);
  EXPECT_NE(at, std::string_view::npos) << text;
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + text.size())};
}

Article article(ArticleSource source) { return std::move(Article::make(std::move(source)).value()); }

// Two ministers meet; a negated attack; no place is known.
Sample talks() {
  Sample s{
      article({"talks-1", "Ministers \"meet\"",
               "Sergei Lavrov met the French and German ministers in Minsk on Monday.\nRussia did not attack Ukraine.",
               Day{2021, 6, 29}, "https://news.example.org/talks?a=1&b=2", "Daily\tNews"}),
      {}};
  Record meeting;
  meeting.event = "CONSULT";
  meeting.mode = {"visit"};
  meeting.context = {"diplomatic", "military"};
  meeting.actor = {{"RUS GOV",
                    "RUS",
                    {"GOV"},
                    "sergei-lavrov",
                    "Sergei Lavrov",
                    "Minister of Foreign Affairs",
                    words(s.article, "Sergei Lavrov"),
                    "name"}};
  const Span ministers = words(s.article, "the French and German ministers");
  meeting.recipient = {{"FRA GOV", "FRA", {"GOV"}, "", "", "minister", ministers, "role"},
                       {"DEU GOV MIL", "DEU", {"GOV", "MIL"}, "", "", "", ministers, "place"}};
  meeting.words = words(s.article, "met");
  meeting.sentence = words(s.article, "Sergei Lavrov met the French and German ministers in Minsk on Monday.");
  meeting.mentions = {words(s.article, "Ministers")};
  meeting.date = DateRange{{2021, 6, 28}, {2021, 6, 28}, words(s.article, "on Monday"), "expression"};
  meeting.place = PlaceRef{"Minsk", "BLR", "Minsk City", 53.9, 27.56667, 625144, "city", words(s.article, "Minsk")};
  meeting.cameo = "042";
  meeting.quad = 1;
  meeting.score = 2.5;
  meeting.confidence = 0.914;
  Record attack;
  attack.event = "ASSAULT";
  attack.actor = {{"RUS", "RUS", {}, "", "", "", words(s.article, "Russia"), "place"}};
  attack.recipient = {{"UKR", "UKR", {}, "", "", "", words(s.article, "Ukraine"), "place"}};
  attack.words = words(s.article, "attack");
  attack.sentence = words(s.article, "Russia did not attack Ukraine.");
  attack.sentence_index = 1;
  attack.factuality = Factuality::negated;
  attack.cameo = "190";
  attack.quad = 4;
  attack.score = -10;
  s.coded.records = {meeting, attack};
  return s;
}

// A private person is arrested, told in the title too; the address repeats the name.
Sample arrest() {
  Sample s{article({"arrest-1", "", "Police arrested Jane Doe in Poland. The UN protested to Russia.", Day{2021, 9, 2},
                    "https://news.example.org/2021/jane-doe-held", "Wire"}),
           {}};
  s.coded.private_names = {{words(s.article, "Jane Doe"), "dissident"}};
  Record record;
  record.event = "COERCE";
  record.mode = {"arrest"};
  record.actor = {{"POL COP", "POL", {"COP"}, "", "", "police", words(s.article, "Police"), "role"}};
  record.recipient = {
      {"POL CVL", "POL", {"CVL"}, "jane-doe", "Jane Doe", "dissident", words(s.article, "Jane Doe"), "context"}};
  record.words = words(s.article, "arrested Jane Doe");
  record.sentence = words(s.article, "Police arrested Jane Doe in Poland.");
  record.date = DateRange{{2021, 8, 31}, {2021, 9, 1}, {}, "expression"};
  record.place = PlaceRef{"Poland", "POL", "", 52.0, -20.25, 798544, "country", words(s.article, "Poland")};
  record.cameo = "173";
  record.quad = 4;
  record.score = -7;
  record.confidence = 0.5;
  Record protest;
  protest.event = "ACCUSE";
  protest.actor = {{"UNO", "UNO", {}, "un", "United Nations", "", words(s.article, "The UN"), "name"}};
  protest.recipient = {{"RUS", "RUS", {}, "", "", "", words(s.article, "Russia"), "place"}};
  protest.words = words(s.article, "protested");
  protest.sentence = words(s.article, "The UN protested to Russia.");
  protest.sentence_index = 1;
  protest.cameo = "113";
  protest.quad = 3;
  protest.score = -2.5;
  protest.confidence = 0.6;
  Record crowd = protest;  // nobody is named as doer
  crowd.event = "PROTEST";
  crowd.actor.clear();
  crowd.cameo = "140";
  s.coded.records = {record, protest, crowd};
  return s;
}

std::shared_ptr<const CountryCodes> codes() {
  static const auto loaded = CountryCodes::load(KRONIKA_SOURCE_DIR "/data/actors");
  EXPECT_TRUE(loaded.ok()) << (loaded ? "" : loaded.error().message);
  return std::make_shared<const CountryCodes>(loaded.value());
}

std::string written(const RecordWriter& writer, const std::vector<const Sample*>& samples) {
  std::string out = writer.header();
  bool any = false;
  for (const Sample* sample : samples) {
    const std::string lines = writer.article(sample->article, sample->coded);
    if (!lines.empty() && std::exchange(any, true)) out += writer.between();
    out += lines;
  }
  writer.footer([&](std::string_view text) { out += text; });
  return out;
}

TEST(Exports, AreAsExpected) {
  const Sample one = talks(), two = arrest();
  for (const std::string& format : export_formats()) {
    const auto writer = make_export_writer(format, {"0.1.0", "plover 2.0 (a)", "en (b)"}, codes());
    ASSERT_TRUE(writer) << format;
    const std::string out = written(*writer, {&one, &two});
    const std::string path = KRONIKA_SOURCE_DIR "/tests/exports/" + format + ".expected";
    if (std::getenv("KRONIKA_WRITE_EXPECTED")) std::ofstream(path, std::ios::binary) << out;
    std::ifstream in(path, std::ios::binary);
    EXPECT_EQ(out, std::string((std::istreambuf_iterator<char>(in)), {})) << format;
    EXPECT_EQ(out.find("Jane"), std::string::npos) << format;
    EXPECT_EQ(out.find("jane"), std::string::npos) << format;
    EXPECT_EQ(out.find("Doe"), std::string::npos) << format;
  }
}

TEST(Exports, WhatHasNoPlaceInAFormIsCounted) {
  const Sample one = talks(), two = arrest();
  const struct {
    const char *format, *told;
  } cases[] = {{"gdelt", "1 records are left out"},
               {"icews", "1 records are left out"},
               {"polecat", "1 records are left out"},
               {"plover-json", ""},
               {"geojson", "3 records without coordinates"},
               {"graphml", "1 records without actor or recipient"},
               {"dyads-month", "1 records are left out that have no date"}};
  for (const auto& c : cases) {
    const auto writer = make_export_writer(c.format, {}, codes());
    written(*writer, {&one, &two});
    const std::string told = writer->left_out();
    EXPECT_TRUE(*c.told ? told.find(c.told) != std::string::npos : told.empty()) << c.format << ": " << told;
  }
}

TEST(Exports, SumsDoNotDependOnTheOrderOfArticles) {
  const Sample one = talks(), two = arrest();
  for (const char* format :
       {"graphml", "gexf", "dyads-day", "dyads-week", "dyads-month", "dyads-quarter", "dyads-year"})
    EXPECT_EQ(written(*make_export_writer(format, {}, codes()), {&one, &two}),
              written(*make_export_writer(format, {}, codes()), {&two, &one}))
        << format;
}

TEST(Exports, NothingAtAllIsStillAFile) {
  for (const std::string& format : export_formats()) {
    const Sample none{article({"x", "", "No news.", {}, "", ""}), {}};
    const std::string out = written(*make_export_writer(format, {}, codes()), {&none});
    if (format == "geojson") {
      EXPECT_EQ(out, "{\"type\":\"FeatureCollection\",\"features\":[\n\n]}\n");
    }
    EXPECT_EQ(out.find("nan"), std::string::npos) << format;
  }
}

TEST(ExportForm, PartsOfRows) {
  EXPECT_EQ(xml_text("a<b>\"&\x01\xEF\xBF\xBF\n"), "a&lt;b&gt;&quot;&amp;\n");
  EXPECT_EQ(tab_row({"a\tb", "", "c\n"}), "a b\t\tc \n");
  EXPECT_EQ(degrees(53.9), "53.9");
  EXPECT_EQ(degrees(-0.0000001), "0");
  EXPECT_EQ(degrees(12), "12");
  EXPECT_EQ(compact_day(Day{2021, 6, 9}), "20210609");
  EXPECT_EQ(codes()->of("SRB").cow + "/" + codes()->of("SRB").gw, "345/340");
  EXPECT_EQ(codes()->of("NGO").name, "");
}

}  // namespace
}  // namespace kronika
