#include <gtest/gtest.h>

#include <chrono>

#include "port/html.h"
#include "port/icu.h"
#include "port/json.h"
#include "port/sha256.h"
#include "port/yaml.h"

namespace kronika {
namespace {

TEST(Yaml, KeepsOrderAndLines) {
  const auto read = Yaml::parse("b: 1\na:\n  - x\n  - {k: v}\n", "f.yaml");
  ASSERT_TRUE(read) << read.error().message;
  const Yaml& yaml = read.value();
  EXPECT_EQ(yaml.entries()[0].first, "b");
  EXPECT_EQ(yaml.get("a")->items()[1].get("k")->text(), "v");
  EXPECT_EQ(yaml.get("a")->items()[1].line(), 4);
  EXPECT_EQ(yaml.get("a")->items()[0].error("wrong").message, "f.yaml:3: wrong");
}

TEST(Yaml, RefusesWithTheLine) {
  const struct {
    const char *text, *message;
  } cases[] = {{"a: [1, 2", "f.yaml:"}, {"a: 1\na: 2\n", "f.yaml:2: the key a stands here twice"}, {"a: &x 1\nb: *x\n", "f.yaml:1: anchors"},
               {"\xFF", "not UTF-8 at byte 0"}};
  for (const auto& c : cases) {
    const auto read = Yaml::parse(c.text, "f.yaml");
    ASSERT_FALSE(read) << c.text;
    EXPECT_NE(read.error().message.find(c.message), std::string::npos) << read.error().message;
  }
}

TEST(Json, WritesOneLine) {
  JsonWriter json;
  json.open_object().key("text").value("a \"b\"\n\x01 Łódź").key("list").open_list().value(int64_t{1}).value(2.5).close_list();
  json.key("yes").value(true).key("empty").open_list().close_list().close_object();
  EXPECT_EQ(json.text(), R"({"text":"a \"b\"\n\u0001 Łódź","list":[1,2.5],"yes":true,"empty":[]})");
}

TEST(Json, ReadsFieldsOrSaysWhatIsWrong) {
  const auto read = read_json_fields(R"({"id": 7, "text": "x\u00e9", "other": [1]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().at("text"), "xé");
  EXPECT_EQ(read.value().at("id"), "7");
  EXPECT_FALSE(read.value().contains("other"));
  for (const char* wrong : {"", "{", "[1]", "{\"a\": }", "{\"a\": 1} x", "\xFF"}) EXPECT_FALSE(read_json_fields(wrong)) << wrong;
}

TEST(Sha256, IsTheStandardOne) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Icu, ConvertsWhatItKnows) {
  EXPECT_EQ(convert_to_utf8("\xCC\xE8\xED\xF1\xEA", "windows-1251").value(), "Минск");
  EXPECT_FALSE(convert_to_utf8("x", "no-such-set"));
  EXPECT_FALSE(convert_to_utf8("\xC3\x28", "utf-8"));
  EXPECT_EQ(fold_marks("Łukaszenka Erdoğan ĐÔ"), "lukaszenka erdogan do");
}

constexpr char kPage[] = R"(<html><head><title>Talks end | Site</title><meta property="article:published_time" content="2021-06-29T10:00:00Z">
<script>var x = "<p>no</p>";</script></head><body><nav><a>Menu</a></nav><article><h1>Talks end</h1>
<p>Minsk hosted   talks on <b>Tuesday</b>. The delegations of the two countries met for three hours in the old palace, and both sides spoke of progress.</p>
<figure><figcaption>A caption</figcaption></figure><p>They will meet again, the ministers said, before the end of the year in a place to be agreed upon by both.</p>
<div class="related-links">Read more</div></article><footer>All rights</footer></body></html>)";

TEST(Html, FindsTheArticle) {
  const HtmlArticle article = read_html(kPage);
  EXPECT_EQ(article.title, "Talks end");
  EXPECT_EQ(article.published, "2021-06-29T10:00:00Z");
  EXPECT_NE(article.text.find("Minsk hosted talks on Tuesday."), std::string::npos);
  for (const char* clutter : {"Menu", "caption", "Read more", "rights", "var x"})
    EXPECT_EQ(article.text.find(clutter), std::string::npos) << clutter;
}

TEST(Html, StaysLinearInDepth) {
  std::string page;
  for (int i = 0; i < 100000; ++i) page += "<div><span>";
  page += "Deep words.";
  const HtmlArticle article = read_html(page);
  EXPECT_TRUE(article.flattened);
  EXPECT_NE(article.text.find("Deep words."), std::string::npos);
}

TEST(Html, TakesAnyBytes) {
  for (const char* page : {"", "<", "</", "<a", "<a href='", "<!--", "<script>", "text only", "<p>a<p>b", "</p></div>x"})
    read_html(page);
  EXPECT_EQ(read_html("a < b").text, "a < b");
  EXPECT_EQ(declared_charset("<meta charset=\"windows-1251\">"), "windows-1251");
}

}  // namespace
}  // namespace kronika
