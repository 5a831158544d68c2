// One head of a network, trained on what the encoder of a finished model says of each word: seconds an epoch.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "network.h"
#include "nn/model_file.h"
#include "stage/encode/encode.h"
#include "treebank.h"

namespace kronika::train {

// The words of all sentences, one after the other: what the encoder says of each, and its label.
struct LabelledWords {
  Eigen::Index width = 0;
  std::vector<int8_t> rows;  // width a word, rounded to 1/127
  std::vector<int> labels;
  std::vector<bool> partial;  // the source of the word says nothing about some labels: those of Head::set_silent
  std::vector<size_t> first;  // word of each sentence, and the end
};

// Sentences without labels of this kind are left out. Partial are those whose all_names is false.
LabelledWords encode(const Encoder& encoder, const std::vector<Example>& examples, std::vector<int> Example::*labels);

struct HeadOptions {
  int hidden = 128;
  int epochs = 8;
  float rate = 2e-3f;
  uint64_t seed = 1;  // of the first weights and of the order
};

// tanh(x w' + b), and logits over it.
class Head {
 public:
  // The tensors are `hidden`.w, `hidden`.b, `out`.w and `out`.b.
  Head(const std::string& hidden, const std::string& out, Eigen::Index width, size_t labels,
       const HeadOptions& options);
  // Labels that partial words say nothing about, unless they have them.
  void set_silent(std::vector<int> labels) { silent_ = std::move(labels); }
  // `after` is called after each epoch, with the averaged weights in place.
  void fit(const LabelledWords& words, const std::function<void(int epoch, double loss)>& after);
  // The best label of each word.
  std::vector<int> predict(const LabelledWords& words) const;
  void write(ModelFile& model) const;

 private:
  struct Batch;
  static Batch take(const LabelledWords& words, const std::vector<size_t>& order, size_t from, size_t to);
  float step(Batch& batch);
  void add(const std::string& name, Eigen::Index rows, Eigen::Index columns, float spread);
  float uniform();
  void drop(Matrix& values, float p);
  Matrix affine(const Matrix& x, size_t weights) const;
  Matrix hidden(const Matrix& x) const { return affine(x, 0).array().tanh(); }

  HeadOptions options_;
  std::mt19937_64 random_;
  std::vector<Parameter> parameters_;  // hidden weights and bias, output weights and bias
  Gradients gradients_;
  std::vector<int> silent_;
};

}  // namespace kronika::train
