// Tagger: part of speech, Penn tag, features and lemma of each word.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kronika/article.h"
#include "kronika/result.h"
#include "nn/head.h"
#include "text/encoding.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class Tagger {
 public:
  static Result<std::unique_ptr<const Tagger>> load(const ModelFile& model);
  Tags tag(const Article& article, const Tokens& tokens, const Encoding& encoding) const;

 private:
  Tagger() = default;
  Hidden hidden_;
  Linear upos_, xpos_, feats_, script_;
  std::vector<std::string> xpos_names_, feats_names_, scripts_;
};

}  // namespace kronika
