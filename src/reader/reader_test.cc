#include "reader/reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/calendar.h"
#include "reader/encoding.h"
#include "reader/forms.h"

namespace kronika {
namespace {

namespace fs = std::filesystem;

// "id|title|text|date" of an article, "where: reason" of a failure.
std::string shown(const ReadItem& item) {
  if (const auto* failure = std::get_if<Failure>(&item)) return "! " + failure->where + ": " + failure->reason;
  const auto& source = std::get<ArticleSource>(item);
  return source.id + "|" + source.title + "|" + source.text + "|" +
         (source.published ? format_day(*source.published) : "");
}

class ReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("kronika_reader_" + std::to_string(::getpid()) + "_" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& content) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }

  // All that the reader gives, without the folder's name.
  std::vector<std::string> read(const std::vector<std::string>& paths, const ReaderOptions& options = {}) {
    auto reader = open_reader(paths, options);
    if (!reader) return {"usage: " + without_folder(reader.error().message)};
    std::vector<std::string> out;
    while (const auto item = reader.value()->next()) out.push_back(without_folder(shown(*item)));
    return out;
  }
  std::vector<std::string> read_one(const std::string& name, const std::string& content,
                                    const ReaderOptions& options = {}) {
    return read({write(name, content)}, options);
  }

  std::string without_folder(std::string text) const {
    const std::string folder = folder_.string() + "/";
    for (size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) text.erase(at, folder.size());
    return text;
  }
  fs::path folder_;
};

using Lines = std::vector<std::string>;

TEST_F(ReaderTest, PlainTextIsKept) {
  EXPECT_EQ(read_one("a.txt", "\xEF\xBB\xBF One\r\n\tłódź \n"), (Lines{"|| One\r\n\tłódź \n|"}));
  EXPECT_EQ(read_one("a", "{ not JSON"), (Lines{"||{ not JSON|"}));
  EXPECT_EQ(read_one("b.txt", "x", {"", "", Day{2021, 6, 29}}), (Lines{"||x|2021-06-29"}));
}

TEST_F(ReaderTest, FormsAreKnownByTheirFirstBytes) {
  EXPECT_EQ(read_one("a", " {\"text\": \"x\"}\n"), (Lines{"||x|"}));
  EXPECT_EQ(read_one("b", "<!DOCTYPE html><p>x"), (Lines{"||x|"}));
  EXPECT_EQ(read_one("c.txt", "{\"text\": \"y\"}", {"jsonl", "", {}}), (Lines{"||y|"}));
}

TEST_F(ReaderTest, WhatIsNoTextFailsAlone) {
  const struct {
    const char* name;
    std::string content;
    const char* reason;
  } cases[] = {{"a.txt", "", "empty"},
               {"b.txt", " \n\t", "empty"},
               {"c.txt", std::string("PK\x03\x04\0\0", 6), "not text"},
               {"d.html", std::string(500, '\x01'), "not text"},
               {"e.jsonl", std::string(3, '\0'), "not text"},
               {"f.txt", "a good text \xFF\xFE\x81 or not", "not UTF-8 at byte 12"},
               {"f2.txt", "łódź łódź \xFF", "not UTF-8 at byte 16,"},
               {"g.html", "<html><script>x</script></html>", "the page has no article text"},
               {"h.csv", "text\n", "only a header line"},
               {"i.jsonl", "\n\n", "empty"}};
  for (const auto& c : cases) {
    const Lines lines = read_one(c.name, c.content);
    ASSERT_EQ(lines.size(), 1u) << c.name;
    EXPECT_TRUE(lines[0].starts_with(std::string("! ") + c.name)) << lines[0];
    EXPECT_NE(lines[0].find(c.reason), std::string::npos) << lines[0];
  }
  EXPECT_EQ(read({folder_.string() + "/none.txt", write("ok.txt", "x")}),
            (Lines{"! none.txt: No such file or directory", "||x|"}));
}

TEST_F(ReaderTest, EncodingsAreConverted) {
  EXPECT_EQ(read_one("a.txt", std::string("\xFF\xFEH\0i\0", 6)), (Lines{"||Hi|"}));
  EXPECT_EQ(read_one("b.jsonl", std::string("\xFF\xFE{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0y\0\"\0}\0", 26)), (Lines{"||y|"}));
  EXPECT_EQ(read_one("c.html", "<meta charset=windows-1251><p>\xCC\xE8\xED\xF1\xEA</p>"), (Lines{"||Минск|"}));
  EXPECT_EQ(read_one("d.html", "<meta charset=iso-8859-1><p>\x93Ol\xE9\x94</p>"), (Lines{"||“Olé”|"}));
  const std::string russian =
      "\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xE2\xF1\xF2\xF0\xE5\xF2\xE8\xEB\xF1\xFF \xF1 "
      "\xEC\xE8\xED\xE8\xF1\xF2\xF0\xEE\xEC \xE2 "
      "\xCC\xE8\xED\xF1\xEA\xE5. \xCE\xED\xE8 \xE3\xEE\xE2\xEE\xF0\xE8\xEB\xE8 \xEE \xE2\xEE\xE9\xED\xE5.";
  EXPECT_EQ(decode_text(russian, "").value(), "Президент встретился с министром в Минске. Они говорили о войне.");
  EXPECT_EQ(decode_text("The president\x92s spokesman said \x93no\x94 on Monday. The caf\xE9 in the old town was "
                        "closed for the talks "
                        "that the ministers held.",
                        "")
                .value(),
            "The president’s spokesman said “no” on Monday. The café in the old town was closed for the talks that the "
            "ministers held.");
}

TEST_F(ReaderTest, JsonLinesCostOnlyTheBadLine) {
  const Lines lines =
      read_one("a.jsonl",
               "{\"id\": \"a\", \"title\": \"T\", \"text\": \"one \\u00e9\\n\", \"published\": "
               "\"2021-06-29T10:00:00Z\", \"other\": [1, {}]}\n"
               "\n{\"id\": \"b\", \"text\": \n{\"id\": \"c\"}\n{\"text\": \"x\", \"published\": \"yesterday\"}\r\n"
               "{\"id\": 7, \"html\": \"<p>two\"}\n{\"text\": \"\xFF\"}\n[1]\n{\"text\": \"last\"}");
  ASSERT_EQ(lines.size(), 8u);
  EXPECT_EQ(lines[0], "a|T|one é\n|2021-06-29");
  EXPECT_TRUE(lines[1].starts_with("! a.jsonl:3: ")) << lines[1];
  EXPECT_TRUE(lines[2].starts_with("! a.jsonl:4: has no \"text\"")) << lines[2];
  EXPECT_TRUE(lines[3].starts_with("! a.jsonl:5: the publication date \"yesterday\"")) << lines[3];
  EXPECT_EQ(lines[4], "7||two|");
  EXPECT_TRUE(lines[5].starts_with("! a.jsonl:7: byte 10: not UTF-8")) << lines[5];
  EXPECT_TRUE(lines[6].starts_with("! a.jsonl:8: not a JSON object")) << lines[6];
  EXPECT_EQ(lines[7], "||last|");
}

TEST_F(ReaderTest, CsvHasQuotesLinesAndColumns) {
  EXPECT_EQ(read_one("a.csv", "id,Text,date\r\n1,\"a, \"\"b\"\"\r\nc\",x\r\n\r\n2,d \"e\" f,\n3,\"last\",z"),
            (Lines{"1||a, \"b\"\r\nc|", "2||d \"e\" f|", "3||last|"}));
  EXPECT_EQ(read_one("b.csv", "id,body,date\n1,x,2021-06-29\n", {"", "text=body,published=date", {}}),
            (Lines{"1||x|2021-06-29"}));
  EXPECT_EQ(read_one("c.tsv", "text\tid\na, b\t1\n"), (Lines{"1||a, b|"}));
  EXPECT_EQ(read_one("d.csv",
                     "text\nThe president\x92s caf\xE9 was closed on Monday for the talks that the ministers held.\n"),
            (Lines{"||The president’s café was closed on Monday for the talks that the ministers held.|"}));
}

TEST_F(ReaderTest, BadRowsCostThemselves) {
  EXPECT_EQ(read_one("a.csv", "id,text\n1,a,b\n2,c\n3,\n"),
            (Lines{"! a.csv:2: has 3 columns, the header line has 2; put fields that hold delimiters in double quotes",
                   "2||c|", "! a.csv:4: empty"}));
  const Lines open = read_one("b.csv", "id,text\n1,a\n2,\"b\n3,c\n");
  ASSERT_EQ(open.size(), 2u);
  EXPECT_TRUE(open[1].starts_with("! b.csv:3: a quoted field of this row never ends")) << open[1];
}

TEST_F(ReaderTest, WrongUsageNamesWhatThereIs) {
  EXPECT_EQ(read_one("a.csv", "id,body\n1,x\n"),
            (Lines{"usage: a.csv: no column \"text\"; say --columns text=NAME with one of: id, body"}));
  EXPECT_EQ(read_one("a.csv", "id,body\n1,x\n", {"", "text=story", {}}),
            (Lines{"usage: a.csv: no column \"story\" for --columns; the columns are: id, body"}));
  EXPECT_EQ(read_one("a.csv", "x", {"", "author=x", {}}),
            (Lines{"usage: --columns: \"author=x\" is not FIELD=COLUMN; fields are id, title, text, html, published, "
                   "url, publisher"}));
  EXPECT_EQ(read_one("a.csv", "x", {"pdf", "", {}}),
            (Lines{"usage: unknown form \"pdf\"; --from is text, html, jsonl, csv, tsv, feed or warc"}));
  EXPECT_EQ(read({}), (Lines{"usage: no input; name files or folders, or - for standard input"}));
}

TEST_F(ReaderTest, FoldersAreReadInOrder) {
  write("b.txt", "b");
  write("a/z.txt", "z");
  write("c.txt", "c");
  write(".hidden/x.txt", "x");
  EXPECT_EQ(read({folder_.string()}), (Lines{"||z|", "||b|", "||c|"}));
  fs::create_directories(folder_ / "d");
  EXPECT_EQ(read({(folder_ / "d").string()}), (Lines{"! d: no files in this folder"}));
}

TEST_F(ReaderTest, TheSameDocumentTwiceIsReported) {
  const Lines lines =
      read({write("a.jsonl", "{\"id\": \"x\", \"text\": \"one\"}\n{\"id\": \"x\", \"text\": \"two\"}\n"),
            write("b.txt", "three"), write("c.txt", "three")});
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[1], "x||two|");
  EXPECT_TRUE(lines[2].starts_with("! x: this id was given to an earlier document too")) << lines[2];
  EXPECT_TRUE(lines[5].starts_with("! c.txt: the same article was read before")) << lines[5];
}

TEST_F(ReaderTest, LongLinesAndPiecesOfTheBufferDoNotMatter) {
  std::string content = "id,text\n";
  for (int i = 0; i < 30; ++i)
    content += std::to_string(i) + ",\"" + std::string(20'011 * static_cast<size_t>(i + 1), 'x') + "\"\"y\"\n";
  const Lines lines = read_one("a.csv", content);
  ASSERT_EQ(lines.size(), 30u);
  for (size_t i = 0; i < 30; ++i)
    EXPECT_EQ(lines[i], std::to_string(i) + "||" + std::string(20'011 * (i + 1), 'x') + "\"y|");
  const std::string text(3'000'000, 'y');
  EXPECT_EQ(read_one("b.jsonl", "{\"text\": \"" + text + "\"}\n{\"text\": \"z\"}\n"),
            (Lines{"||" + text + "|", "||z|"}));
}

}  // namespace
}  // namespace kronika
