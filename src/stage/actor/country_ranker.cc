#include "stage/actor/country_ranker.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "text/axes.h"
#include "text/weights.h"

namespace kronika {
namespace {

struct Asked {
  std::string_view name, clue;
  std::vector<Axis> axes;
};

// The order of a list is that of its enum, or of the numbers that country_choice.cc gives; names of weights are made of
// these words, so a list that changes means training again.
const std::vector<Asked>& questions() {
  static const Axis stance = {"none",     "where",  "subject", "owner", "subject_modifier",
                              "modifier", "people", "city",    "actor", "other"};
  static const Axis guise = {"definite", "indefinite", "bare", "person", "organization", "country_noun"};
  static const Axis sector = {"unknown", "government", "force",    "court", "parliament", "people",
                              "party",   "armed",      "business", "press", "other"};
  static const Axis rank = {"first", "second", "third", "later"};
  static const Axis share = {"tiny", "small", "some", "half", "most", "all"};
  static const Axis yes = {"no", "yes"};
  static const Axis back = {"same", "one", "two", "few", "far", "later", "never"};
  static const Axis role = {"none", "subject", "object", "oblique", "where", "inside"};
  static const Axis noun = {"unseen", "nearest", "before", "only_other"};
  static const Axis size = {"none", "one", "two", "more"};
  static const std::vector<Asked> all = {
      {"nobody", "kind", {sector, guise, size}}, {"share", "story", {rank, share}},
      {"share_sector", "story", {rank, sector}}, {"share_guise", "story", {rank, guise}},
      {"near", "sentence", {stance, yes}},       {"after", "sentence", {stance, yes}},
      {"back", "sentence", {back, stance}},      {"recency", "sentence", {rank, guise}},
      {"lead", "story", {yes, yes, yes}},        {"foreign", "story", {stance, rank}},
      {"clause", "clause", {role, role, yes}},   {"conjunct", "clause", {yes}},
      {"same_noun", "noun", {noun, guise}},      {"same_sector", "noun", {noun, sector}},
      {"inner", "clause", {yes, yes}},           {"single", "story", {size, rank}},
  };
  return all;
}

uint32_t answers_of(const Asked& asked) {
  uint32_t count = 1;
  for (const Axis& axis : asked.axes) count *= static_cast<uint32_t>(axis.size());
  return count;
}

}  // namespace

CountryRanker::CountryRanker() {
  uint32_t start = 0;
  for (const Asked& asked : questions()) {
    start_.push_back(start);
    start += answers_of(asked);
  }
  weights_.assign(start, 0.0f);
}

void CountryRanker::add(CountryQuestion question, std::initializer_list<uint32_t> values, CountryFeatures& to) const {
  const auto q = static_cast<size_t>(question);
  to.push_back(start_[q] + place_of(questions()[q].axes, values));
}

size_t CountryRanker::question_of(uint32_t weight) const {
  return static_cast<size_t>(std::upper_bound(start_.begin(), start_.end(), weight) - start_.begin()) - 1;
}

std::string CountryRanker::name(uint32_t weight) const {
  const Asked& asked = questions()[question_of(weight)];
  uint32_t answer = weight - start_[question_of(weight)];
  std::string values;
  for (size_t axis = asked.axes.size(); axis-- > 0;) {
    const Axis& words = asked.axes[axis];
    values = std::string(words[answer % words.size()]) + (values.empty() ? "" : "+") + values;
    answer /= static_cast<uint32_t>(words.size());
  }
  return std::string(asked.name) + " " + values;
}

std::string_view CountryRanker::clue(uint32_t weight) const { return questions()[question_of(weight)].clue; }

uint32_t CountryRanker::answers(uint32_t weight) const { return answers_of(questions()[question_of(weight)]); }

Result<CountryRanker> CountryRanker::load(const std::string& path) {
  CountryRanker ranker;
  std::vector<std::pair<std::string, uint32_t>> known;
  for (uint32_t i = 0; i < ranker.size(); ++i) known.emplace_back(ranker.name(i), i);
  std::sort(known.begin(), known.end());
  const auto take = [&](std::string_view name, const std::string& number) -> std::optional<std::string> {
    char* end = nullptr;
    const float weight = std::strtof(number.c_str(), &end);
    if (end == number.c_str() || *end != '\0' || !std::isfinite(weight)) return "\"" + number + "\" is no number";
    const auto at = std::lower_bound(known.begin(), known.end(), name,
                                     [](const auto& pair, std::string_view wanted) { return pair.first < wanted; });
    if (at == known.end() || at->first != name) return "no question has the answer \"" + std::string(name) + "\"";
    ranker.weights_[at->second] = weight;
    return std::nullopt;
  };
  if (const Status read = read_weights(path, "a number", take); !read) return read.error();
  return ranker;
}

std::string CountryRanker::format() const {
  std::string out;
  for (uint32_t i = 0; i < size(); ++i) {
    char number[32];
    std::snprintf(number, sizeof number, "%.3f", static_cast<double>(weights_[i]));
    if (std::strtof(number, nullptr) != 0.0f) out += name(i) + "\t" + number + "\n";
  }
  return out;
}

}  // namespace kronika
