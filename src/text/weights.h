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

// The same where a number is a finite float.
Status read_weights(const std::string& path,
                    const std::function<std::optional<std::string>(std::string_view, float)>& take);

// The words of a name up to the next space, taken off it.
std::string_view next_word(std::string_view& name);

// A line of such a file, with `decimals` digits; nothing for a weight that these make 0.
std::string weight_line(std::string_view name, float weight, int decimals);

}  // namespace kronika
