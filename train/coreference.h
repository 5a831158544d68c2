// Training of the pronoun ranker: data/language/pronoun_weights.txt from GAP (Webster et al. 2018) and GUM (Zeldes
// 2017).
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct CoreferenceOptions {
  std::string data = "../shared";  // folder of the corpora
  std::string kronika = "data";    // models, word lists and knowledge base of the program
  std::string out = "data/language/pronoun_weights.txt";
  int rounds = 3;      // each time, chains are built by the weights of the round before
  int steps = 300;     // of gradient descent a round
  float decay = 3.0f;  // pull of the weights towards 0, in examples; see PronounRanker::rarity
  float gap = 1.0f;    // weight of an example of GAP against one of GUM
  int folds = 0;       // > 1: also measure by cross-validation over GAP
};

Status train_coreference(const CoreferenceOptions& options);

}  // namespace kronika::train
