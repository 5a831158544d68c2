// Pieces of words as BERT's uncased vocabulary has them (WordPiece, Wu et al. 2016, arXiv:1609.08144), with the bytes
// that each stands for: the rows of a pre-trained encoder's table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"
#include "kronika/span.h"

namespace kronika {

// Row of the vocabulary, and where in the text it comes from: bytes on code point borders.
struct Piece {
  uint32_t id;
  Span span;
};

// Immutable once made; safe for concurrent use by multiple threads.
class PieceSplitter {
 public:
  PieceSplitter() = default;
  // The vocabulary in the order of its rows: "##ing" goes on a word. Fails (invalid) without [CLS], [SEP] or [UNK].
  static Result<PieceSplitter> make(const std::vector<std::string>& vocabulary);

  // Control and format characters are dropped, CJK characters stand alone, letters are lower case without accents, and
  // a punctuation mark is a word. A word is cut into the longest pieces from left to right; one that cannot be, or that
  // is of more than 100 letters, is [UNK] as a whole. `text` must be valid UTF-8. Names of special pieces in a text are
  // plain words.
  std::vector<Piece> split(std::string_view text) const;
  // The same, appended.
  void split(std::string_view text, std::vector<Piece>& pieces) const;

  uint32_t cls() const { return cls_; }
  uint32_t sep() const { return sep_; }
  uint32_t unknown() const { return unknown_; }

 private:
  class Word;
  // The vocabulary as two tries in one table of edges: node << 8 | byte → node. Slots are tried one after the other.
  struct Edge {
    uint32_t key = 0, to = 0;  // to 0: an empty slot
  };
  static constexpr uint32_t kBegin = 1, kGoOn = 2;  // the roots: of what begins a word, of what goes on one
  static constexpr uint32_t kNone = UINT32_MAX;
  uint32_t step(uint32_t node, unsigned char byte) const;
  void add(std::string_view piece, uint32_t id);
  void cut(const Word& word, std::vector<Piece>& pieces) const;

  std::vector<Edge> edges_;
  std::vector<uint32_t> ids_;  // of each node; kNone: no piece ends there
  uint32_t cls_ = 0, sep_ = 0, unknown_ = 0;
};

}  // namespace kronika
