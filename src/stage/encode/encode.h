// Encoder: words to vectors that know their sentence, by bidirectional simple recurrent units (Lei et al. 2018,
// arXiv:1709.02755) over embeddings of forms, affixes and character n-grams.
#pragma once

#include <cstdint>
#include <memory>

#include "kronika/article.h"
#include "kronika/result.h"
#include "nn/model_file.h"
#include "text/encoding.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class Encoder {
 public:
  static Result<std::unique_ptr<const Encoder>> load(const ModelFile& model);
  ~Encoder();

  Encoding encode(const Article& article, const Tokens& tokens) const;

 private:
  Encoder();
  struct Weights;
  std::unique_ptr<Weights> weights_;
  uint64_t number_ = 0;  // of the encoders of this process, from 1
};

}  // namespace kronika
