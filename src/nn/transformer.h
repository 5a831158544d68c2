// An encoder of the BERT kind (Devlin et al. 2019, arXiv:1810.04805): attention and GELU, normalised after each layer;
// int8 weights, inputs of each product rounded to 7 bits a row, exact integer sums, floats in one order: the same bytes
// everywhere.
//
// Tensors of a model, for an encoder named `encoder`:
//   encoder.vocabulary        strings, one a row of encoder.pieces
//   encoder.pieces            bytes [pieces x width]
//   encoder.positions, .types floats [most pieces of a sequence x width], [types x width]
//   encoder.norm.w, .b        floats [1 x width]
//   encoder.heads             float [1 x 1]: a head is 32 or 64 columns
// and for each layer n from 0, with a bias .b [1 x rows] in floats:
//   encoder.n.attention.w     bytes [3 width x width]: queries, keys, values
//   encoder.n.output.w        bytes [width x width]
//   encoder.n.up.w, .down.w   bytes [inner x width], [width x inner]
//   encoder.n.output_norm.w, .down_norm.w floats [1 x width]: after the attention, after the layer
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "nn/dense.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use, each thread with a scratch of its own.
class Transformer {
 public:
  // A piece of a sequence: rows of the model's tables that are added. A mark is a second type.
  struct Input {
    static constexpr uint16_t kNoMark = UINT16_MAX;
    uint32_t piece;
    uint16_t type = 0, mark = kNoMark;
  };
  // What a run needs beside the weights. Grows to the longest run, and is used again without allocation.
  class Scratch {
   public:
    Scratch() = default;

   private:
    friend class Transformer;
    std::vector<float> rows, wide, mixed, attention;
    RoundedBuffer narrow_rounded, wide_rounded;
  };

  static Result<Transformer> load(const ModelFile& model, const std::string& name);
  uint32_t width() const { return width_; }
  uint32_t most_pieces() const { return most_pieces_; }  // of a sequence
  uint32_t types() const { return types_; }
  const std::vector<std::string>& vocabulary() const { return vocabulary_; }

  // A row of width() floats a piece, after the last layer, sequence after sequence; valid until the scratch is used
  // again. `ends`: where each sequence ends in `pieces`, ascending up to pieces.size(). A sequence of more than
  // most_pieces() is the caller's to cut, and rows must be of the tables: both are asserted. What a sequence gives does
  // not depend on others.
  std::span<const float> encode(std::span<const Input> pieces, std::span<const uint32_t> ends, Scratch& scratch,
                                const Kernels& set = kernels()) const;

 private:
  struct Norm {
    std::vector<float> weight, bias;
  };
  struct Layer {
    Dense attention, output, up, down;
    Norm output_norm, down_norm;
  };
  static Result<Norm> load_norm(const ModelFile& model, const std::string& name, uint32_t width);
  void embed(std::span<const Input> pieces, std::span<const uint32_t> ends, float* rows) const;
  void run(std::span<const uint32_t> ends, uint32_t first, uint32_t n, float* rows, Scratch& scratch,
           const Kernels& set) const;

  uint32_t width_ = 0, heads_ = 0, most_pieces_ = 0, types_ = 0;
  std::vector<std::string> vocabulary_;
  Tensor pieces_;
  std::vector<float> position_rows_, type_rows_;
  Norm norm_;
  std::vector<Layer> layers_;
};

}  // namespace kronika
