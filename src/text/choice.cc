#include "text/choice.h"

#include <algorithm>
#include <cmath>

#include "base/exact.h"
#include "text/weights.h"

namespace kronika {
namespace {

constexpr std::string_view kAny = "any";

}  // namespace

ChoiceModel::ChoiceModel(std::vector<ChoiceQuestion> questions, std::vector<std::string> categories)
    : questions_(std::move(questions)), categories_(std::move(categories)) {
  uint32_t start = 0;
  for (const ChoiceQuestion& question : questions_) {
    const uint32_t answers = size_of(question.axes);
    start_.push_back(start);
    answers_.push_back(answers);
    start += answers * (question.by_category ? 1 + static_cast<uint32_t>(categories_.size()) : 1);
  }
  weights_.assign(start, 0.0f);
}

uint32_t ChoiceModel::category(std::string_view name) const {
  return static_cast<uint32_t>(std::find(categories_.begin(), categories_.end(), name) - categories_.begin());
}

void ChoiceModel::add(size_t question, uint32_t category, std::initializer_list<uint32_t> values,
                      ChoiceFeatures& to) const {
  const uint32_t first = start_[question] + place_of(questions_[question].axes, values);
  to.push_back(first);
  if (questions_[question].by_category && category < categories_.size())
    to.push_back(first + (1 + category) * answers_[question]);
}

size_t ChoiceModel::question_of(uint32_t weight) const {
  return static_cast<size_t>(std::upper_bound(start_.begin(), start_.end(), weight) - start_.begin()) - 1;
}

std::string ChoiceModel::name(uint32_t weight) const {
  const size_t q = question_of(weight);
  const uint32_t block = (weight - start_[q]) / answers_[q];
  return (block == 0 ? std::string(kAny) : categories_[block - 1]) + " " + std::string(questions_[q].name) + " " +
         name_of(questions_[q].axes, (weight - start_[q]) % answers_[q]);
}

float ChoiceModel::rarity(uint32_t weight) const {
  const size_t q = question_of(weight);
  const float block = (weight - start_[q]) / answers_[q] == 0 ? 1.0f : 3.0f;
  return block * std::max(1.0f, std::sqrt(static_cast<float>(answers_[q]) / 8.0f));
}

Result<uint32_t> ChoiceModel::find(std::string_view name) const {
  const std::string_view whole = name, block = next_word(name), question = next_word(name);
  const auto wrong = [&](const char* what) {
    return Error{ErrorKind::invalid, "\"" + std::string(whole) + "\" has no such " + what};
  };
  const auto found = std::find_if(questions_.begin(), questions_.end(),
                                  [&](const ChoiceQuestion& asked) { return asked.name == question; });
  if (found == questions_.end()) return wrong("question");
  if (block != kAny && !found->by_category) return wrong("category");
  const auto answer = place_named(found->axes, name);
  if (!answer) return wrong("answer");
  const auto q = static_cast<size_t>(found - questions_.begin());
  return start_[q] + (block == kAny ? 0 : 1 + category(block)) * answers_[q] + *answer;
}

Result<ChoiceModel> ChoiceModel::load(const std::string& path, std::vector<ChoiceQuestion> questions) {
  // Which categories there are is known at the end of the file only.
  std::vector<std::string> categories;
  const Status named = read_weights(path, "a number", [&](std::string_view name, const std::string&) {
    const std::string_view block = next_word(name);
    if (block != kAny && std::find(categories.begin(), categories.end(), block) == categories.end())
      categories.emplace_back(block);
    return std::optional<std::string>();
  });
  if (!named) return named.error();
  ChoiceModel model(std::move(questions), std::move(categories));
  const Status read = read_weights(path, [&](std::string_view name, float weight) -> std::optional<std::string> {
    const auto at = model.find(name);
    if (!at) return at.error().message;
    model.weights_[at.value()] = weight;
    return std::nullopt;
  });
  if (!read) return read.error();
  return model;
}

std::string ChoiceModel::format() const {
  std::string out;
  for (uint32_t i = 0; i < size(); ++i) out += weight_line(name(i), weights_[i], 2);
  return out;
}

std::vector<float> ChoiceModel::shares(const std::vector<float>& scores) {
  std::vector<float> out;
  if (scores.empty()) return out;
  const float highest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (const float score : scores) {
    out.push_back(static_cast<float>(exact_exp(static_cast<double>(score - highest))));
    sum += out.back();
  }
  for (float& share : out) share /= sum;
  return out;
}

}  // namespace kronika
