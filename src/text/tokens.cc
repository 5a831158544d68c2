#include "text/tokens.h"

#include <algorithm>

namespace kronika {

uint32_t Tokens::sentence_of(uint32_t word) const {
  const auto after = std::upper_bound(sentences.begin(), sentences.end(), word,
                                      [](uint32_t w, const Sentence& sentence) { return w < sentence.first; });
  return static_cast<uint32_t>(after - sentences.begin() - 1);
}

}  // namespace kronika
