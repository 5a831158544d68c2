#include "adam.h"

#include <algorithm>
#include <cmath>

namespace kronika::train {
namespace {

constexpr float kMeanDecay = 0.9f, kSquareDecay = 0.98f, kEpsilon = 1e-8f, kMostNorm = 5.0f;
constexpr float kAverageDecay = 0.9995f;
constexpr int kAverageEvery = 8;  // steps; the tables are large

}  // namespace

Adam::Adam(const std::vector<Parameter>& parameters) {
  for (const Parameter& parameter : parameters) {
    mean_.push_back(Matrix::Zero(parameter.value.rows(), parameter.value.cols()));
    square_.push_back(mean_.back());
    average_.push_back(parameter.value);
  }
}

void Adam::step(std::vector<Parameter>& parameters, Gradients& gradients, float rate) {
  ++steps_;
  double norm = 0;
  for (size_t p = 0; p < parameters.size(); ++p) {
    std::vector<uint32_t>& touched = gradients.touched[p];
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    if (!parameters[p].sparse) norm += gradients.of[p].squaredNorm();
    for (const uint32_t row : touched) norm += gradients.of[p].row(row).squaredNorm();
  }
  const float clip = std::min(1.0f, kMostNorm / static_cast<float>(std::sqrt(norm) + 1e-12));
  const float steps = static_cast<float>(steps_);
  const float scale = rate * std::sqrt(1 - std::pow(kSquareDecay, steps)) / (1 - std::pow(kMeanDecay, steps));
  const auto update = [&](auto value, auto gradient, auto mean, auto square) {
    gradient *= clip;
    mean = mean * kMeanDecay + gradient * (1 - kMeanDecay);
    square = square * kSquareDecay + gradient.square() * (1 - kSquareDecay);
    value -= scale * mean / (square.sqrt() + kEpsilon);
    gradient.setZero();
  };
  for (size_t p = 0; p < parameters.size(); ++p) {
    if (!parameters[p].sparse) {
      update(parameters[p].value.array(), gradients.of[p].array(), mean_[p].array(), square_[p].array());
      continue;
    }
    for (const uint32_t row : gradients.touched[p])
      update(parameters[p].value.row(row).array(), gradients.of[p].row(row).array(), mean_[p].row(row).array(),
             square_[p].row(row).array());
    gradients.touched[p].clear();
  }
  if (steps_ % kAverageEvery == 0) {
    const float kept = std::min(std::pow(kAverageDecay, static_cast<float>(kAverageEvery)), steps / (steps + 100));
    for (size_t p = 0; p < parameters.size(); ++p)
      if (!parameters[p].fixed) average_[p] = average_[p] * kept + parameters[p].value * (1 - kept);
  }
}

void Adam::swap_average(std::vector<Parameter>& parameters) {
  for (size_t p = 0; p < average_.size(); ++p) average_[p].swap(parameters[p].value);
}

}  // namespace kronika::train
