// What holds for all trainers that read the open corpora.
#pragma once

#include <string>
#include <vector>

#include "kronika/result.h"
#include "treebank.h"

namespace kronika::train {

// Documents of the treebanks that the event gold draws on: a model that knew them would flatter the figures.
const std::vector<std::string>& left_out_documents();

// The training parts of EWT and GUM without those documents; labels are added to `labels`.
struct Treebanks {
  std::vector<Example> ewt, gum;
};
Result<Treebanks> read_treebanks(const std::string& data, const KnownNames& known, Labels& labels);

}  // namespace kronika::train
