// Adam (Kingma & Ba 2015) with clipped gradients, and a running average of the weights to keep at the end.
#pragma once

#include <vector>

#include "network.h"

namespace kronika::train {

class Adam {
 public:
  explicit Adam(const std::vector<Parameter>& parameters);
  // One step along `gradients`, which it empties. Rows of sparse tables that were not touched stay as they are.
  void step(std::vector<Parameter>& parameters, Gradients& gradients, float rate);
  // Swaps the weights with their average.
  void swap_average(std::vector<Parameter>& parameters);

 private:
  std::vector<Matrix> mean_, square_, average_;
  long steps_ = 0;
};

}  // namespace kronika::train
