#include "stage/judge/windows.h"

#include <algorithm>

namespace kronika {
namespace {

// Fewer pieces of what stands before say nothing.
constexpr uint32_t kLeastBefore = 6;

void add(uint32_t id, PieceType type, Window& to) { to.pieces.push_back({id, static_cast<uint16_t>(type)}); }

}  // namespace

const std::vector<Piece>& WindowMaker::split(uint32_t sentence) {
  std::vector<Piece>& found = split_[sentence];
  if (!found.empty()) return found;
  const Sentence& one = tokens_.sentences[sentence];
  const Span span{tokens_.words[one.first].span.start, tokens_.words[one.last - 1].span.end};
  found = pieces_.split(article_.slice(span));
  for (Piece& piece : found) piece.span = {piece.span.start + span.start, piece.span.end + span.start};
  return found;
}

void WindowMaker::add_words(const Piece* first, const Piece* last, uint32_t base, Window& to) const {
  if (first == last) return;
  const auto begins = [](const Word& word, uint32_t start) { return word.span.start <= start; };
  auto word = std::lower_bound(tokens_.words.begin(), tokens_.words.end(), first->span.start, begins);
  if (word != tokens_.words.begin()) --word;
  for (; word != tokens_.words.end() && word->span.start < (last - 1)->span.end; ++word) {
    const Piece* piece = std::lower_bound(first, last, word->span.start,
                                          [](const Piece& one, uint32_t start) { return one.span.start < start; });
    if (piece == last || piece->span.start >= word->span.end) {
      if (piece == first || (piece - 1)->span.end <= word->span.start) continue;
      --piece;
    }
    to.words.push_back(
        {static_cast<uint32_t>(word - tokens_.words.begin()), base + static_cast<uint32_t>(piece - first)});
  }
}

const Window::WordPiece* Window::of(uint32_t word) const {
  const auto at = std::find_if(words.begin(), words.end(), [&](const WordPiece& one) { return one.word == word; });
  return at == words.end() ? nullptr : &*at;
}

Window WindowMaker::of(uint32_t sentence) {
  const std::vector<Piece>& own = split(sentence);
  const uint32_t size = std::min(static_cast<uint32_t>(own.size()), sizes_.longest - 2);
  const uint32_t room = size + 3 < sizes_.with_before ? sizes_.with_before - 3 - size : 0;
  // What stands before, the nearest first.
  std::vector<const Piece*> before;
  if (room >= kLeastBefore)
    for (uint32_t s = sentence; s-- > 0 && before.size() < room;) {
      const std::vector<Piece>& other = split(s);
      for (size_t i = other.size(); i-- > 0 && before.size() < room;) before.push_back(&other[i]);
    }
  Window window;
  std::vector<Piece> earlier;
  if (!before.empty()) {
    add(pieces_.cls(), PieceType::before, window);
    for (size_t i = before.size(); i-- > 0;) {
      earlier.push_back(*before[i]);
      add(before[i]->id, PieceType::before, window);
    }
    add(pieces_.sep(), PieceType::before, window);
  } else {
    add(pieces_.cls(), PieceType::sentence, window);
  }
  const auto base = static_cast<uint32_t>(window.pieces.size());
  for (uint32_t i = 0; i < size; ++i) add(own[i].id, PieceType::sentence, window);
  add(pieces_.sep(), PieceType::sentence, window);
  add_words(earlier.data(), earlier.data() + earlier.size(), 1, window);
  add_words(own.data(), own.data() + size, base, window);
  return window;
}

Window marked_window(const PieceSplitter& pieces, const WindowSizes& sizes, std::string_view text, const Marks& marks) {
  std::vector<Piece> own = pieces.split(text);
  if (own.size() > sizes.longest - 2) own.resize(sizes.longest - 2);
  Window window;
  add(pieces.cls(), PieceType::sentence, window);
  const auto lies_in = [](const Piece& piece, const std::vector<Span>& spans) {
    return std::any_of(spans.begin(), spans.end(),
                       [&](Span span) { return piece.span.start < span.end && span.start < piece.span.end; });
  };
  for (const Piece& piece : own)
    add(piece.id,
        lies_in(piece, marks.target)   ? PieceType::target
        : lies_in(piece, marks.source) ? PieceType::source
                                       : PieceType::sentence,
        window);
  add(pieces.sep(), PieceType::sentence, window);
  return window;
}

}  // namespace kronika
