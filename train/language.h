// Training of the language model: data/models/en.model from the treebanks and name corpora.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct LanguageOptions {
  std::string data = "../shared";
  std::string kronika = "data";  // folder of the word lists, tables and the corpus of events, whose texts are read
  std::string out = "data/models/en.model";
  std::string pretrained;  // folder of the pre-trained encoder whose word pieces are taken over; empty: none
  int epochs = 28;
  uint64_t seed = 1;
  unsigned threads = 2;  // part of the result: sums are made thread by thread
  float rate = 2e-3f;
  int batch_words = 1000;
  int width = 384, layers = 3, pieces = 192;  // sizes of the network
};

Status train_language(const LanguageOptions& options);

}  // namespace kronika::train
