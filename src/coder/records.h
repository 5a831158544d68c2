// From the layers of an article to its records.
#pragma once

#include <vector>

#include "coder/pipeline.h"
#include "kronika/record.h"

namespace kronika {

std::vector<Record> make_records(const Article& article, const Analysis& analysis, const Codebook& codebook,
                                 const KnowledgeBase& knowledge);

}  // namespace kronika
