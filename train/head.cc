#include "head.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "adam.h"

namespace kronika::train {
namespace {

constexpr float kInputDropout = 0.2f, kHiddenDropout = 0.33f;
constexpr size_t kBatchWords = 2000;
constexpr float kNever = -1e9f;

}  // namespace

LabelledWords encode(const Encoder& encoder, const std::vector<Example>& examples, std::vector<int> Example::*labels) {
  LabelledWords words;
  words.first = {0};
  for (const Example& example : examples) {
    if ((example.*labels).empty()) continue;
    std::string text;
    Tokens tokens;
    for (const std::string& word : example.words) {
      if (!text.empty()) text += ' ';
      const auto start = static_cast<uint32_t>(text.size());
      text += word;
      tokens.words.push_back({{start, static_cast<uint32_t>(text.size())}, false});
    }
    const auto article = Article::make({"", "", text, {}, "", ""});
    if (!article) continue;
    tokens.sentences.push_back({0, tokens.size(), {0, static_cast<uint32_t>(text.size())}, 0, SentenceKind::body});
    const Encoding encoding = encoder.encode(article.value(), tokens);
    words.width = encoding.width;
    words.rows.insert(words.rows.end(), encoding.rows.begin(), encoding.rows.end());
    words.labels.insert(words.labels.end(), (example.*labels).begin(), (example.*labels).end());
    words.partial.insert(words.partial.end(), example.words.size(), !example.all_names);
    words.first.push_back(words.labels.size());
  }
  return words;
}

// The words of some sentences.
struct Head::Batch {
  Matrix x;
  std::vector<int> labels;
  std::vector<bool> partial;
};

Head::Head(const std::string& hidden, const std::string& out, Eigen::Index width, size_t labels,
           const HeadOptions& options)
    : options_(options), random_(options.seed) {
  const auto glorot = [](Eigen::Index a, Eigen::Index b) { return std::sqrt(6.0f / static_cast<float>(a + b)); };
  const auto count = static_cast<Eigen::Index>(labels);
  add(hidden + ".w", options.hidden, width, glorot(width, options.hidden));
  add(hidden + ".b", 1, options.hidden, 0);
  add(out + ".w", count, options.hidden, glorot(count, options.hidden));
  add(out + ".b", 1, count, 0);
  for (const Parameter& parameter : parameters_)
    gradients_.of.push_back(Matrix::Zero(parameter.value.rows(), parameter.value.cols()));
  gradients_.touched.resize(parameters_.size());
}

void Head::add(const std::string& name, Eigen::Index rows, Eigen::Index columns, float spread) {
  Parameter parameter{name, Matrix(rows, columns)};
  for (Eigen::Index i = 0; i < parameter.value.size(); ++i) parameter.value.data()[i] = (uniform() * 2 - 1) * spread;
  parameters_.push_back(std::move(parameter));
}

float Head::uniform() { return static_cast<float>(random_() >> 40) * (1.0f / 16777216.0f); }

void Head::drop(Matrix& values, float p) {
  for (Eigen::Index i = 0; i < values.size(); ++i) values.data()[i] *= uniform() < p ? 0.0f : 1.0f / (1.0f - p);
}

Matrix Head::affine(const Matrix& x, size_t weights) const {
  Matrix y = x * parameters_[weights].value.transpose();
  y.rowwise() += parameters_[weights + 1].value.row(0);
  return y;
}

Head::Batch Head::take(const LabelledWords& words, const std::vector<size_t>& order, size_t from, size_t to) {
  Batch batch;
  const auto width = static_cast<size_t>(words.width);
  for (size_t s = from; s < to; ++s)
    for (size_t w = words.first[order[s]]; w < words.first[order[s] + 1]; ++w) {
      batch.labels.push_back(words.labels[w]);
      batch.partial.push_back(words.partial[w]);
    }
  batch.x.resize(static_cast<Eigen::Index>(batch.labels.size()), words.width);
  float* to_row = batch.x.data();
  for (size_t s = from; s < to; ++s)
    for (size_t i = words.first[order[s]] * width; i < words.first[order[s] + 1] * width; ++i)
      *to_row++ = static_cast<float>(words.rows[i]) / 127.0f;
  return batch;
}

// Adds the gradient of the batch's mean loss; returns the loss.
float Head::step(Batch& batch) {
  drop(batch.x, kInputDropout);
  const Matrix h = hidden(batch.x);
  Matrix mask = Matrix::Ones(h.rows(), h.cols());
  drop(mask, kHiddenDropout);
  const Matrix dropped = h.array() * mask.array();
  Matrix d = affine(dropped, 2);
  float loss = 0;
  const float share = 1.0f / static_cast<float>(batch.x.rows());
  for (Eigen::Index i = 0; i < d.rows(); ++i) {
    const int label = batch.labels[static_cast<size_t>(i)];
    auto row = d.row(i);
    if (label < 0) {
      row.setZero();
      continue;
    }
    if (batch.partial[static_cast<size_t>(i)] && std::find(silent_.begin(), silent_.end(), label) == silent_.end())
      for (const int other : silent_) row(other) = kNever;
    const float top = row.maxCoeff();
    row = (row.array() - top).exp();
    const float sum = row.sum();
    loss -= std::log(std::max(row(label) / sum, 1e-30f)) * share;
    row *= share / sum;
    row(label) -= share;
  }
  gradients_.of[2].noalias() += d.transpose() * dropped;
  gradients_.of[3] += d.colwise().sum();
  const Matrix d_hidden = (d * parameters_[2].value).array() * mask.array() * (1 - h.array().square());
  gradients_.of[0].noalias() += d_hidden.transpose() * batch.x;
  gradients_.of[1] += d_hidden.colwise().sum();
  return loss;
}

void Head::fit(const LabelledWords& words, const std::function<void(int, double)>& after) {
  Adam adam(parameters_);
  std::vector<size_t> order(words.first.size() - 1);
  std::iota(order.begin(), order.end(), 0);
  for (int epoch = 0; epoch < options_.epochs; ++epoch) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_() % i]);
    double loss = 0;
    long steps = 0;
    for (size_t from = 0; from < order.size(); ++steps) {
      size_t to = from;
      for (size_t size = 0; to < order.size() && size < kBatchWords; ++to)
        size += words.first[order[to] + 1] - words.first[order[to]];
      Batch batch = take(words, order, from, to);
      loss += static_cast<double>(step(batch));
      from = to;
      const double done = (epoch + static_cast<double>(from) / static_cast<double>(order.size())) / options_.epochs;
      adam.step(parameters_, gradients_,
                options_.rate * static_cast<float>(0.02 + 0.98 * 0.5 * (1 + std::cos(done * std::numbers::pi))));
    }
    adam.swap_average(parameters_);
    after(epoch, loss / static_cast<double>(std::max(1L, steps)));
    if (epoch + 1 < options_.epochs) adam.swap_average(parameters_);
  }
}

std::vector<int> Head::predict(const LabelledWords& words) const {
  std::vector<int> best;
  std::vector<size_t> order(words.first.size() - 1);
  std::iota(order.begin(), order.end(), 0);
  for (size_t from = 0; from < order.size();) {
    const size_t to = std::min(order.size(), from + 64);
    const Matrix logits = affine(hidden(take(words, order, from, to).x), 2);
    for (Eigen::Index i = 0; i < logits.rows(); ++i) {
      Eigen::Index column = 0;
      logits.row(i).maxCoeff(&column);
      best.push_back(static_cast<int>(column));
    }
    from = to;
  }
  return best;
}

void Head::write(ModelFile& model) const {
  for (const Parameter& parameter : parameters_) {
    const auto rows = static_cast<uint32_t>(parameter.value.rows()),
               columns = static_cast<uint32_t>(parameter.value.cols());
    const float* values = parameter.value.data();
    model.tensors[parameter.name] =
        rows == 1 ? Tensor{rows, columns, {}, {}, {values, values + columns}} : quantise(values, rows, columns);
  }
}

}  // namespace kronika::train
