// A small store made by hand, for tests and the fuzz target of the API.
#pragma once

#include <string>

#include "api/api.h"

namespace kronika {

// Seven articles with seven records, at a path where nothing is yet; three of them tell of Minsk, one names a private
// person, one has no date.
Status make_small_store(const std::string& path);

// The API over a store, as `kronika serve` sets it up, with the token "secret" and a coder that takes "Police" for a
// COERCE by police.
std::unique_ptr<Api> make_small_api(const std::string& path, bool open = true);

}  // namespace kronika
