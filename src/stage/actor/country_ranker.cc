#include "stage/actor/country_ranker.h"

#include <algorithm>
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

}  // namespace

CountryRanker::CountryRanker() {
  uint32_t start = 0;
  for (const Asked& asked : questions()) {
    start_.push_back(start);
    start += size_of(asked.axes);
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
  const size_t q = question_of(weight);
  return std::string(questions()[q].name) + " " + name_of(questions()[q].axes, weight - start_[q]);
}

std::string_view CountryRanker::clue(uint32_t weight) const { return questions()[question_of(weight)].clue; }

uint32_t CountryRanker::answers(uint32_t weight) const { return size_of(questions()[question_of(weight)].axes); }

Result<CountryRanker> CountryRanker::load(const std::string& path) {
  CountryRanker ranker;
  const auto take = [&](std::string_view name, float weight) -> std::optional<std::string> {
    std::string_view answer = name;
    const std::string_view question = next_word(answer);
    for (size_t q = 0; q < questions().size(); ++q)
      if (const auto place = place_named(questions()[q].axes, answer); questions()[q].name == question && place) {
        ranker.weights_[ranker.start_[q] + *place] = weight;
        return std::nullopt;
      }
    return "no question has the answer \"" + std::string(name) + "\"";
  };
  if (const Status read = read_weights(path, take); !read) return read.error();
  return ranker;
}

std::string CountryRanker::format() const {
  std::string out;
  for (uint32_t i = 0; i < size(); ++i) out += weight_line(name(i), weights_[i], 3);
  return out;
}

}  // namespace kronika
