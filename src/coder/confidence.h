// How sure a record is: the chance that it is right, by a logistic model over signs that the layers show.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "coder/pipeline.h"
#include "kronika/article.h"
#include "kronika/result.h"

namespace kronika {

// What the layers show of each event that tells whether it is one, as "question/answer": "form/verb", "parties/70".
// Each names a weight of data/language/confidence_weights.txt.
std::vector<std::vector<std::string>> confidence_signs(const Article& article, const Analysis& analysis);

// Immutable once loaded; safe for concurrent use by multiple threads.
class ConfidenceModel {
 public:
  // A text file, one weight a line: name, tab, number. Fails with file and line.
  static Result<std::unique_ptr<const ConfidenceModel>> load(const std::string& path);
  // 0..1; signs without a weight say nothing.
  float of(const std::vector<std::string>& signs) const;

 private:
  std::unordered_map<std::string, float> weights_;
};

}  // namespace kronika
