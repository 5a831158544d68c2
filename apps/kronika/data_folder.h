// Where the data of the program lies.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::app {

// `option` if it is not empty, else KRONIKA_DATA, else share/kronika beside the program's prefix, else the source tree
// that the program was built in. Fails (not_found) and names the places tried.
Result<std::string> find_data_folder(const std::string& option);

}  // namespace kronika::app
