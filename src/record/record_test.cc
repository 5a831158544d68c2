#include <gtest/gtest.h>

#include "record/record_writer.h"

namespace kronika {
namespace {

struct Sample {
  Article article;
  std::vector<Record> records;
};

Sample sample() {
  auto article = Article::make({"d1", "Łódź talks", "Police arrested Jane Doe in Łódź.", Day{2021, 6, 29}, "", ""});
  Record record;
  record.event = "COERCE";
  record.mode = {"arrest"};
  const uint32_t text = article.value().text_start();
  const auto span = [&](uint32_t from, uint32_t to) { return Span{text + from, text + to}; };
  Party police{"POL COP", "POL", {"COP"}, "", "", "police", span(0, 6), "role", false};
  Party person{"POL CVL", "POL", {"CVL"}, "", "", "", span(16, 24), "context", true};
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
  return {std::move(article.value()), {record}};
}

TEST(RecordWriter, WritesJsonInCodePointsWithoutPrivateNames) {
  const Sample s = sample();
  const auto writer = make_record_writer("jsonl", {"0.1.0", "plover 2.0 (a)", "en (b)"}, 0);
  ASSERT_TRUE(writer);
  const std::string id = record_id(s.article, s.records[0]);
  EXPECT_EQ(writer.value()->article(s.article, s.records),
            "{\"id\":\"" + id + "\",\"document\":\"d1\",\"event\":\"COERCE\",\"mode\":[\"arrest\"],\"context\":[],"
            "\"actor\":[{\"code\":\"POL COP\",\"country\":\"POL\",\"sectors\":[\"COP\"],\"role\":\"police\",\"text\":\"Police\",\"start\":0,\"end\":6,\"by\":\"role\"}],"
            "\"recipient\":[{\"code\":\"POL CVL\",\"country\":\"POL\",\"sectors\":[\"CVL\"],\"text\":\"[person]\",\"start\":16,\"end\":24,\"by\":\"context\",\"withheld\":true}],"
            "\"text\":\"arrested [person]\",\"start\":7,\"end\":24,\"withheld\":true,\"sentence\":{\"index\":0,\"start\":0,\"end\":33},"
            "\"date\":{\"start\":\"2021-06-29\",\"end\":\"2021-06-29\",\"by\":\"publication\"},"
            "\"place\":{\"name\":\"Łódź\",\"country\":\"POL\",\"latitude\":51.75,\"longitude\":19.47,\"geonames\":3093133,\"precision\":\"city\"},"
            "\"factuality\":\"asserted\",\"cameo\":\"173\",\"quad\":4,\"score\":-7,\"confidence\":0.7,"
            "\"why\":[{\"field\":\"event\",\"rule\":\"coerce/arrest\",\"words\":[[7,15]]}],"
            "\"coder\":{\"version\":\"0.1.0\",\"codebook\":\"plover 2.0 (a)\",\"model\":\"en (b)\"}}\n");
  EXPECT_EQ(id.size(), 19u);
}

TEST(RecordWriter, NoFormNamesAPrivatePerson) {
  const Sample s = sample();
  for (const char* format : {"jsonl", "csv", "table"}) {
    const auto writer = make_record_writer(format, {}, 100);
    ASSERT_TRUE(writer);
    const std::string out = writer.value()->header() + writer.value()->article(s.article, s.records);
    EXPECT_EQ(out.find("Jane"), std::string::npos) << format;
    EXPECT_EQ(out.find("Doe"), std::string::npos) << format;
    EXPECT_NE(out.find("COERCE"), std::string::npos) << format;
  }
}

TEST(RecordWriter, WhatOneRecordWithholdsNoOtherTells) {
  Sample s = sample();
  s.records[0].recipient[0].role = "dissident";
  Record other = s.records[0];
  other.event = "ACCUSE";
  other.recipient.clear();
  s.records.push_back(other);
  const std::string out = make_record_writer("jsonl", {}, 0).value()->article(s.article, s.records);
  EXPECT_EQ(out.find("Jane"), std::string::npos);
  const std::string last = out.substr(out.find("ACCUSE"));
  EXPECT_NE(last.find("\"text\":\"arrested [dissident]\",\"start\":7,\"end\":24,\"withheld\":true"), std::string::npos) << last;
}

TEST(RecordWriter, TableHasOnlyColumnsWithCells) {
  const Sample s = sample();
  EXPECT_EQ(make_record_writer("table", {}, 0).value()->article(s.article, s.records),
            "Łódź talks\n"
            "  EVENT         ACTOR   RECIPIENT WHEN       WHERE SURE     WORDS\n"
            "  COERCE/arrest POL COP POL CVL   2021-06-29 Łódź  asserted arrested [person]\n\n");
}

TEST(RecordWriter, CsvQuotesWhatNeedsIt) {
  Sample s = sample();
  s.records[0].place->name = "Łódź, \"centre\"";
  const auto writer = make_record_writer("csv", {}, 0);
  EXPECT_EQ(writer.value()->article(s.article, s.records),
            record_id(s.article, s.records[0]) + ",d1,COERCE,arrest,,POL COP,Police,POL CVL,[person],text,arrested [person],7,24,0,2021-06-29,"
            "2021-06-29,\"Łódź, \"\"centre\"\"\",POL,51.750,19.470,3093133,asserted,,,173,4,-7,0.700\r\n");
  EXPECT_TRUE(writer.value()->header().starts_with("id,document,event,"));
}

TEST(RecordWriter, TableKeepsToItsWidth) {
  const Sample s = sample();
  for (const int width : {80, 100, 200}) {
    const std::string out = make_record_writer("table", {}, width).value()->article(s.article, s.records);
    for (size_t at = 0; at < out.size();) {
      const size_t end = out.find('\n', at);
      EXPECT_LE(count_code_points(out.substr(at, end - at)), static_cast<size_t>(width));
      at = end + 1;
    }
  }
}

TEST(RecordWriter, RefusesUnknownForms) {
  const auto writer = make_record_writer("xml", {}, 0);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().kind, ErrorKind::usage);
}

TEST(RecordId, DependsOnWhatTheRecordSays) {
  Sample s = sample();
  const std::string id = record_id(s.article, s.records[0]);
  Record other = s.records[0];
  other.confidence = 0.1;
  EXPECT_EQ(record_id(s.article, other), id);
  other.event = "ASSAULT";
  EXPECT_NE(record_id(s.article, other), id);
}

}  // namespace
}  // namespace kronika
