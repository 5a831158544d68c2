// CountryPointer: of which country the parties of an event are, in the view of the encoder: from the event's word it
// points at the words of the article that name countries, wherever they stand. Training: train/accurate/sides.py.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stage/judge/heads.h"
#include "stage/judge/judge.h"
#include "stage/judge/seen.h"

namespace kronika {

// Views of one article's layers and of the heads; they must outlive it. Linear in the words that name countries for
// each event, of which it looks at a bounded number.
class CountryPointer {
 public:
  CountryPointer(const JudgeHeads& heads, const JudgeLayers& layers, const Seen& seen);

  // Keeps what it needs of the encoder's rows for a sentence [first, last): those of its words that name countries, and
  // of the judged words from `begin` on.
  void keep(const Window& window, const float* rows, uint32_t first, uint32_t last, const Judgement& judgement,
            size_t begin);
  // Fills the countries of all judged words that were kept.
  void point(Judgement& judgement);

 private:
  struct Name {
    uint32_t word, country, row;  // country: a number in names_; row: of the keys
  };
  CountryChances look(const JudgedWord& word, JudgedRole side, const float* query, const float* special) const;
  uint32_t distance(uint32_t asker, uint32_t word) const;

  const JudgeHeads& heads_;
  const JudgeLayers& layers_;
  const Seen& seen_;
  std::vector<std::string> names_;  // countries, in the order in which they are first named
  std::vector<uint32_t> ranks_;     // of each: 0 is named most
  std::vector<uint32_t> sentence_;  // per word
  std::vector<Name> found_;         // in text order
  std::vector<float> name_rows_, asker_rows_;
  std::vector<float> keys_;
};

}  // namespace kronika
