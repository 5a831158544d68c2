// Tokenizer: words and sentences after the conventions of the English UD treebanks (EWT, GUM).
#pragma once

#include <memory>
#include <string>

#include "kronika/article.h"
#include "kronika/result.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads. Time is linear in the size of the article.
class Tokenizer {
 public:
  // A sentence longer than this is cut at the best punctuation mark before it.
  static constexpr uint32_t kMostWords = 400;

  // `folder` is data/language.
  static Result<std::unique_ptr<const Tokenizer>> load(const std::string& folder);

  Tokens tokenize(const Article& article) const;

 private:
  Tokenizer() = default;
  WordList abbreviations_, prefixes_, starters_;
};

}  // namespace kronika
