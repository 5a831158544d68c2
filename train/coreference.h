// Training of the pronoun ranker: data/models/coref.model from GAP (Webster et al. 2018) and GUM (Zeldes 2017).
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct CoreferenceOptions {
  std::string data = "../shared";  // folder of the corpora
  std::string kronika = "data";    // models, word lists and knowledge base of the program
  std::string out = "data/models/coref.model";
  int rounds = 3;         // each time, chains are built by the network of the round before
  int epochs = 30;        // a round
  float decay = 0.0005f;  // pull of the weights towards 0
  float gap = 1.0f;       // weight of an example of GAP against one of GUM
  int seed = 1;
  int folds = 0;  // > 1: also measure by cross-validation over GAP
};

Status train_coreference(const CoreferenceOptions& options);

}  // namespace kronika::train
