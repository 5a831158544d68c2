#include "query/filter_parts.h"

#include <algorithm>

namespace kronika {
namespace {

// The words of a filter: quotes and brackets hold together.
std::vector<std::string> words_of(std::string_view filter) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  int depth = 0;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (size_t i = 0; i < filter.size(); ++i) {
    const char c = filter[i];
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '(') ++depth;
    if (!quoted && c == ')') --depth;
    if (!quoted && depth <= 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      end_word();
      continue;
    }
    word += c;
    if (quoted && c == '\\' && i + 1 < filter.size()) word += filter[++i];  // a quote behind it ends nothing
  }
  end_word();
  return words;
}

}  // namespace

std::vector<std::string> filter_parts(std::string_view filter) {
  const std::vector<std::string> words = words_of(filter);
  if (std::find(words.begin(), words.end(), "or") != words.end()) return {"(" + std::string(filter) + ")"};
  std::vector<std::string> parts;
  std::string before;
  for (const std::string& word : words) {
    if (word == "and") continue;
    if (word == "not") {
      before += "not ";
      continue;
    }
    parts.push_back(before + word);
    before.clear();
  }
  return parts;
}

std::string field_of_part(std::string_view part) {
  if (part.starts_with("not ")) return "";
  const size_t end = part.find_first_not_of("abcdefghijklmnopqrstuvwxyz.");
  if (end == part.npos || end == 0 || std::string_view(":<>=").find(part[end]) == std::string_view::npos) return "";
  return std::string(part.substr(0, end));
}

std::string filter_without(std::string_view filter, std::initializer_list<std::string_view> fields) {
  std::string kept;
  for (const std::string& part : filter_parts(filter)) {
    if (std::find(fields.begin(), fields.end(), field_of_part(part)) != fields.end()) continue;
    kept += (kept.empty() ? "" : " ") + part;
  }
  return kept;
}

size_t values_in_filter(std::string_view filter, std::string_view field) {
  size_t count = 0;
  for (const std::string& part : filter_parts(filter)) {
    if (field_of_part(part) != field || part.find(':') == part.npos) continue;
    // A comma inside of quotes parts no values.
    count += part.find('"') == part.npos ? 1 + static_cast<size_t>(std::count(part.begin(), part.end(), ',')) : 1;
  }
  return count;
}

}  // namespace kronika
