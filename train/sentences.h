// Training of the sentence splitter: data/language/sentence_weights.txt and small_words.txt from the English treebanks
// EWT and GUM.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct SentencesOptions {
  std::string data = "../shared";          // folder of the corpora
  std::string language = "data/language";  // word lists; the files are written there
  int steps = 600;                         // of gradient descent
  double decay = 0.8;                      // pull of the weights towards 0, in examples: most end there
  int least = 3;                           // an answer seen fewer times has no weight
};

// Prints F1 of tokens and sentences on the dev parts, before and after.
Status train_sentences(const SentencesOptions& options);

}  // namespace kronika::train
