// Training of the choice of countries: data/language/country_weights.txt from documents with chains and their codes.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct CountriesOptions {
  std::string corpus;            // a file of data/corpus/build.py --part train
  std::string kronika = "data";  // models, word lists, codebook and knowledge base of the program
  std::string out = "data/language/country_weights.txt";
  int steps = 300;     // of gradient descent
  float decay = 2.0f;  // pull of the weights towards 0, in examples
  int folds = 5;       // documents are also judged by weights that were not trained on them, and that is printed
};

Status train_countries(const CountriesOptions& options);

}  // namespace kronika::train
