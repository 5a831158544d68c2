#include "stage/judge/word_pieces.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace kronika {
namespace {

const std::vector<std::string> kVocabulary = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able",
                                              "cafe",  "!",     "-",     "北",    "京", "a",     "##b",
                                              "##c",   "##bc",  "x",     "##x",   "’",  "##s",   "..."};

struct Case {
  const char* text;
  std::vector<std::string> pieces;  // each: piece=bytes of the text that it stands for
};

// Ids as BERT's own tokenizer gives them; the whole vocabulary's are compared by train/accurate/check_encoder.py.
TEST(PieceSplitter, CutsAsBertDoes) {
  const auto splitter = PieceSplitter::make(kVocabulary);
  ASSERT_TRUE(splitter) << splitter.error().message;
  const std::string hundred(100, 'x');
  const Case cases[] = {
      {"", {}},
      {" \t\r\n", {}},
      {"UNaffable", {"un=UN", "##aff=aff", "##able=able"}},
      {"Café!Cafe\u0301", {"cafe=Café", "!=!", "cafe=Cafe"}},
      {"abc ab a-b", {"a=a", "##bc=bc", "a=a", "##b=b", "a=a", "-=-", "[UNK]=b"}},
      // One piece that is missing makes the whole word unknown.
      {"abz un", {"[UNK]=abz", "un=un"}},
      {"北京x", {"北=北", "京=京", "x=x"}},
      // Zero-width and control characters are dropped inside a word.
      {"a\u200bbc \x01", {"a=a", "##bc=bc"}},
      {"a\u00a0a\u3000a", {"a=a", "a=a", "a=a"}},
      {"a’s", {"a=a", "’=’", "[UNK]=s"}},
      // A word of dots is none: marks stand alone.
      {"...", {"[UNK]=.", "[UNK]=.", "[UNK]=."}},
      // Names of special pieces are plain words.
      {"[SEP]", {"[UNK]=[", "[UNK]=SEP", "[UNK]=]"}},
      // The Greek question mark is taken apart into a mark of ASCII.
      {"a\u037ea", {"a=a", "[UNK]=\u037e", "a=a"}},
  };
  for (const Case& one : cases) {
    std::vector<std::string> got;
    const std::string text = one.text;
    for (const Piece& piece : splitter.value().split(text))
      got.push_back(kVocabulary[piece.id] + "=" + text.substr(piece.span.start, piece.span.end - piece.span.start));
    EXPECT_EQ(got, one.pieces) << text;
  }
  EXPECT_EQ(splitter.value().split(hundred).size(), 100u);
  const std::vector<Piece> longer = splitter.value().split(hundred + "x a");
  ASSERT_EQ(longer.size(), 2u);
  EXPECT_EQ(longer[0].id, splitter.value().unknown());
  EXPECT_EQ(longer[0].span.end, 101u);
  EXPECT_EQ(splitter.value().cls(), 2u);
  EXPECT_EQ(splitter.value().sep(), 3u);
}

TEST(PieceSplitter, SaysWhatAVocabularyLacks) {
  for (const char* name : {"[UNK]", "[CLS]", "[SEP]"}) {
    std::vector<std::string> vocabulary = kVocabulary;
    std::erase(vocabulary, name);
    const auto splitter = PieceSplitter::make(vocabulary);
    ASSERT_FALSE(splitter);
    EXPECT_NE(splitter.error().message.find(name), std::string::npos);
  }
}

}  // namespace
}  // namespace kronika
