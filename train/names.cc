#include "names.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <numbers>
#include <numeric>
#include <random>
#include <set>
#include <tuple>

#include "adam.h"
#include "corpora.h"
#include "known_names.h"
#include "nn/model_file.h"
#include "stage/encode/encode.h"

namespace kronika::train {
namespace {

constexpr float kInputDropout = 0.2f, kHiddenDropout = 0.33f;
constexpr Eigen::Index kBatch = 2000;  // words
constexpr float kNever = -1e9f;

const std::map<std::string, std::string> kNameTypes = {{"PER", "person"},
                                                       {"Person", "person"},
                                                       {"person", "person"},
                                                       {"politician", "person"},
                                                       {"ORG", "organization"},
                                                       {"Organisation", "organization"},
                                                       {"organisation", "organization"},
                                                       {"politicalparty", "organization"},
                                                       {"LOC", "place"},
                                                       {"Location", "place"},
                                                       {"location", "place"},
                                                       {"country", "place"},
                                                       {"event", "event"},
                                                       {"election", "event"},
                                                       {"MISC", "other"},
                                                       {"misc", "other"},
                                                       {"TIME", "date"},
                                                       {"Temporal", "date"},
                                                       {"NUM", "number"},
                                                       {"Quantity", "number"},
                                                       {"Money", "number"},
                                                       {"Nationality", "group"}};

// The spans of persons, organizations and places among BIO labels, as (first, last, type).
std::set<std::tuple<size_t, size_t, std::string>> name_spans(const LabelSet& labels, const std::vector<int>& of) {
  std::set<std::tuple<size_t, size_t, std::string>> spans;
  std::string open;
  size_t first = 0;
  for (size_t i = 0; i <= of.size(); ++i) {
    const std::string label = i < of.size() ? labels.names()[static_cast<size_t>(of[i])] : "O";
    if (label.starts_with("I-") && label.substr(2) == open) continue;
    if (open == "person" || open == "organization" || open == "place") spans.emplace(first, i, open);
    open = label == "O" ? "" : label.substr(2);
    first = i;
  }
  return spans;
}

// The words of all sentences, one after the other: what the encoder says of each, and its label.
struct Words {
  std::vector<int8_t> rows;  // rounded to 1/127
  std::vector<int> labels;
  std::vector<bool> all_names;
  std::vector<size_t> first;  // word of each sentence, and the end
};

Words encode(const Encoder& encoder, const std::vector<Example>& examples) {
  Words words;
  words.first = {0};
  for (const Example& example : examples) {
    if (example.name.empty()) continue;
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
    words.rows.insert(words.rows.end(), encoding.rows.begin(), encoding.rows.end());
    words.labels.insert(words.labels.end(), example.name.begin(), example.name.end());
    words.all_names.insert(words.all_names.end(), example.name.size(), example.all_names);
    words.first.push_back(words.labels.size());
  }
  return words;
}

// tanh(x w' + b) and logits over it.
class Head {
 public:
  Head(int width, int hidden, int labels, uint64_t seed) : random_(seed) {
    add("name.hidden.w", hidden, width, std::sqrt(6.0f / static_cast<float>(width + hidden)));
    add("name.hidden.b", 1, hidden, 0);
    add("name.w", labels, hidden, std::sqrt(6.0f / static_cast<float>(hidden + labels)));
    add("name.b", 1, labels, 0);
    for (const Parameter& parameter : parameters_)
      gradients_.of.push_back(Matrix::Zero(parameter.value.rows(), parameter.value.cols()));
    gradients_.touched.resize(parameters_.size());
  }

  std::vector<Parameter>& parameters() { return parameters_; }
  Gradients& gradients() { return gradients_; }

  Matrix logits(const Matrix& x) const { return affine(hidden(x), 2); }

  // Adds the gradient of the mean loss of the rows with a label; returns the loss. `never`: labels that the source of
  // a row says nothing about.
  float train(Matrix x, const std::vector<int>& labels, const std::vector<bool>& all, const std::vector<int>& never) {
    drop(x, kInputDropout);
    const Matrix h = hidden(x);
    Matrix mask = Matrix::Ones(h.rows(), h.cols());
    drop(mask, kHiddenDropout);
    const Matrix dropped = h.array() * mask.array();
    Matrix d = affine(dropped, 2);
    float loss = 0;
    const float share = 1.0f / static_cast<float>(x.rows());
    for (Eigen::Index i = 0; i < d.rows(); ++i) {
      const int label = labels[static_cast<size_t>(i)];
      auto row = d.row(i);
      if (label < 0) {
        row.setZero();
        continue;
      }
      if (!all[static_cast<size_t>(i)] && std::find(never.begin(), never.end(), label) == never.end())
        for (const int other : never) row(other) = kNever;
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
    gradients_.of[0].noalias() += d_hidden.transpose() * x;
    gradients_.of[1] += d_hidden.colwise().sum();
    return loss;
  }

 private:
  void add(const char* name, int rows, int columns, float spread) {
    Parameter parameter{name, Matrix(rows, columns)};
    for (Eigen::Index i = 0; i < parameter.value.size(); ++i) parameter.value.data()[i] = (uniform() * 2 - 1) * spread;
    parameters_.push_back(std::move(parameter));
  }
  float uniform() { return static_cast<float>(random_() >> 40) * (1.0f / 16777216.0f); }
  void drop(Matrix& values, float p) {
    for (Eigen::Index i = 0; i < values.size(); ++i) values.data()[i] *= uniform() < p ? 0.0f : 1.0f / (1.0f - p);
  }
  Matrix affine(const Matrix& x, size_t weights) const {
    Matrix y = x * parameters_[weights].value.transpose();
    y.rowwise() += parameters_[weights + 1].value.row(0);
    return y;
  }
  Matrix hidden(const Matrix& x) const { return affine(x, 0).array().tanh(); }

  std::mt19937_64 random_;
  std::vector<Parameter> parameters_;
  Gradients gradients_;
};

// Rows of the words of sentences [from, to) of `order`.
struct Batch {
  Matrix x;
  std::vector<int> labels;
  std::vector<bool> all;
};

Batch take(const Words& words, Eigen::Index width, const std::vector<size_t>& order, size_t from, size_t to) {
  Batch batch;
  for (size_t s = from; s < to; ++s)
    for (size_t w = words.first[order[s]]; w < words.first[order[s] + 1]; ++w) {
      batch.labels.push_back(words.labels[w]);
      batch.all.push_back(words.all_names[w]);
    }
  batch.x.resize(static_cast<Eigen::Index>(batch.labels.size()), width);
  Eigen::Index row = 0;
  for (size_t s = from; s < to; ++s)
    for (size_t w = words.first[order[s]]; w < words.first[order[s] + 1]; ++w, ++row)
      for (Eigen::Index k = 0; k < width; ++k)
        batch.x(row, k) =
            static_cast<float>(words.rows[w * static_cast<size_t>(width) + static_cast<size_t>(k)]) / 127.0f;
  return batch;
}

}  // namespace

Result<std::vector<Example>> read_name_corpora(const std::string& data, Labels& labels) {
  const struct {
    const char* name;
    bool all;
  } sources[] = {{"wikigold", false},
                 {"re3d_open", true},
                 {"redocred-dev", true},
                 {"crossner_politics-train", false},
                 {"crossner_politics-dev", false}};
  std::vector<Example> examples;
  for (const auto& source : sources) {
    auto bank = read_names(data + "/data/ner/ner_" + source.name + ".iob2", kNameTypes, source.all, labels);
    if (!bank) return bank.error();
    std::move(bank.value().begin(), bank.value().end(), std::back_inserter(examples));
  }
  return examples;
}

Result<std::vector<Example>> read_names_dev(const std::string& data, Labels& labels) {
  return read_names(data + "/data/ner/ner_uner_ewt-dev.iob2", kNameTypes, false, labels);
}

void NameScore::add(const LabelSet& labels, const std::vector<int>& gold, const std::vector<int>& said) {
  const auto wanted = name_spans(labels, gold), found = name_spans(labels, said);
  gold_ += wanted.size();
  said_ += found.size();
  for (const auto& span : found) right_ += wanted.contains(span);
}

void NameScore::print(const char* name) const {
  const auto percent = [](double part, size_t of) {
    return 100.0 * part / static_cast<double>(std::max<size_t>(1, of));
  };
  std::printf("  %s: names precision %.2f recall %.2f F1 %.2f\n", name, percent(static_cast<double>(right_), said_),
              percent(static_cast<double>(right_), gold_), percent(2.0 * static_cast<double>(right_), gold_ + said_));
}

Status train_names(const NamesOptions& options) {
  auto model = ModelFile::read(options.model);
  if (!model) return model.error();
  const auto encoder = Encoder::load(model.value());
  if (!encoder) return encoder.error();
  const auto known = KnownNames::load(options.kronika);
  if (!known) return known.error();
  Labels labels;
  std::vector<Example> examples;
  for (const char* name : {"en_ewt-train", "en_gum_open-train"}) {
    auto bank =
        read_treebank(options.data + "/data/syntax/" + name + ".conllu", left_out_documents(), &known.value(), labels);
    if (!bank) return bank.error();
    std::move(bank.value().begin(), bank.value().end(), std::back_inserter(examples));
  }
  auto corpora = read_name_corpora(options.data, labels);
  if (!corpora) return corpora.error();
  std::move(corpora.value().begin(), corpora.value().end(), std::back_inserter(examples));
  auto dev = read_names_dev(options.data, labels);
  if (!dev) return dev.error();
  std::fprintf(stderr, "encoding %zu sentences\n", examples.size());
  const Words words = encode(*encoder.value(), examples), dev_words = encode(*encoder.value(), dev.value());
  const auto width = static_cast<Eigen::Index>(words.rows.size() / words.labels.size());
  std::vector<int> never;
  for (size_t label = 0; label < labels.name.size(); ++label) {
    const std::string& name = labels.name.names()[label];
    if (name.ends_with("date") || name.ends_with("number") || name.ends_with("group"))
      never.push_back(static_cast<int>(label));
  }
  std::vector<size_t> counts(labels.name.size(), 0);
  for (const int label : words.labels)
    if (label >= 0) ++counts[static_cast<size_t>(label)];
  for (size_t label = 0; label < counts.size(); ++label)
    std::printf("%s %zu  ", labels.name.names()[label].c_str(), counts[label]);
  std::printf("\n");

  Head head(static_cast<int>(width), options.hidden, static_cast<int>(labels.name.size()), options.seed);
  Adam adam(head.parameters());
  std::mt19937_64 random(options.seed);
  std::vector<size_t> order(words.first.size() - 1), dev_order(dev_words.first.size() - 1);
  std::iota(order.begin(), order.end(), 0);
  std::iota(dev_order.begin(), dev_order.end(), 0);
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    double loss = 0;
    long steps = 0;
    for (size_t from = 0; from < order.size();) {
      size_t to = from;
      for (size_t size = 0; to < order.size() && size < static_cast<size_t>(kBatch); ++to)
        size += words.first[order[to] + 1] - words.first[order[to]];
      const Batch batch = take(words, width, order, from, to);
      loss += static_cast<double>(head.train(batch.x, batch.labels, batch.all, never));
      ++steps;
      from = to;
      const double done = (epoch + static_cast<double>(from) / static_cast<double>(order.size())) / options.epochs;
      adam.step(head.parameters(), head.gradients(),
                options.rate * static_cast<float>(0.02 + 0.98 * 0.5 * (1 + std::cos(done * std::numbers::pi))));
    }
    adam.swap_average(head.parameters());
    NameScore score;
    const Batch batch = take(dev_words, width, dev_order, 0, dev_order.size());
    const Matrix logits = head.logits(batch.x);
    for (size_t s = 0; s + 1 < dev_words.first.size(); ++s) {
      std::vector<int> gold, said;
      for (size_t w = dev_words.first[s]; w < dev_words.first[s + 1]; ++w) {
        Eigen::Index best = 0;
        logits.row(static_cast<Eigen::Index>(w)).maxCoeff(&best);
        gold.push_back(dev_words.labels[w]);
        said.push_back(static_cast<int>(best));
      }
      score.add(labels.name, gold, said);
    }
    std::printf("epoch %d of %d: loss %.4f\n", epoch + 1, options.epochs, loss / static_cast<double>(steps));
    score.print("uner_ewt-dev");
    std::fflush(stdout);
    if (epoch + 1 < options.epochs) adam.swap_average(head.parameters());
  }
  for (const Parameter& parameter : head.parameters()) {
    const auto rows = static_cast<uint32_t>(parameter.value.rows()),
               columns = static_cast<uint32_t>(parameter.value.cols());
    const float* values = parameter.value.data();
    model.value().tensors[parameter.name] =
        rows == 1 ? Tensor{rows, columns, {}, {}, {values, values + columns}} : quantise(values, rows, columns);
  }
  model.value().strings["name"] = labels.name.names();
  const std::string path = options.out.empty() ? options.model : options.out;
  std::ofstream out(path, std::ios::binary);
  const std::string bytes = model.value().format();
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return Error{ErrorKind::io, path + ": cannot be written"};
  return Done{};
}

}  // namespace kronika::train
