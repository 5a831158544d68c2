// The language network: a word encoder, bidirectional simple recurrent units (Lei et al. 2018, arXiv:1709.02755) and
// heads for tags, lemma scripts, trees (biaffine, Dozat & Manning 2017, arXiv:1611.01734) and names; forward and
// backward by hand.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "stage/encode/pieces.h"
#include "treebank.h"

namespace kronika::train {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Sizes {
  int form = 96, gram = 96, affix = 64;  // embeddings; together with the pieces the input of the word layer
  int piece = 128;                       // 0: no pre-trained pieces
  int width = 256;                       // of the encoder: half forward, half backward
  int layers = 3;
  int tag = 128, arc = 128, label = 128, name = 96;  // hidden layers of the heads
};

// One tensor. `sparse`: an embedding table, of which a step touches few rows.
struct Parameter {
  std::string name;
  Matrix value;
  bool sparse = false;
  bool fixed = false;  // never changed by training
};

// Gradients in the order of Network::parameters(), and the rows touched of the sparse ones.
struct Gradients {
  std::vector<Matrix> of;
  std::vector<std::vector<uint32_t>> touched;
};

// A sentence made ready: feature rows looked up.
struct Prepared {
  const Example* example = nullptr;
  std::vector<uint32_t> form;  // row of the form table, 0: unknown
  std::vector<std::vector<uint32_t>> affixes, grams, pieces;
};

struct Losses {
  double tags = 0, arcs = 0, labels = 0, names = 0, context = 0;
  double words = 0;
};

// What the network says of one sentence.
struct Prediction {
  std::vector<int> upos, xpos, feats, script, name;
  std::vector<uint32_t> head;
  std::vector<int> deprel;
};

class Network {
 public:
  // A parameter that is of no use once training is over.
  static bool only_for_training(const std::string& name) { return name.starts_with("context"); }
  // `pieces` and `piece_vectors` (a row a piece, sizes.piece wide) are empty where sizes.piece is 0.
  Network(const Sizes& sizes, std::vector<std::string> forms, std::vector<std::string> pieces,
          const Matrix& piece_vectors, const Labels& labels, uint64_t seed);

  Prepared prepare(const Example& example) const;
  std::vector<Parameter>& parameters() { return parameters_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }
  Gradients make_gradients() const;

  // Adds the gradients of the sentences' summed loss, times `scale`. With dropout drawn from `seed`.
  Losses train(const std::vector<const Prepared*>& sentences, float scale, uint64_t seed, Gradients& gradients) const;
  std::vector<Prediction> predict(const std::vector<const Prepared*>& sentences) const;

  const Sizes& sizes() const { return sizes_; }
  const std::vector<std::string>& forms() const { return forms_; }
  const std::vector<std::string>& pieces() const { return pieces_; }
  const Labels& labels() const { return labels_; }

 private:
  struct Pass;
  void encode(const std::vector<const Prepared*>& sentences, std::mt19937_64* random, Pass& pass) const;
  void encode_backward(Pass& pass, const Matrix& d_top, Gradients& gradients) const;
  int add(const std::string& name, int rows, int columns, float spread, std::mt19937_64& random, bool sparse = false);
  const Matrix& at(int parameter) const { return parameters_[static_cast<size_t>(parameter)].value; }

  Sizes sizes_;
  std::vector<std::string> forms_;
  std::vector<std::string> pieces_;
  WordPieces word_pieces_;
  std::unordered_map<std::string, uint32_t> form_row_;
  Labels labels_;
  std::vector<Parameter> parameters_;
  // Indices into parameters_.
  int form_, gram_, affix_, piece_ = -1, word_w_, word_b_;
  std::vector<int> layer_w_, layer_b_, layer_v_;
  int tag_w_, tag_b_, upos_w_, upos_b_, xpos_w_, xpos_b_, feats_w_, feats_b_, script_w_, script_b_;
  int dep_w_, dep_b_, gov_w_, gov_b_, arc_, arc_u_, arc_root_;
  int label_dep_w_, label_gov_w_, label_b_, label_root_, label_out_w_, label_out_b_;
  int name_hidden_w_, name_hidden_b_, name_w_, name_b_;
  int context_w_ = -1, context_b_ = -1;  // foretells what the pre-trained encoder sees; only for training
};

}  // namespace kronika::train
