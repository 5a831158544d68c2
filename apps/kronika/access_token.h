// The token of a served store: who has it may change the store.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::app {

// The one that a file holds, which is made, for its owner alone to read, where it is not there. Fails (io) if it can be
// neither read nor made, (invalid) on a file that holds something else.
Result<std::string> load_token(const std::string& path);

}  // namespace kronika::app
