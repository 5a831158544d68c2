// NameFinder: named spans (persons, organisations, places, ...), by a head over the encoder.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "kronika/result.h"
#include "nn/head.h"
#include "text/encoding.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class NameFinder {
 public:
  static Result<std::unique_ptr<const NameFinder>> load(const ModelFile& model);
  // Persons, organizations and places hold a proper noun: the tagger, which has seen all kinds of text, vetoes what has
  // none.
  Names find(const Tokens& tokens, const Tags& tags, const Encoding& encoding) const;

 private:
  struct Label {
    bool begins = false, inside = false;  // neither: outside of names
    NameType type = NameType::other;
  };
  NameFinder() = default;
  Hidden hidden_;
  Linear out_;
  std::vector<Label> labels_;
};

}  // namespace kronika
