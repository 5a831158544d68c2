#include "query/vocabulary.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"

namespace kronika {

std::string FixedVocabulary::find(std::string_view kind, std::string_view given) const {
  const auto names = names_.find(kind);
  if (names == names_.end()) return "";
  if (names->second.contains(std::string(given))) return std::string(given);
  for (const std::string& name : names->second)
    if (lower_ascii(name) == lower_ascii(given)) return name;
  return "";
}

std::set<std::string> FixedVocabulary::all(std::string_view kind) const {
  const auto names = names_.find(kind);
  return names == names_.end() ? std::set<std::string>{} : names->second;
}

size_t edit_distance(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::vector<size_t> before_last, last(other.size() + 1), now(other.size() + 1);
  for (size_t j = 0; j <= other.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= one.size(); ++i) {
    now[0] = i;
    for (size_t j = 1; j <= other.size(); ++j) {
      const bool same = lower(one[i - 1]) == lower(other[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + !same});
      if (i > 1 && j > 1 && lower(one[i - 1]) == lower(other[j - 2]) && lower(one[i - 2]) == lower(other[j - 1]))
        now[j] = std::min(now[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = now;
  }
  return last[other.size()];
}

Error unknown_name(std::string_view called, std::string_view given, const std::set<std::string>& known) {
  std::string message = "no " + std::string(called) + " " + std::string(given);
  // Names are short: longer ones than these are no slip of the hand.
  constexpr size_t kLongest = 100, kFewNames = 40;
  std::string nearest;
  size_t least = std::max<size_t>(2, given.size() / 3) + 1;
  if (given.size() <= kLongest)
    for (const std::string& name : known) {
      if (name.size() > kLongest) continue;
      const size_t distance = edit_distance(given, name);
      if (distance < least) least = distance, nearest = name;
    }
  if (!nearest.empty()) {
    message += "; did you mean " + nearest + "?";
  } else if (!known.empty() && known.size() <= kFewNames) {
    message += "; there are ";
    for (const std::string& name : known) message += (name == *known.begin() ? "" : ", ") + name;
  } else if (known.empty()) {
    message += "; the store has none";
  }
  return {ErrorKind::usage, message};
}

}  // namespace kronika
