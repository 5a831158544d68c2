// Word pieces and their vectors, taken over from a pre-trained encoder.
#pragma once

#include <string>
#include <vector>

#include "kronika/result.h"
#include "network.h"

namespace kronika::train {

struct Pretrained {
  std::vector<std::string> pieces;  // the vocabulary, "##" before what goes on a word
  Matrix vectors;                   // a row a piece
};

// Reads `vocab.txt` and the word embeddings of `model.safetensors` in `folder`, and turns them onto their `width` main axes
// (principal components), with a mean square of `spread`² an entry. Fails with the file and what it lacks.
Result<Pretrained> read_pretrained(const std::string& folder, int width, float spread);

}  // namespace kronika::train
