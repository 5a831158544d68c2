#include "pretrained.h"

#include <cmath>
#include <sstream>

#include "safetensors.h"

namespace kronika::train {
namespace {

constexpr int kLayer = 4;  // of six: where BERTs know most of syntax (Tenney et al. 2019, arXiv:1905.05950)
constexpr int kHeads = 12;
constexpr size_t kMostPieces = 256;  // a window; positions beyond were hardly trained

void normalise(Matrix& x, const Matrix& weight, const Matrix& bias) {
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    auto row = x.row(i).array();
    row -= row.mean();
    row /= std::sqrt(row.square().mean() + 1e-12f);
    row = row * weight.row(0).array() + bias.row(0).array();
  }
}

Matrix affine(const Matrix& x, const Matrix& w, const Matrix& b) {
  Matrix y = x * w.transpose();
  y.rowwise() += b.row(0);
  return y;
}

}  // namespace

struct Pretrained::Weights {
  struct Dense {
    Matrix weight, bias;
    Matrix operator()(const Matrix& x) const { return affine(x, weight, bias); }
  };
  struct Layer {
    Dense query, key, value, out, up, down, norm, last_norm;
  };
  Matrix words, positions, type;
  Dense norm;
  std::vector<Layer> layers;

  // Hidden states of sentences of piece rows, one after the other; `first` holds where each begins, and the end.
  Matrix run(const std::vector<uint32_t>& rows, const std::vector<Eigen::Index>& first) const;
};

Pretrained::Pretrained() : weights_(std::make_unique<Weights>()) {}
Pretrained::~Pretrained() = default;

Result<std::unique_ptr<const Pretrained>> Pretrained::load(const std::string& folder) {
  std::unique_ptr<Pretrained> out(new Pretrained());
  const auto vocabulary = read_whole_file(folder + "/vocab.txt");
  if (!vocabulary) return vocabulary.error();
  std::istringstream lines(vocabulary.value());
  for (std::string line; std::getline(lines, line);) out->pieces_.push_back(line);
  out->split_ = WordPieces(out->pieces_);
  const auto file = Safetensors::read(folder + "/model.safetensors");
  if (!file) return file.error();
  std::string problem;
  const auto get = [&](const std::string& name) {
    auto tensor = file.value().tensor(name);
    if (!tensor) problem = tensor.error().message;
    return tensor ? std::move(tensor.value()) : Matrix();
  };
  const auto dense = [&](const std::string& name) {
    return Weights::Dense{get(name + ".weight"), get(name + ".bias")};
  };
  Weights& weights = *out->weights_;
  weights.words = get("embeddings.word_embeddings.weight");
  weights.positions = get("embeddings.position_embeddings.weight");
  weights.type = get("embeddings.token_type_embeddings.weight");
  weights.norm = dense("embeddings.LayerNorm");
  for (int l = 0; l < kLayer; ++l) {
    const std::string layer = "encoder.layer." + std::to_string(l) + ".", attention = layer + "attention.";
    weights.layers.push_back({dense(attention + "self.query"), dense(attention + "self.key"),
                              dense(attention + "self.value"), dense(attention + "output.dense"),
                              dense(layer + "intermediate.dense"), dense(layer + "output.dense"),
                              dense(attention + "output.LayerNorm"), dense(layer + "output.LayerNorm")});
  }
  if (!problem.empty()) return Error{ErrorKind::invalid, problem};
  if (weights.words.rows() != static_cast<Eigen::Index>(out->pieces_.size()))
    return Error{ErrorKind::invalid, folder + ": vocabulary and embeddings are of different sizes"};
  return std::unique_ptr<const Pretrained>(std::move(out));
}

Matrix Pretrained::Weights::run(const std::vector<uint32_t>& rows, const std::vector<Eigen::Index>& first) const {
  const auto n = static_cast<Eigen::Index>(rows.size());
  const Eigen::Index width = words.cols(), head = width / kHeads;
  Matrix x(n, width);
  for (size_t s = 0; s + 1 < first.size(); ++s)
    for (Eigen::Index i = first[s]; i < first[s + 1]; ++i)
      x.row(i) = words.row(rows[static_cast<size_t>(i)]) + positions.row(i - first[s]) + type.row(0);
  normalise(x, norm.weight, norm.bias);
  for (const Layer& layer : layers) {
    const Matrix q = layer.query(x), k = layer.key(x), v = layer.value(x);
    Matrix mixed(n, width);
    for (size_t s = 0; s + 1 < first.size(); ++s)
      for (int h = 0; h < kHeads; ++h) {
        const Eigen::Index from = first[s], size = first[s + 1] - from;
        Matrix scores = q.block(from, h * head, size, head) * k.block(from, h * head, size, head).transpose() /
                        std::sqrt(static_cast<float>(head));
        for (Eigen::Index i = 0; i < size; ++i) {
          auto row = scores.row(i).array();
          row = (row - row.maxCoeff()).exp();
          row /= row.sum();
        }
        mixed.block(from, h * head, size, head) = scores * v.block(from, h * head, size, head);
      }
    x += layer.out(mixed);
    normalise(x, layer.norm.weight, layer.norm.bias);
    Matrix up = layer.up(x);
    // GELU in its usual approximation.
    up.array() *= 0.5f * (1 + (0.79788456f * (up.array() + 0.044715f * up.array().cube())).tanh());
    x += layer.down(up);
    normalise(x, layer.last_norm.weight, layer.last_norm.bias);
  }
  return x;
}

Matrix Pretrained::piece_vectors(int width, float spread) const {
  const Axes axes = main_axes(weights_->words, width);
  Matrix vectors = (weights_->words.rowwise() - axes.mean.row(0)) * axes.columns;
  vectors *= spread / std::sqrt(vectors.squaredNorm() / static_cast<float>(vectors.size()));
  return vectors;
}

std::vector<Matrix> Pretrained::encode(const std::vector<const std::vector<std::string>*>& sentences) const {
  uint32_t begin = 0, end = 0;
  for (uint32_t i = 0; i < pieces_.size(); ++i) {
    if (pieces_[i] == "[CLS]") begin = i;
    if (pieces_[i] == "[SEP]") end = i;
  }
  struct Word {
    size_t sentence, word;
    Eigen::Index first, last;
  };
  std::vector<uint32_t> rows;
  std::vector<Eigen::Index> first;
  std::vector<Word> words;
  for (size_t s = 0; s < sentences.size(); ++s) {
    size_t open = kMostPieces;  // pieces of the window; full, so that a first one is begun
    for (size_t w = 0; w < sentences[s]->size(); ++w) {
      const std::vector<uint32_t> pieces = split_.split((*sentences[s])[w]);
      if (open + pieces.size() + 1 >= kMostPieces) {
        if (w > 0) rows.push_back(end);
        first.push_back(static_cast<Eigen::Index>(rows.size()));
        rows.push_back(begin);
        open = 1;
      }
      const auto from = static_cast<Eigen::Index>(rows.size());
      rows.insert(rows.end(), pieces.begin(), pieces.end());
      open += pieces.size();
      words.push_back({s, w, from, static_cast<Eigen::Index>(rows.size())});
    }
    if (!sentences[s]->empty()) rows.push_back(end);
  }
  first.push_back(static_cast<Eigen::Index>(rows.size()));
  std::vector<Matrix> out;
  for (const auto* sentence : sentences)
    out.emplace_back(static_cast<Eigen::Index>(sentence->size()), weights_->words.cols());
  if (rows.empty()) return out;
  const Matrix hidden = weights_->run(rows, first);
  for (const Word& word : words)
    out[word.sentence].row(static_cast<Eigen::Index>(word.word)) =
        hidden.middleRows(word.first, word.last - word.first).colwise().mean();
  return out;
}

Axes main_axes(const Matrix& rows, int width) {
  Axes axes;
  axes.mean = rows.colwise().mean();
  const Matrix centred = rows.rowwise() - axes.mean.row(0);
  const Matrix covariance = centred.transpose() * centred / static_cast<float>(rows.rows());
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(covariance);  // the largest come last
  axes.columns = solver.eigenvectors().rightCols(width);
  return axes;
}

}  // namespace kronika::train
