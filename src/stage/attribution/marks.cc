#include "stage/attribution/marks.h"

#include <string_view>

namespace kronika {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
constexpr uint32_t kFewestQuotedWords = 4;

}  // namespace

QuotationMarks::QuotationMarks(const Article& article, const Tokens& tokens) {
  const auto word = [&](uint32_t w) { return article.slice(tokens.words[w].span); };
  of_.assign(tokens.size(), kNone);
  uint32_t open = kNone, paragraph = kNone;
  const auto close = [&](uint32_t last, uint32_t in) {
    if (last - open < kFewestQuotedWords + 1) return;
    for (uint32_t w = open; w < last; ++w) of_[w] = static_cast<uint32_t>(stretches_.size());
    stretches_.push_back({open, last, in});
  };
  for (const Sentence& sentence : tokens.sentences) {
    if (sentence.paragraph != paragraph && open != kNone) {
      const std::string_view first = word(sentence.first);
      if (first == "\u201C" || first == "\"" || first == "``" || first == "''") close(sentence.first, paragraph);
      open = kNone;
    }
    paragraph = sentence.paragraph;
    for (uint32_t w = sentence.first; w < sentence.last; ++w) {
      const std::string_view text = word(w);
      // The same mark may open and close.
      const bool straight = text == "\"" || text == "''";
      if (text == "\u201C" || text == "``" || text == "\u00AB" || (straight && open == kNone)) {
        open = w;
      } else if (open != kNone && (straight || text == "\u201D" || text == "\u00BB")) {
        close(w + 1, paragraph);
        open = kNone;
      }
    }
  }
}

}  // namespace kronika
