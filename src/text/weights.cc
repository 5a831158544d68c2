#include "text/weights.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace kronika {

Status read_weights(const std::string& path, const char* number,
                    const std::function<std::optional<std::string>(std::string_view, const std::string&)>& take) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read; is --data the right folder?"};
  int lines = 0;
  for (std::string line; std::getline(file, line);) {
    ++lines;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    const size_t tab = line.find('\t');
    const auto wrong = tab == std::string::npos ? std::string("a weight is a name, a tab and ") + number
                                                : take(std::string_view(line).substr(0, tab), line.substr(tab + 1));
    if (wrong) return Error{ErrorKind::invalid, path + ":" + std::to_string(lines) + ": " + *wrong};
  }
  return Done{};
}

Status read_weights(const std::string& path,
                    const std::function<std::optional<std::string>(std::string_view, float)>& take) {
  return read_weights(path, "a number",
                      [&](std::string_view name, const std::string& number) -> std::optional<std::string> {
                        char* end = nullptr;
                        const float weight = std::strtof(number.c_str(), &end);
                        if (end == number.c_str() || *end != '\0' || !std::isfinite(weight))
                          return "\"" + number + "\" is no number";
                        return take(name, weight);
                      });
}

std::string_view next_word(std::string_view& name) {
  const size_t space = std::min(name.find(' '), name.size());
  const std::string_view word = name.substr(0, space);
  name.remove_prefix(std::min(space + 1, name.size()));
  return word;
}

std::string weight_line(std::string_view name, float weight, int decimals) {
  char number[32];
  std::snprintf(number, sizeof number, "%.*f", decimals, static_cast<double>(weight));
  return std::strtof(number, nullptr) == 0.0f ? "" : std::string(name) + "\t" + number + "\n";
}

}  // namespace kronika
