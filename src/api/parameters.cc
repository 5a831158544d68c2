#include "api/parameters.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "api/problem.h"
#include "query/vocabulary.h"

namespace kronika {

std::vector<std::string> choices_of(const ParameterInfo& info) {
  std::vector<std::string> out;
  const std::string all = info.choices;
  for (size_t at = 0; at < all.size();) {
    const size_t end = std::min(all.find(',', at), all.size());
    out.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::optional<HttpResponse> Parameters::read(const std::vector<std::pair<std::string, std::string>>& query,
                                             const std::vector<ParameterInfo>& known, Parameters& out) {
  for (const ParameterInfo& info : known) {
    if (info.kind == ParameterInfo::Kind::number)
      out.numbers_[info.name] = info.usual;
    else if (info.kind == ParameterInfo::Kind::choice && *info.choices)
      out.texts_[info.name] = choices_of(info).front();
  }
  for (const auto& [name, value] : query) {
    const auto info =
        std::find_if(known.begin(), known.end(), [&](const ParameterInfo& one) { return name == one.name; });
    if (info == known.end()) {
      std::set<std::string> names;
      for (const ParameterInfo& one : known) names.insert(one.name);
      return problem(400,
                     names.empty() ? "nothing may be asked here: no parameter " + name
                                   : unknown_name("parameter", name, names).message,
                     name);
    }
    if (!out.given_.emplace(name, true).second) return problem(400, name + " is there more than once", name);
    if (info->kind == ParameterInfo::Kind::number) {
      int64_t number = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc{} || end != value.data() + value.size() || number < info->low || number > info->high)
        return problem(
            400, name + " is a number from " + std::to_string(info->low) + " to " + std::to_string(info->high), name);
      out.numbers_[name] = number;
      continue;
    }
    if (info->kind == ParameterInfo::Kind::choice) {
      const auto choices = choices_of(*info);
      std::set<std::string> known_values(choices.begin(), choices.end());
      known_values.erase("");  // stands for "no default"
      if (!known_values.contains(value)) return problem(400, unknown_name(name, value, known_values).message, name);
    }
    out.texts_[name] = value;
  }
  return {};
}

const std::string& Parameters::text(const std::string& name) const {
  static const std::string kEmpty;
  const auto found = texts_.find(name);
  return found == texts_.end() ? kEmpty : found->second;
}

int64_t Parameters::number(const std::string& name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? -1 : found->second;
}

}  // namespace kronika
