// A cell of a CSV line.
#pragma once

#include <string>

namespace kronika {

// By RFC 4180: quotes where needed, doubled inside.
std::string csv_cell(const std::string& text);

}  // namespace kronika
