#include "text/weights.h"

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

}  // namespace kronika
