#include "text/choice.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "text/weights.h"

namespace kronika {
namespace {

// The words of a line up to the next space, taken off it.
std::string_view next_word(std::string_view& line) {
  const size_t space = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, space);
  line.remove_prefix(std::min(space + 1, line.size()));
  return word;
}

constexpr std::string_view kAny = "any";

// e to the power of x, x not above 0, to 1e-9 of its value: the same on every machine, which libm is not.
double power_of_e(double x) {
  if (x < -80) return 0;
  constexpr double kLn2 = 0.6931471805599453;
  const int halvings = static_cast<int>(-x / kLn2);
  const double rest = x + halvings * kLn2;  // -ln 2 to 0
  double sum = 1;
  for (int i = 12; i > 0; --i) sum = 1 + sum * rest / i;
  return std::ldexp(sum, -halvings);
}

}  // namespace

ChoiceModel::ChoiceModel(std::vector<ChoiceQuestion> questions, std::vector<std::string> categories)
    : questions_(std::move(questions)), categories_(std::move(categories)) {
  uint32_t start = 0;
  for (const ChoiceQuestion& question : questions_) {
    uint32_t answers = 1;
    for (const Axis& axis : question.axes) answers *= static_cast<uint32_t>(axis.size());
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
  uint32_t answer = (weight - start_[q]) % answers_[q];
  std::string values;
  const std::vector<Axis>& axes = questions_[q].axes;
  for (size_t axis = axes.size(); axis-- > 0;) {
    values = std::string(axes[axis][answer % axes[axis].size()]) + (values.empty() ? "" : "+") + values;
    answer /= static_cast<uint32_t>(axes[axis].size());
  }
  return (block == 0 ? std::string(kAny) : categories_[block - 1]) + " " + std::string(questions_[q].name) + " " +
         values;
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
  uint32_t answer = 0;
  for (const Axis& axis : found->axes) {
    const size_t plus = &axis == &found->axes.back() ? name.size() : std::min(name.find('+'), name.size());
    const auto value = std::find(axis.begin(), axis.end(), name.substr(0, plus));
    if (value == axis.end()) return wrong("answer");
    answer = answer * static_cast<uint32_t>(axis.size()) + static_cast<uint32_t>(value - axis.begin());
    name.remove_prefix(std::min(plus + 1, name.size()));
  }
  const auto q = static_cast<size_t>(found - questions_.begin());
  return start_[q] + (block == kAny ? 0 : 1 + category(block)) * answers_[q] + answer;
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
  const Status read = read_weights(path, "a number",
                                   [&](std::string_view name, const std::string& number) -> std::optional<std::string> {
                                     char* end = nullptr;
                                     const float weight = std::strtof(number.c_str(), &end);
                                     if (end == number.c_str() || *end != '\0' || !std::isfinite(weight))
                                       return "\"" + number + "\" is no number";
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
  for (uint32_t i = 0; i < size(); ++i) {
    char number[32];
    std::snprintf(number, sizeof number, "%.2f", static_cast<double>(weights_[i]));
    if (std::strtof(number, nullptr) != 0.0f) out += name(i) + "\t" + number + "\n";
  }
  return out;
}

std::vector<float> ChoiceModel::shares(const std::vector<float>& scores) {
  std::vector<float> out;
  if (scores.empty()) return out;
  const float highest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (const float score : scores) {
    out.push_back(static_cast<float>(power_of_e(static_cast<double>(score - highest))));
    sum += out.back();
  }
  for (float& share : out) share /= sum;
  return out;
}

}  // namespace kronika
