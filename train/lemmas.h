// The dictionary of lemmas in the model file: words whose lemma the treebanks agree on need no guess.
#pragma once

#include <string>
#include <vector>

#include "kronika/result.h"
#include "treebank.h"

namespace kronika::train {

// "form<tab>part of speech<tab>lemma", sorted: words seen in a bank that nearly always have the same
// lemma there. Where banks differ ("people"), the first counts.
std::vector<std::string> lemma_dictionary(const std::vector<const std::vector<Example>*>& banks);

struct LemmasOptions {
  std::string data = "../shared";
  std::string kronika = "data";
  std::string model = "data/models/en.model";
  std::string out;  // empty: `model`
};

// Writes the model with its dictionary made anew.
Status train_lemmas(const LemmasOptions& options);

}  // namespace kronika::train
