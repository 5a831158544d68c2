// Tokens: the words, sentences and paragraphs of an article.
#pragma once

#include <string_view>
#include <vector>

#include "kronika/article.h"
#include "kronika/span.h"

namespace kronika {

struct Word {
  Span span;
  // This word goes on a surface token that the word before it began: "n't" in "don't" (a multiword token of
  // Universal Dependencies). The spans of the words of one surface token touch and never overlap.
  bool joined = false;
};

enum class SentenceKind : uint8_t {
  title,    // lies in Article::title()
  heading,  // a line of its own that is not a sentence: headline, caption, byline
  body,
};

struct Sentence {
  uint32_t first = 0, last = 0;  // words [first, last), never empty
  Span span;
  uint32_t paragraph = 0;  // counted over the article, the title is 0 where there is one
  SentenceKind kind = SentenceKind::body;

  uint32_t size() const { return last - first; }
};

// Words in text order, each inside exactly one sentence; sentences in order, covering all words.
struct Tokens {
  std::vector<Word> words;
  std::vector<Sentence> sentences;

  uint32_t size() const { return static_cast<uint32_t>(words.size()); }
  // Index of the sentence that holds `word`, by binary search.
  uint32_t sentence_of(uint32_t word) const;
};

}  // namespace kronika
