// Tokenizer: words and sentences after the conventions of the English UD treebanks (EWT, GUM).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kronika/article.h"
#include "kronika/result.h"
#include "stage/tokenize/boundary.h"
#include "stage/tokenize/scanner.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Sees each question about an end of a sentence while a text is cut: the word before the gap, the answers, and what the
// model says of them; its own answer holds instead. For training.
using BoundaryTeacher = std::function<bool(const Word& before, std::span<const Answer> answers, bool said)>;

// Immutable once loaded; safe for concurrent use by multiple threads. Time is linear in the size of the article.
class Tokenizer {
 public:
  // A sentence longer than this is cut at the best punctuation mark before it.
  static constexpr uint32_t kMostWords = 400;

  // `folder` is data/language.
  static Result<std::unique_ptr<const Tokenizer>> load(const std::string& folder);

  Tokens tokenize(const Article& article, const BoundaryTeacher& teacher = {}) const;

 private:
  Tokenizer() = default;
  WordList abbreviations_, prefixes_, starters_;
  HashedWords small_;
  Contractions contractions_;
  BoundaryModel model_;
};

}  // namespace kronika
