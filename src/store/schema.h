// The tables of a store, version by version.
#pragma once

#include <string>
#include <vector>

#include "port/database.h"

namespace kronika {

// Migration i brings a store from version i to i + 1. Those that were ever in a release are never changed: a change of
// the tables is a new one.
const std::vector<std::string>& migrations(Database::Dialect dialect);

}  // namespace kronika
