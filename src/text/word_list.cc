#include "text/word_list.h"

#include <fstream>
#include <sstream>

#include "base/utf8.h"

namespace kronika {

Result<WordList> WordList::load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read; is --data the right folder?"};
  WordList list;
  std::string name;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const auto wrong = [&](const std::string& what) {
      return Error{ErrorKind::invalid, path + ":" + std::to_string(number) + ": " + what};
    };
    if (find_invalid_utf8(line)) return wrong("not UTF-8");
    line = line.substr(0, line.find('#'));
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) continue;
    line = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
    if (line[0] == '[') {
      if (line.back() != ']') return wrong("a section is a line like [name]");
      name = line.substr(1, line.size() - 2);
      list.sections_[name];
      continue;
    }
    Section& section = list.sections_[name];
    section.lines.push_back(line);
    std::istringstream words(line);
    for (std::string word; words >> word;)
      if (section.set.insert(word).second) section.words.push_back(word);
  }
  return list;
}

bool WordList::has(std::string_view section, std::string_view word) const {
  const auto at = sections_.find(section);
  return at != sections_.end() && at->second.set.contains(std::string(word));
}

namespace {
const std::vector<std::string> kNone;
}

const std::vector<std::string>& WordList::words(std::string_view section) const {
  const auto at = sections_.find(section);
  return at == sections_.end() ? kNone : at->second.words;
}

const std::vector<std::string>& WordList::lines(std::string_view section) const {
  const auto at = sections_.find(section);
  return at == sections_.end() ? kNone : at->second.lines;
}

}  // namespace kronika
