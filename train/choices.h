// Training of the models that choose where and when events happened: data/language/place_weights.txt and
// date_weights.txt, from documents with events.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct ChoicesOptions {
  std::string corpus;            // a file of data/corpus/build.py --part train
  std::string kronika = "data";  // models, word lists, codebook and knowledge base of the program
  std::string out = "data/language";
  int steps = 200;     // of gradient descent
  float decay = 3.0f;  // pull of the weights towards 0, in examples; see ChoiceModel::rarity
  int folds = 5;       // for the figures: documents are judged by weights that were not trained on them; at least 2
};

// Prints what the rules and the models reach on the documents.
Status train_choices(const ChoicesOptions& options);

}  // namespace kronika::train
