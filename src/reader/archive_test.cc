// Feeds and archives: the readers that cut a file into many documents.
#include <gtest/gtest.h>
#include <zlib.h>

#include "base/calendar.h"
#include "reader/forms.h"
#include "reader/http_message.h"

namespace kronika {
namespace {

using Lines = std::vector<std::string>;

// "id|title|text|date|url|publisher" of an article, "! where: reason" of a failure, "- where: reason" of a note.
Lines all_of(Reader& reader) {
  Lines out;
  while (const auto item = reader.next()) {
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      out.push_back((failure->note ? "- " : "! ") + failure->where + ": " + failure->reason);
      continue;
    }
    const auto& source = std::get<ArticleSource>(*item);
    out.push_back(source.id + "|" + source.title + "|" + source.text + "|" +
                  (source.published ? format_day(*source.published) : "") + "|" + source.url + "|" + source.publisher);
  }
  return out;
}

Lines read_feed(const std::string& bytes) { return all_of(*make_feed_reader(ByteSource::of(bytes), "f")); }
Lines read_warc(const std::string& bytes) { return all_of(*make_warc_reader(ByteSource::of(bytes), "w")); }

std::string packed(const std::string& bytes) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 32, 0);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string record(const std::string& type, const std::string& headers, const std::string& block) {
  return "WARC/1.1\r\nWARC-Type: " + type + "\r\n" + headers + "Content-Length: " + std::to_string(block.size()) +
         "\r\n\r\n" + block + "\r\n\r\n";
}

std::string response(const std::string& url, const std::string& headers, const std::string& body,
                     const std::string& status = "200 OK") {
  return record("response", "WARC-Target-URI: " + url + "\r\nContent-Type: application/http; msgtype=response\r\n",
                "HTTP/1.1 " + status + "\r\n" + headers + "\r\n" + body);
}

std::string page(const std::string& name) {
  return response("https://www.Example.org/" + name, "Content-Type: text/html\r\n",
                  "<html><title>" + name + "</title><p>Text of " + name + ".</p></html>");
}

TEST(Feed, RssTwo) {
  EXPECT_EQ(
      read_feed(
          "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Daily &amp; News</title><link>x</link>\n"
          "<item><title>Talks end</title><link> https://e.org/1 </link><guid>https://e.org/1</guid>"
          "<pubDate>Tue, 29 Jun 2021 23:30:00 +0300</pubDate><description>A teaser</description>"
          "<content:encoded><![CDATA[<p>The talks</item> ended.</p><p>All left.</p>]]></content:encoded></item>\n"
          "<item><title>AT&amp;amp;T sued</title><guid isPermaLink=\"false\">17</guid><dc:date>2021-06-30</dc:date>"
          "<source url=\"y\">Wire</source><media:title>Picture</media:title>"
          "<description>5 &lt; 6 &amp; more</description></item></channel></rss>"),
      (Lines{"https://e.org/1|Talks end|The talks ended.\n\nAll left.|2021-06-29|https://e.org/1|Daily & News",
             "|AT&T sued|5 < 6 & more|2021-06-30||Wire"}));
}

TEST(Feed, Atom) {
  EXPECT_EQ(read_feed("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title type=\"text\">Wire</title><entry>"
                      "<id>tag:e.org,2021:1</id><title type=\"html\">One &lt;b&gt;two&lt;/b&gt;</title>"
                      "<link rel=\"edit\" href=\"z\"/><link href=\"https://e.org/a\"/><updated>2021-07-02T00:00:00Z"
                      "</updated><published>2021-07-01T10:00:00Z</published>"
                      "<content type=\"xhtml\"><div xmlns=\"x\"><p>A &amp; b.</p><p>C.</p></div></content>"
                      "<source><title>Other</title></source></entry>"
                      "<entry><title>T</title><summary>a &lt;b> c</summary><updated>soon</updated></entry></feed>"),
            (Lines{"tag:e.org,2021:1|One two|A & b.\n\nC.|2021-07-01|https://e.org/a|Other", "|T|a <b> c|||Wire",
                   "! f:1: the publication date \"soon\" is of no form that feeds have; the article is read without "
                   "it"}));
}

TEST(Feed, ABrokenItemCostsItself) {
  EXPECT_EQ(read_feed("<rss><item><title>a</title>\n<item><title>b</b></item>\n<!-- <item> --><item><title>c</title>"
                      "</item>\n<item>5 < 6, isn't it</item><item/><item></item><item><title>d</title>"
                      "<description>&#xD800;!</description></item>\n<item><title>e"),
            (Lines{"! f:1: this <item> has no end before the next one begins",
                   "! f:2: this item is not well-formed at byte 16: Start-end tags mismatch", "|c||||",
                   "! f:4: this item is not well-formed at byte 9: Could not determine tag type",
                   "! f:4: this item has neither title nor text", "|d|\uFFFD!|||",
                   "! f:5: the file ends within this <item>"}));
  EXPECT_EQ(read_feed("<rss><channel></channel></rss>"),
            (Lines{"! f: no <item> and no <entry> in it; is it an RSS or Atom feed?"}));
}

TEST(Feed, EncodingIsThatOfTheDeclaration) {
  EXPECT_EQ(read_feed("<?xml version='1.0' encoding='windows-1251'?><rss><title>\xCC</title><item><title>"
                      "\xCC\xE8\xED\xF1\xEA</title></item></rss>"),
            (Lines{"|Минск||||М"}));
}

TEST(Warc, PagesAreArticlesAndTheRestIsCounted) {
  EXPECT_EQ(
      read_warc(record("warcinfo", "", "software: x") + page("one") +
                response("http://e.org/gone", "", "", "404 Not Found") +
                response("http://e.org/pic", "Content-Type: image/png\r\n", std::string("\0\x89PNG", 5)) +
                response("http://e.org/empty", "Content-Type: text/html\r\n", "<nav>Menu</nav>") +
                record("resource", "WARC-Target-URI: <file://a>\r\ncontent-type: text/html; charset=windows-1251\r\n",
                       "<p>\xCC\xE8\xED\xF1\xEA</p>") +
                record("conversion", "WARC-Target-URI: http://e.org/t\r\nContent-Type: text/plain\r\n", "Plain.")),
      (Lines{"|one|Text of one.||https://www.Example.org/one|example.org", "||Минск||file://a|a",
             "||Plain.||http://e.org/t|e.org",
             "- w: 4 records are no articles and were passed over: 1 image/png, 1 of status 404, 1 warcinfo, "
             "1 without article text"}));
}

TEST(Warc, ABrokenRecordCostsItself) {
  const Lines lines = read_warc("noise\n" + page("a") + "WARC/1.1\r\nContent-Length: x\r\n\r\nrest\r\n" + page("b") +
                                page("c").substr(0, 150));
  EXPECT_EQ(lines, (Lines{"! w: record 0: the bytes behind it are no WARC record and were passed over",
                          "|a|Text of a.||https://www.Example.org/a|example.org",
                          "! w: record 2: its Content-Length \"x\" is no number",
                          "! w: record 2: the bytes behind it are no WARC record and were passed over",
                          "|b|Text of b.||https://www.Example.org/b|example.org",
                          "! w: record 4: the file ends within this record"}));
}

TEST(Warc, ADamagedMemberCostsItself) {
  const std::string a = packed(page("a")), c = packed(page("c"));
  // The member in the middle: damaged in its data, in its checksum, or cut.
  std::string data = packed(page("b")), sum = data;
  data[data.size() / 2] = static_cast<char>(data[data.size() / 2] ^ 0x55);
  sum[sum.size() - 6] = static_cast<char>(sum[sum.size() - 6] ^ 1);
  for (const std::string& b : {data, sum}) {
    const Lines lines = all_of(*make_warc_reader(ByteSource::inflated(ByteSource::of(a + b + c)), "w"));
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0], "|a|Text of a.||https://www.Example.org/a|example.org");
    EXPECT_EQ(lines[1], "! w: byte " + std::to_string(a.size()) + ": the record here is damaged and passed over");
    EXPECT_EQ(lines[2], "|c|Text of c.||https://www.Example.org/c|example.org");
  }
  const Lines lines =
      all_of(*make_warc_reader(ByteSource::inflated(ByteSource::of(a + c.substr(0, c.size() / 2))), "w"));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[1].starts_with("! w: byte " + std::to_string(a.size()) + ": from here on")) << lines[1];
}

TEST(ByteSource, InflatesMembersAndTellsOfDamage) {
  const std::string text = "line one\nline two\n";
  const auto whole = ByteSource::inflated(ByteSource::of(packed(text) + packed(text) + std::string(512, '\0')));
  EXPECT_EQ(whole->read_all().value(), text + text);
  EXPECT_FALSE(whole->failed());
  const auto cut = ByteSource::inflated(ByteSource::of(packed(text) + packed(text).substr(0, 20)));
  EXPECT_TRUE(cut->read_all().ok());
  EXPECT_TRUE(cut->failed());
  const auto followed = ByteSource::inflated(ByteSource::of(packed(text) + "not packed"));
  EXPECT_EQ(followed->read_all().value(), text);
  EXPECT_TRUE(followed->failed());
}

TEST(ArchivedResponse, BodyIsUnwrapped) {
  const struct {
    std::string headers, body, expected;
  } cases[] = {
      {"", "plain", "plain"},
      {"Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", "hello world"},
      {"Transfer-Encoding: chunked\r\n", "<p>never chunked", "<p>never chunked"},
      {"Transfer-Encoding: chunked\r\n", "ff\r\ncut", "cut"},
      {"Content-Encoding: gzip\r\n", packed("packed"), "packed"},
      {"Content-Encoding: gzip\r\n", "<p>unpacked before", "<p>unpacked before"},
  };
  for (const auto& c : cases) {
    const auto response = read_http_response("HTTP/1.1 200 OK\r\n" + c.headers + "\r\n" + c.body, 1000);
    ASSERT_TRUE(response) << c.headers;
    EXPECT_EQ(response.value().body, c.expected);
    EXPECT_EQ(response.value().status, 200);
  }
  EXPECT_FALSE(read_http_response("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx", 1000).ok());
  EXPECT_FALSE(
      read_http_response("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed(std::string(5000, 'x')), 1000)
          .ok());
  EXPECT_FALSE(read_http_response("GET / HTTP/1.1\r\n\r\n", 1000).ok());
}

}  // namespace
}  // namespace kronika
