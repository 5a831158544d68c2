// Training of the ranker of parties: data/language/role_weights.txt from documents with events and their parties.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct RolesOptions {
  std::string corpus;            // a file of data/corpus/build.py --part train
  std::string kronika = "data";  // models, word lists, codebook and knowledge base of the program
  std::string out = "data/language/role_weights.txt";
  int rounds = 3;       // each time, events are looked at with the parties of the round before
  int steps = 200;      // of gradient descent a round
  float decay = 5.0f;   // pull of the weights towards 0, in examples; see RoleRanker::rarity
  float missed = 0.5f;  // weight of an event that the codebook does not find against one that it finds
  int folds = 5;        // documents are looked at by weights that were not trained on them; at least 2
};

Status train_roles(const RolesOptions& options);

}  // namespace kronika::train
