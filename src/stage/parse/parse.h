// Parser: the dependency tree of each sentence, by deep biaffine attention (Dozat & Manning 2017, arXiv:1611.01734).
#pragma once

#include <memory>
#include <vector>

#include "kronika/result.h"
#include "nn/head.h"
#include "text/encoding.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class Parser {
 public:
  // Sentences longer than this are parsed in pieces, each hung on the first as parataxis: the cost stays linear.
  static constexpr uint32_t kMostWords = 160;

  static Result<std::unique_ptr<const Parser>> load(const ModelFile& model);
  Trees parse(const Tokens& tokens, const Encoding& encoding) const;

 private:
  Parser() = default;
  void parse_piece(uint32_t first, uint32_t last, const Encoding& encoding, Trees& trees) const;

  Hidden dependent_, governor_;
  Linear arc_, label_dependent_, label_governor_, label_out_;
  std::vector<int8_t> root_;  // governor vector of the root, rounded
  std::vector<float> arc_bias_, label_bias_, label_root_;
};

}  // namespace kronika
