// What holds for all trainers that read the open corpora.
#pragma once

#include <string>
#include <vector>

namespace kronika::train {

// Documents of the treebanks that the event gold draws on: a model that knew them would flatter the figures.
const std::vector<std::string>& left_out_documents();

}  // namespace kronika::train
