// What a coder's codebook and knowledge base name: what filters of a store may ask for.
#pragma once

#include "coder/pipeline.h"
#include "kronika/store.h"

namespace kronika {

// With the codes of PLOVER's manual (5.1 and 5.2).
StoreNames store_names(const Pipeline& pipeline);

}  // namespace kronika
