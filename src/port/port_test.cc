#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

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
  } cases[] = {{"a: [1, 2", "f.yaml:"},
               {"a: 1\na: 2\n", "f.yaml:2: the key a stands here twice"},
               {"a: &x 1\nb: *x\n", "f.yaml:1: anchors"},
               {"\xFF", "not UTF-8 at byte 0"}};
  for (const auto& c : cases) {
    const auto read = Yaml::parse(c.text, "f.yaml");
    ASSERT_FALSE(read) << c.text;
    EXPECT_NE(read.error().message.find(c.message), std::string::npos) << read.error().message;
  }
}

TEST(Json, WritesOneLine) {
  JsonWriter json;
  json.open_object()
      .key("text")
      .value("a \"b\"\n\x01 Łódź")
      .key("list")
      .open_list()
      .value(int64_t{1})
      .value(2.5)
      .close_list();
  json.key("yes").value(true).key("empty").open_list().close_list().close_object();
  EXPECT_EQ(json.text(), R"({"text":"a \"b\"\n\u0001 Łódź","list":[1,2.5],"yes":true,"empty":[]})");
}

TEST(Json, ReadsFieldsOrSaysWhatIsWrong) {
  const auto read = read_json_fields(R"({"id": 7, "text": "x\u00e9", "other": [1]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().at("text"), "xé");
  EXPECT_EQ(read.value().at("id"), "7");
  EXPECT_FALSE(read.value().contains("other"));
  for (const char* wrong : {"", "{", "[1]", "{\"a\": }", "{\"a\": 1} x", "\xFF"})
    EXPECT_FALSE(read_json_fields(wrong)) << wrong;
  EXPECT_TRUE(read_json_fields(R"({"a": "x" "b": 1})").error().message.starts_with("near byte 10: not JSON"));
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

constexpr char kPage[] =
    R"(<html><head><title>Talks end | Site</title><meta property="article:published_time" content="2021-06-29T10:00:00Z">
<script>var x = "<p>no</p>";</script></head><body><nav><a>Menu</a></nav><article><h1>Talks end</h1>
<p class="byline">By Our Reporter</p><time datetime="2021-06-29">29 March 2021</time><div class="ad">Buy now</div>
<p>Minsk hosted   talks on <b>Tuesday</b>. The delegations of the two countries met for three hours in the old palace, and both sides spoke of progress.</p>
<figure><figcaption>A caption</figcaption></figure><p>They will meet again, the ministers said, before the end of the year in a place to be agreed upon by both.</p>
<div class="related-links">Read more</div></article><footer>All rights</footer></body></html>)";

TEST(Html, FindsTheArticle) {
  const HtmlArticle article = read_html(kPage);
  EXPECT_EQ(article.title, "Talks end");
  EXPECT_EQ(article.published, "2021-06-29T10:00:00Z");
  EXPECT_NE(article.text.find("Minsk hosted talks on Tuesday."), std::string::npos);
  for (const char* clutter : {"Menu", "caption", "Read more", "rights", "var x", "Our Reporter", "March", "Buy now"})
    EXPECT_EQ(article.text.find(clutter), std::string::npos) << clutter;
}

TEST(Html, TakesTheArticleOfPagesThatDoNotMarkIt) {
  const std::string story =
      "<p>The ministers met in Oslo on Friday and agreed to open two crossings on the border, officials of both "
      "countries said.</p>";
  const struct {
    const char* name;
    std::string page;
  } cases[] = {
      {"densest", "<div><p><a>Sport of the day, with all the results of the matches of the week</a></p></div><div>" +
                      story + story + story + "</div>"},
      {"form round the page", "<form runat=server><div>" + story + "</div></form>"},
      {"wrapper of an unlucky name", "<div class=\"sidebar-right\">" + story + story + "</div>"},
      {"teasers", "<article><p>Sport of the day</article><article>" + story + story + story +
                      "</article><article>Sport</article>"},
      {"line breaks", "<body bgcolor=white>The ministers met in Oslo on <i>Friday</i><br><br>and agreed"},
      {"cells", "<table><tr><td width=90%>" + story + "<tr><td>more</table>"}};
  for (const auto& c : cases) {
    const HtmlArticle article = read_html(c.page);
    EXPECT_NE(article.text.find("The ministers met in Oslo on Friday"), std::string::npos)
        << c.name << ": " << article.text;
    EXPECT_EQ(article.text.find("Sport"), std::string::npos) << c.name << ": " << article.text;
  }
}

std::string repeated(std::string_view part, size_t size) {
  std::string out;
  while (out.size() < size) out += part;
  return out;
}

// Each page here made some parser quadratic. Times are guards: a second in a release build, minutes if it is not
// linear.
TEST(Html, StaysLinear) {
  std::string numbered_attributes = "<p";
  std::string formatting = "<p>";
  for (int i = 0; i < 500; ++i) formatting += "<b id=" + std::to_string(i) + ">";
  for (int i = 0; i < 200'000; ++i) numbered_attributes += " a" + std::to_string(i);
  const std::string depth = repeated("<div>", 5 * 600);
  const struct {
    const char* name;
    std::string page;
  } cases[] = {{"depth", repeated("<div class='nested'><span>", 3'000'000)},
               {"self-closing", repeated("<div/>", 2'000'000)},
               {"closed", repeated("<div>", 500'000) + "x" + repeated("</div>", 600'000)},
               {"paragraphs in depth", depth + repeated("<p>x", 1'000'000)},
               {"formatting", formatting + repeated("<p>x", 1'000'000)},
               {"formatting by blocks", repeated("<div><b id=1></div>", 1'000'000)},
               {"attributes", numbered_attributes + ">"},
               {"quotes", repeated("<a \">\"", 1'000'000)},
               {"values", repeated("<a b=\">\" '", 1'000'000)},
               {"end tags", "<a>" + repeated("<span>", 6 * 505) + repeated("</a></div>", 1'000'000)},
               {"tables", repeated("<table>x<tr>", 1'000'000)},
               {"cells", repeated("<table><tr><td><a><p>", 1'000'000)},
               {"comments", repeated("<!-- ", 1'000'000)},
               {"scripts", repeated("<script><", 1'000'000)},
               {"drawings", repeated("<svg><math>", 1'000'000)},
               {"lists", repeated("<ul><li><dl><dd>x", 1'000'000)},
               {"headings", repeated("<h1> ", 1'000'000)},
               {"selects", repeated("<select><option><button>x", 1'000'000)},
               {"angles", repeated("<", 1'000'000)},
               {"entities", repeated("&", 1'000'000)}};
  for (const auto& c : cases) {
    const auto started = std::chrono::steady_clock::now();
    const HtmlArticle article = read_html(c.page + "<p>Deep words.");
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
    EXPECT_LT(seconds.count(), 20) << c.name;
    if (std::getenv("KRONIKA_TIMES"))
      std::printf("%-22s %.2f s, %zu bytes\n", c.name, seconds.count(), article.text.size());
  }
  const HtmlArticle deep = read_html(cases[0].page + "<p>Deep words.");
  EXPECT_TRUE(deep.flattened);
  EXPECT_NE(deep.text.find("Deep words."), std::string::npos);
}

TEST(Html, TakesAnyBytes) {
  for (const char* page :
       {"", "<", "</", "<a", "<a href='", "<!--", "<script>", "text only", "<p>a<p>b", "</p></div>x"})
    read_html(page);
  EXPECT_EQ(read_html("a < b").text, "a < b");
  EXPECT_EQ(declared_charset("<meta charset=\"windows-1251\">"), "windows-1251");
}

}  // namespace
}  // namespace kronika
