// Where the data of the program lies.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::app {

// `option` if it is not empty, else KRONIKA_DATA, else share/kronika beside the program's prefix, else the source tree
// that the program was built in. Fails (not_found) and names the places tried.
Result<std::string> find_data_folder(const std::string& option);

// CoderOptions::images for a data folder: that of the build if the data is that of the source tree, which is not to be
// written into; else empty.
std::string find_image_folder(const std::string& data);

}  // namespace kronika::app
