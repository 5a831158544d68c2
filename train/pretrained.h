// What is taken over from a pre-trained encoder (BERT, Devlin et al. 2019, arXiv:1810.04805): its word pieces with
// their vectors, and its view of words in their sentence, which the language network learns to foretell (distillation,
// Hinton et al. 2015, arXiv:1503.02531).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "network.h"

namespace kronika::train {

class Pretrained {
 public:
  // Reads `vocab.txt`, `config.json`'s shape as the tensors give it, and `model.safetensors` in `folder`. Fails with
  // the file and what it lacks.
  static Result<std::unique_ptr<const Pretrained>> load(const std::string& folder);
  ~Pretrained();

  const std::vector<std::string>& pieces() const { return pieces_; }
  // A row a piece: its vector, turned onto the `width` main axes of all (principal components), with a mean square of
  // `spread`².
  Matrix piece_vectors(int width, float spread) const;
  // For each sentence a row a word: the mean of its pieces after layer kLayer. Words beyond what the encoder reads at
  // once get the rows of a window of their own.
  std::vector<Matrix> encode(const std::vector<const std::vector<std::string>*>& sentences) const;

 private:
  Pretrained();
  struct Weights;
  std::vector<std::string> pieces_;
  WordPieces split_;
  std::unique_ptr<Weights> weights_;
};

// The `width` main axes of rows, as columns, and their mean.
struct Axes {
  Matrix mean, columns;
};
Axes main_axes(const Matrix& rows, int width);

}  // namespace kronika::train
