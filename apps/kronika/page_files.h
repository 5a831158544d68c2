// The files of the page, inside the program; cmake/embed_files.cmake makes page_files.cc of them.
#pragma once

#include <vector>

#include "api/api.h"

namespace kronika::app {

// Those of the built page; where there was none when the program was built, one that says so.
std::vector<PageFile> page_files();

}  // namespace kronika::app
