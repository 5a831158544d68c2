// Stretches of the text between quotation marks.
#pragma once

#include <cstdint>
#include <vector>

#include "kronika/article.h"
#include "text/tokens.h"

namespace kronika {

// Words [first, last) between quotation marks, with the marks.
struct Marked {
  uint32_t first, last, paragraph;
};

class QuotationMarks {
 public:
  // A stretch that is still open at the end of its paragraph goes on if the next begins with a mark. Shorter stretches
  // than a few words are single words held at a distance, not speech, and are left out.
  QuotationMarks(const Article& article, const Tokens& tokens);

  const std::vector<Marked>& stretches() const { return stretches_; }  // in text order, none overlaps another
  bool holds(uint32_t word) const { return of_[word] != UINT32_MAX; }
  // The stretch that a word lies in; UINT32_MAX for none.
  uint32_t of(uint32_t word) const { return of_[word]; }

 private:
  std::vector<Marked> stretches_;
  std::vector<uint32_t> of_;  // per word
};

}  // namespace kronika
