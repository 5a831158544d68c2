// Names: what they are learned from, how they are measured, and the training of their head over the encoder of a model.
#pragma once

#include <string>
#include <vector>

#include "head.h"
#include "kronika/result.h"
#include "treebank.h"

namespace kronika::train {

// The sentences of all name corpora of `data`, labels added to `labels`.
Result<std::vector<Example>> read_name_corpora(const std::string& data, Labels& labels);
// Those that names are measured on.
Result<std::vector<Example>> read_names_dev(const std::string& data, Labels& labels);

// Persons, organizations and places whose words and type are right.
class NameScore {
 public:
  // One sentence.
  void add(const LabelSet& labels, const std::vector<int>& gold, const std::vector<int>& said);
  void print(const char* name) const;

 private:
  size_t right_ = 0, gold_ = 0, said_ = 0;
};

struct NamesOptions {
  std::string data = "../shared";
  std::string kronika = "data";
  std::string model = "data/models/en.model";
  std::string out;  // empty: `model`
  HeadOptions head;
};

// Trains the name head anew on what the model's encoder says, and writes the model with it.
Status train_names(const NamesOptions& options);

}  // namespace kronika::train
