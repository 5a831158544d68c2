#include <gtest/gtest.h>

#include "record/record_writer.h"

namespace kronika {
namespace {

struct Sample {
  Article article;
  CodedArticle coded;
};

Sample sample() {
  auto article = Article::make({"d1", "Łódź talks", "Police arrested Jane Doe in Łódź.", Day{2021, 6, 29}, "", ""});
  Record record;
  record.event = "COERCE";
  record.mode = {"arrest"};
  const uint32_t text = article.value().text_start();
  const auto span = [&](uint32_t from, uint32_t to) { return Span{text + from, text + to}; };
  Party police{"POL COP", "POL", {"COP"}, "", "", "police", span(0, 6), "role"};
  Party person{"POL CVL", "POL", {"CVL"}, "", "", "", span(16, 24), "context"};
  record.actor = {police};
  record.recipient = {person};
  record.words = span(7, 24);
  record.sentence = span(0, 36);
  record.place = PlaceRef{"Łódź", "POL", "", 51.75, 19.47, 3093133, "city", span(28, 35)};
  record.date = DateRange{{2021, 6, 29}, {2021, 6, 29}, {}, "publication"};
  record.cameo = "173";
  record.quad = 4;
  record.score = -7;
  record.confidence = 0.7;
  record.why = {{"event", "coerce/arrest", {span(7, 15)}}};
  return {std::move(article.value()), {{record}, {{span(16, 24), ""}}, "", {}}};
}

TEST(RecordWriter, WritesJsonInCodePointsWithoutPrivateNames) {
  const Sample s = sample();
  const auto writer = make_record_writer("jsonl", {"0.1.0", "plover 2.0 (a)", "en (b)"}, {});
  ASSERT_TRUE(writer);
  const std::string id = record_id(s.article, s.coded.records[0]);
  EXPECT_EQ(writer.value()->article(s.article, s.coded),
            "{\"id\":\"" + id +
                "\",\"document\":\"d1\",\"event\":\"COERCE\",\"mode\":[\"arrest\"],\"context\":[],"
                "\"actor\":[{\"code\":\"POL "
                "COP\",\"country\":\"POL\",\"sectors\":[\"COP\"],\"role\":\"police\",\"text\":\"Police\",\"start\":0,"
                "\"end\":6,\"by\":\"role\"}],"
                "\"recipient\":[{\"code\":\"POL "
                "CVL\",\"country\":\"POL\",\"sectors\":[\"CVL\"],\"text\":\"[person]\",\"start\":16,\"end\":24,\"by\":"
                "\"context\",\"withheld\":true}],"
                "\"text\":\"arrested "
                "[person]\",\"start\":7,\"end\":24,\"withheld\":true,\"sentence\":{\"index\":0,\"start\":0,\"end\":33},"
                "\"date\":{\"start\":\"2021-06-29\",\"end\":\"2021-06-29\",\"by\":\"publication\"},"
                "\"place\":{\"name\":\"Łódź\",\"country\":\"POL\",\"latitude\":51.75,\"longitude\":19.47,\"geonames\":"
                "3093133,\"precision\":\"city\"},"
                "\"factuality\":\"asserted\",\"cameo\":\"173\",\"quad\":4,\"score\":-7,\"confidence\":0.7,"
                "\"why\":[{\"field\":\"event\",\"rule\":\"coerce/arrest\",\"words\":[[7,15]]}],"
                "\"coder\":{\"version\":\"0.1.0\",\"codebook\":\"plover 2.0 (a)\",\"model\":\"en (b)\"}}\n");
  EXPECT_EQ(id.size(), 19u);
}

TEST(RecordWriter, NoFormNamesAPrivatePerson) {
  const Sample s = sample();
  for (const char* format : {"jsonl", "csv", "table"}) {
    const auto writer = make_record_writer(format, {}, {100, false});
    ASSERT_TRUE(writer);
    const std::string out = writer.value()->header() + writer.value()->article(s.article, s.coded);
    EXPECT_EQ(out.find("Jane"), std::string::npos) << format;
    EXPECT_EQ(out.find("Doe"), std::string::npos) << format;
    EXPECT_NE(out.find("COERCE"), std::string::npos) << format;
  }
}

TEST(RecordWriter, WhatOneRecordWithholdsNoOtherTells) {
  Sample s = sample();
  s.coded.private_names[0].role = "dissident";
  Record other = s.coded.records[0];
  other.event = "ACCUSE";
  other.recipient.clear();
  s.coded.records.push_back(other);
  const std::string out = make_record_writer("jsonl", {}, {}).value()->article(s.article, s.coded);
  EXPECT_EQ(out.find("Jane"), std::string::npos);
  const std::string last = out.substr(out.find("ACCUSE"));
  EXPECT_NE(last.find("\"text\":\"arrested [dissident]\",\"start\":7,\"end\":24,\"withheld\":true"), std::string::npos)
      << last;
}

TEST(RecordWriter, TableHasOnlyColumnsWithCells) {
  const Sample s = sample();
  const std::string id = record_id(s.article, s.coded.records[0]).substr(3, 6);
  EXPECT_EQ(make_record_writer("table", {}, {}).value()->article(s.article, s.coded),
            "Łódź talks\n"
            "  ID     EVENT         ACTOR   RECIPIENT WHEN       WHERE SURE     WORDS\n"
            "  " +
                id + " COERCE/arrest POL COP POL CVL   2021-06-29 Łódź  asserted arrested [person]\n\n");
}

TEST(RecordWriter, HeadingNamesNoPrivatePerson) {
  Sample s = sample();
  const auto article = Article::make({"d2", "Jane Doe held", "Police held her.", {}, "", ""});
  s.coded.records.clear();
  s.coded.private_names = {{{0, 8}, "dissident"}};
  EXPECT_EQ(make_record_writer("table", {}, {}).value()->article(article.value(), s.coded),
            "[dissident] held: no event\n\n");
}

TEST(RecordWriter, ColoursAreForTerminalsThatHaveThem) {
  const Sample s = sample();
  EXPECT_EQ(make_record_writer("table", {}, {100, false}).value()->article(s.article, s.coded).find('\x1b'),
            std::string::npos);
  EXPECT_NE(make_record_writer("table", {}, {100, true})
                .value()
                ->article(s.article, s.coded)
                .find("\x1b[31mCOERCE/arrest\x1b[0m"),
            std::string::npos);
}

TEST(RecordWriter, ExplainsEachField) {
  const Sample s = sample();
  const std::string out = make_explanation_writer({300, false})->article(s.article, s.coded);
  for (const char* part :
       {"COERCE/arrest\n  “Police arrested [person] in Łódź.” (sentence 1 of the text)",
        "“arrested”, in the codebook under coerce/arrest", "POL COP: “Police”, the role noun “police”",
        "POL CVL: “[person]”, what is said around it; a private person", "2021-06-29: the day of publication",
        "Łódź, POL (city): “Łódź” in the gazetteer", "asserted: no word denies it",
        "CAMEO 173, quad 4 (material conflict), score -7"})
    EXPECT_NE(out.find(part), std::string::npos) << part << "\n" << out;
}

TEST(TerminalText, TakesExactlyItsColumns) {
  const struct {
    const char *text, *fitted;
  } cases[] = {{"Łódź", "Łódź  "},       {"Łódź talks", "Łódź …"},
               {"北京会谈了", "北京… "}, {"e\u0301e\u0301", "e\u0301e\u0301    "},
               {"abcdef", "abcdef"},     {"", "      "}};
  for (const auto& c : cases) EXPECT_EQ(fitted(c.text, 6), c.fitted);
  EXPECT_EQ(one_line(" a\n\tb\x1b[31m\u202Ec\u00A0 d "), "a b[31mc d");
  EXPECT_EQ(wrapped("one two three four", 12, 4, 4), "one two\n    three\n    four");
}

TEST(RecordWriter, CsvQuotesWhatNeedsIt) {
  Sample s = sample();
  s.coded.records[0].place->name = "Łódź, \"centre\"";
  const auto writer = make_record_writer("csv", {}, {});
  EXPECT_EQ(writer.value()->article(s.article, s.coded),
            record_id(s.article, s.coded.records[0]) +
                ",d1,COERCE,arrest,,POL COP,Police,POL CVL,[person],text,arrested [person],7,24,0,2021-06-29,"
                "2021-06-29,\"Łódź, \"\"centre\"\"\",POL,51.750,19.470,3093133,asserted,,,173,4,-7,0.700\r\n");
  EXPECT_TRUE(writer.value()->header().starts_with("id,document,event,"));
}

TEST(RecordWriter, TableKeepsToItsWidth) {
  const Sample s = sample();
  for (const int width : {40, 50, 60, 80, 100, 200}) {
    const std::string out = make_record_writer("table", {}, {width, false}).value()->article(s.article, s.coded);
    for (size_t at = 0; at < out.size();) {
      const size_t end = out.find('\n', at);
      EXPECT_LE(count_code_points(out.substr(at, end - at)), static_cast<size_t>(width));
      at = end + 1;
    }
  }
}

TEST(RecordWriter, RefusesUnknownForms) {
  const auto writer = make_record_writer("xml", {}, {});
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().kind, ErrorKind::usage);
}

TEST(RecordId, DependsOnWhatTheRecordSays) {
  Sample s = sample();
  const std::string id = record_id(s.article, s.coded.records[0]);
  Record other = s.coded.records[0];
  other.confidence = 0.1;
  EXPECT_EQ(record_id(s.article, other), id);
  other.event = "ASSAULT";
  EXPECT_NE(record_id(s.article, other), id);
}

}  // namespace
}  // namespace kronika
