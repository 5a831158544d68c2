#include "stage/judge/sectors.h"

namespace kronika {

void SectorReader::read(const Window& window, const float* rows, uint32_t first, uint32_t last, Judgement& judgement,
                        size_t begin) {
  const size_t width = heads_.width, many = heads_.sectors.size();
  const auto row_of = [&](const Window::WordPiece& one) { return rows + size_t{one.piece} * width; };
  words_.clear();
  rows_.clear();
  for (const Window::WordPiece& one : window.words) {
    if (one.word < first || one.word >= last || !seen_.is_head(one.word)) continue;
    words_.push_back(one.word);
    rows_.insert(rows_.end(), row_of(one), row_of(one) + width);
  }
  if (!words_.empty()) {
    rounded_.set(rows_, heads_.width);
    heads_.sector_party.apply(rounded_.bytes.data(), rounded_.scales.data(), static_cast<uint32_t>(words_.size()),
                              scores_);
    for (size_t w = 0; w < words_.size(); ++w)
      judgement.party_sectors[words_[w]].assign(scores_.data() + w * many, scores_.data() + (w + 1) * many);
  }
  if (begin == judgement.words.size()) return;
  rows_.clear();
  for (size_t w = begin; w < judgement.words.size(); ++w) {
    const float* row = row_of(*window.of(judgement.words[w].word));
    rows_.insert(rows_.end(), row, row + width);
  }
  const auto asked = static_cast<uint32_t>(judgement.words.size() - begin);
  rounded_.set(rows_, heads_.width);
  heads_.sector_event.apply(rounded_.bytes.data(), rounded_.scales.data(), asked, scores_);
  for (uint32_t n = 0; n < asked; ++n)
    for (size_t side = 0; side < kPointedRoles; ++side) {
      const float* of = scores_.data() + (n * kPointedRoles + side) * many;
      judgement.words[begin + n].sectors[side].assign(of, of + many);
    }
}

}  // namespace kronika
