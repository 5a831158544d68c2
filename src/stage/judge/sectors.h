// SectorReader: what kind of party stands on a side of an event (GOV, MIL, CVL ..), in the view of the encoder: told by
// the event's word, by the head of the party's words where it has some, and by what it is taken for. Training:
// train/accurate/sides.py.
#pragma once

#include <cstdint>
#include <vector>

#include "stage/judge/heads.h"
#include "stage/judge/judge.h"
#include "stage/judge/seen.h"

namespace kronika {

// A view of the heads and of what the fast coder saw; they must outlive it.
class SectorReader {
 public:
  SectorReader(const JudgeHeads& heads, const Seen& seen) : heads_(heads), seen_(seen) {}

  // Notes what a sentence [first, last) says of the words of `judgement` from `begin` on, and of the heads of mentions.
  void read(const Window& window, const float* rows, uint32_t first, uint32_t last, Judgement& judgement, size_t begin);

 private:
  const JudgeHeads& heads_;
  const Seen& seen_;
  Rounded rounded_;
  std::vector<float> rows_, scores_;
  std::vector<uint32_t> words_;
};

}  // namespace kronika
