// The judge's weights, and the small steps that its heads are made of. Internal to the stage.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "nn/linear.h"
#include "nn/transformer.h"
#include "stage/judge/windows.h"
#include "stage/judge/word_pieces.h"

namespace kronika {

// Rows of floats that are read and never changed.
struct FloatTable {
  uint32_t columns = 0;
  std::vector<float> rows;
  const float* row(size_t index) const { return rows.data() + index * columns; }
};

// In place: values to chances that add up to 1.
void to_chances(float* values, size_t count);
// To length 1; `to` may be `from`.
void normalise(const float* from, uint32_t n, float* to);

// Rows rounded to int8, each with its scale.
struct Rounded {
  std::vector<int8_t> bytes;
  std::vector<float> scales;
  void set(const std::vector<float>& rows, uint32_t columns) {
    const size_t count = rows.size() / columns;
    bytes.resize(rows.size());
    scales.resize(count);
    for (size_t i = 0; i < count; ++i)
      scales[i] = quantise_row(rows.data() + i * columns, columns, bytes.data() + i * columns);
  }
};

// What the fast coder says of a word, how it takes a mention, values of factuality: see stage/judge/seen.h.
constexpr uint32_t kFast = 33, kFlags = 9, kFactualities = 5;
// Classes of where a country is named, how often, what the fast coder says; sides without a country: see countries.h.
constexpr uint32_t kCountryDistances = 12, kCountryRanks = 5, kCountrySaid = 3, kUncountried = 2;

// The encoder and what is read from its rows; the tensors of train/accurate/export.py.
struct JudgeHeads {
  PieceSplitter pieces;
  WindowSizes sizes;
  Transformer encoder;
  std::vector<std::string> categories, modes, sectors;
  FloatTable fast, fast_bias, fast_factuality, flag, unnamed_flag;
  FloatTable country_distance, country_rank, country_said, country_said_special;
  Linear word, turn, category, mode, factuality, again, query, key, unnamed, relation, relation_category;
  Linear country_query, country_key, country_special;
  FloatTable sector_taken_for;  // of each side: sectors, not known, no words name the party
  Linear sector_event, sector_party;
  uint32_t width = 0, hidden = 0;
  uint32_t mask = 0;  // the piece that stands for a hidden one

  static Result<std::unique_ptr<const JudgeHeads>> load(const ModelFile& model);
  std::span<const float> encode(const Window& window, Transformer::Scratch& scratch) const {
    const uint32_t end = static_cast<uint32_t>(window.pieces.size());
    return encoder.encode(window.pieces, {&end, 1}, scratch);
  }
  // Values of a side's query and of a key.
  uint32_t country_width() const { return country_query.rows() / 2; }
  // The chances of the categories without none, for a window with marked parties.
  void relate(const Window& window, std::span<const float> rows, std::vector<float>& chances) const;

 private:
  std::optional<Error> read(const ModelFile& model);
};

}  // namespace kronika
