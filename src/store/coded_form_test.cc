#include "store/coded_form.h"

#include <gtest/gtest.h>

#include <random>

namespace kronika {
namespace {

// Every field filled with something of its own.
CodedArticle full_article() {
  Record record;
  record.event = "CONSULT";
  record.mode = {"visit"};
  record.context = {"diplomatic", "intelligence"};
  record.actor = {{"RUS GOV", "RUS", {"GOV"}, "nikolai-patrushev", "Nikolai Patrushev", "Secretary", {3, 5}, "office"}};
  record.recipient = {{"--- UNK", "", {"UNK"}, "", "", "", {300, 305}, "role"}};
  record.words = {7, 9};
  record.sentence = {0, 400};
  record.sentence_index = 200;
  record.mentions = {{11, 13}, {15, 16}};
  record.date = DateRange{{2021, 6, 29}, {2021, 7, 1}, Span{17, 19}, "expression"};
  record.place = PlaceRef{"Minsk", "BLR", "Minsk City", 53.9, -27.57, 625144, "city", Span{21, 26}};
  record.factuality = Factuality::historical;
  record.attribution = AttributionRef{{30, 33}, "RUS GOV", {34, 38}, true};
  record.cameo = "040";
  record.quad = 1;
  record.score = -2.5;
  record.confidence = 0.913;
  record.why = {{"event", "consult/exchange-views", {{7, 9}, {40, 41}}}};
  CodedArticle coded;
  coded.records = {record, Record{}};
  coded.private_names = {{{50, 60}, "dissident"}};
  coded.skipped = "language de";
  coded.skipped_paragraphs = {{{70, 90}, "language fr"}};
  return coded;
}

TEST(CodedForm, AllFieldsComeBack) {
  const std::string bytes = pack_coded(full_article());
  const auto back = unpack_coded(bytes, 500);
  ASSERT_TRUE(back.ok()) << back.error().message;
  // The form has every field, so equal bytes are equal articles; the fields themselves are asked one by one below.
  EXPECT_EQ(pack_coded(back.value()), bytes);
  const Record& record = back.value().records.at(0);
  EXPECT_EQ(record.event, "CONSULT");
  EXPECT_EQ(record.context, (std::vector<std::string>{"diplomatic", "intelligence"}));
  EXPECT_EQ(record.actor.at(0).entity, "nikolai-patrushev");
  EXPECT_EQ(record.recipient.at(0).words, (Span{300, 305}));
  EXPECT_EQ(record.sentence_index, 200u);
  EXPECT_EQ(record.date->end, (Day{2021, 7, 1}));
  EXPECT_EQ(record.place->longitude, -27.57);
  EXPECT_EQ(record.place->geonames, 625144);
  EXPECT_EQ(record.factuality, Factuality::historical);
  EXPECT_TRUE(record.attribution->quoted);
  EXPECT_EQ(record.score, -2.5);
  EXPECT_EQ(record.why.at(0).words.at(1), (Span{40, 41}));
  EXPECT_EQ(back.value().private_names.at(0).role, "dissident");
  EXPECT_EQ(back.value().skipped, "language de");
  EXPECT_EQ(back.value().skipped_paragraphs.at(0).reason, "language fr");
}

TEST(CodedForm, SpansOutsideTheArticleAreRefused) {
  const std::string bytes = pack_coded(full_article());
  EXPECT_TRUE(unpack_coded(bytes, 400).ok());
  EXPECT_FALSE(unpack_coded(bytes, 399).ok());
}

TEST(CodedForm, NewerFormsAreRefusedByNumber) {
  std::string bytes = pack_coded(full_article());
  bytes[0] = 9;
  const auto back = unpack_coded(bytes, 500);
  ASSERT_FALSE(back.ok());
  EXPECT_NE(back.error().message.find("form 9"), std::string::npos);
}

TEST(CodedForm, BrokenBytesAreRefusedOrHarmless) {
  const std::string bytes = pack_coded(full_article());
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(unpack_coded(std::string_view(bytes).substr(0, size), 500).ok()) << size;
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string broken = bytes;
    broken[random() % broken.size()] = static_cast<char>(random());
    (void)unpack_coded(broken, 500);
  }
}

}  // namespace
}  // namespace kronika
