// Weights of linear models as text: a name, a tab and a number a line, `#` comments.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

// Calls `take` with the name and the number of each line; what it returns is wrong with the line. Fails (not_found,
// invalid) with file and line. `number` says in errors what a number is: "a whole number".
Status read_weights(const std::string& path, const char* number,
                    const std::function<std::optional<std::string>(std::string_view, const std::string&)>& take);

}  // namespace kronika
