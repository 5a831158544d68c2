// Words (as words.cc cuts them) that many articles have, parted by spaces: the more have one, the less it says.
#pragma once

#include <string_view>

namespace kronika {

extern const std::string_view kEverywhere;  // in 8 % of all documents and more
extern const std::string_view kOften;       // in 4 % and more
extern const std::string_view kNowAndThen;  // in 2 % and more

}  // namespace kronika
