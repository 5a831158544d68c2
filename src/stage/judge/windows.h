// Windows: what the encoder reads at once. [CLS] words before [SEP] a sentence [SEP]: of what stands before, as much as
// fits. The trainer makes the same windows (train/accurate/examples.py).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kronika/article.h"
#include "nn/transformer.h"
#include "stage/judge/word_pieces.h"
#include "text/tokens.h"

namespace kronika {

// The types of pieces: rows of the encoder's table of types.
enum class PieceType : uint8_t { sentence, before, source, target };

struct Window {
  std::vector<Transformer::Input> pieces;
  // Words in text order, each with the piece that stands for it: the first that begins in it, else the one it lies in.
  struct WordPiece {
    uint32_t word, piece;
  };
  std::vector<WordPiece> words;

  // The entry of a word; null where the window has no place for it.
  const WordPiece* of(uint32_t word) const;
};

// Pieces of a window with what stands before it, and of one whose sentence alone is longer.
struct WindowSizes {
  uint32_t with_before = 40, longest = 128;
};

// Makes the windows of one article, each sentence's pieces once. Views; they must outlive it.
class WindowMaker {
 public:
  WindowMaker(const PieceSplitter& pieces, const WindowSizes& sizes, const Article& article, const Tokens& tokens)
      : pieces_(pieces), sizes_(sizes), article_(article), tokens_(tokens), split_(tokens.sentences.size()) {}

  Window of(uint32_t sentence);

 private:
  const std::vector<Piece>& split(uint32_t sentence);
  void add_words(const Piece* first, const Piece* last, uint32_t base, Window& to) const;

  const PieceSplitter& pieces_;
  const WindowSizes& sizes_;
  const Article& article_;
  const Tokens& tokens_;
  std::vector<std::vector<Piece>> split_;  // per sentence; empty: not yet
};

// Spans (bytes of a text) whose pieces have a type of their own.
struct Marks {
  std::vector<Span> source, target;
};
// The window of a text by itself with marked parties.
Window marked_window(const PieceSplitter& pieces, const WindowSizes& sizes, std::string_view text, const Marks& marks);

}  // namespace kronika
