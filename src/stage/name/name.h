// NameFinder: named spans (persons, organisations, places, ...), by a head over the encoder.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "kronika/result.h"
#include "nn/head.h"
#include "text/encoding.h"
#include "text/mentions.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class NameFinder {
 public:
  static Result<std::unique_ptr<const NameFinder>> load(const ModelFile& model);
  Names find(const Tokens& tokens, const Encoding& encoding) const;

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
