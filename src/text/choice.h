// ChoiceModel: how much speaks for each of several candidates, by a log-linear model over the answers to a fixed list
// of questions. The place and the date of an event are chosen so.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"
#include "text/axes.h"

namespace kronika {

// What is asked of a candidate: its answer is a place on one or more axes.
struct ChoiceQuestion {
  std::string_view name;
  bool by_category = false;  // whether categories of events have weights of their own, besides those for all
  std::vector<Axis> axes;
};

// The weights that apply to a candidate.
using ChoiceFeatures = std::vector<uint32_t>;

// Immutable once made; safe for concurrent use by multiple threads.
class ChoiceModel {
 public:
  // All weights are 0.
  ChoiceModel(std::vector<ChoiceQuestion> questions, std::vector<std::string> categories);
  // A text file, one weight a line: category or "any", question, answer, tab, number; those that are not there are 0.
  // The categories are those that the file names. Fails with file and line on anything else.
  static Result<ChoiceModel> load(const std::string& path, std::vector<ChoiceQuestion> questions);
  // That text, weights of 0 left out.
  std::string format() const;

  // For one that has no weights of its own: a number that `add` takes.
  uint32_t category(std::string_view name) const;
  // Adds the weights of one answer: values on the axes of the question, in their order, each less than its axis is
  // long.
  void add(size_t question, uint32_t category, std::initializer_list<uint32_t> values, ChoiceFeatures& to) const;

  uint32_t size() const { return static_cast<uint32_t>(weights_.size()); }
  const std::vector<float>& weights() const { return weights_; }
  void set_weights(std::vector<float> weights) { weights_ = std::move(weights); }
  std::string name(uint32_t weight) const;
  // How much of a weight rests on few examples: what the trainer holds against it.
  float rarity(uint32_t weight) const;
  float score(const ChoiceFeatures& features) const {
    float sum = 0;
    for (const uint32_t feature : features) sum += weights_[feature];
    return sum;
  }
  // Scores turned into shares that sum up to 1, in a fixed order of adding.
  static std::vector<float> shares(const std::vector<float>& scores);

 private:
  // The weight of a name, or why there is none.
  Result<uint32_t> find(std::string_view name) const;
  size_t question_of(uint32_t weight) const;

  std::vector<ChoiceQuestion> questions_;
  std::vector<std::string> categories_;
  std::vector<uint32_t> start_, answers_;  // per question: index of its first weight, number of answers
  std::vector<float> weights_;
};

}  // namespace kronika
