// NameFinder: named spans (persons, organisations, places, ...), by a head over the encoder.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "kronika/result.h"
#include "nn/head.h"
#include "text/encoding.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class NameFinder {
 public:
  // `knowledge` must outlive the finder; `language` is the folder of the word lists (facilities.txt).
  static Result<std::unique_ptr<const NameFinder>> load(const ModelFile& model, const KnowledgeBase& knowledge,
                                                        const std::string& language);
  // What the network says, corrected by what is known: persons, organizations and places hold a proper noun (the
  // tagger, which has seen all kinds of text, vetoes what has none), words that a hyphen joins are one name, and names
  // that the knowledge base holds for organizations or peoples are such; a place whose last word says so is a facility.
  Names find(const Article& article, const Tokens& tokens, const Tags& tags, const Encoding& encoding) const;

 private:
  struct Label {
    bool begins = false, inside = false;  // neither: outside of names
    NameType type = NameType::other;
  };
  explicit NameFinder(const KnowledgeBase& knowledge) : knowledge_(knowledge) {}
  const KnowledgeBase& knowledge_;
  Hidden hidden_;
  Linear out_;
  WordList facilities_;
  std::vector<Label> labels_;
};

}  // namespace kronika
