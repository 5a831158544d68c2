#include "stage/judge/word_pieces.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/utf8.h"
#include "port/piece_text.h"

namespace kronika {
namespace {

constexpr size_t kMostLetters = 100;
constexpr size_t kMostBytes = kMostLetters * 4;

// What an ASCII character is, and its lower case.
struct AsciiTable {
  std::array<PieceText, 128> kind{};
  std::array<char, 128> lower{};
  constexpr AsciiTable() {
    for (unsigned c = 0; c < 128; ++c) {
      const bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      kind[c] = letter               ? PieceText::letter
                : space              ? PieceText::space
                : c < 33 || c == 127 ? PieceText::dropped
                                     : PieceText::mark;
      lower[c] = static_cast<char>(upper ? c + 32 : c);
    }
  }
};
constexpr AsciiTable kAscii;

}  // namespace

// The normalised bytes of a word, and where in the text each one's letter lies.
class PieceSplitter::Word {
 public:
  bool empty() const { return letters_ == 0; }
  bool too_long() const { return letters_ > kMostLetters; }
  size_t size() const { return size_; }
  unsigned char byte(size_t i) const { return static_cast<unsigned char>(bytes_[i]); }
  Span letter(size_t i) const { return letter_[i]; }
  Span span() const { return {first_, last_}; }
  void clear() { letters_ = size_ = 0; }
  void add_ascii(char c, Span from) {
    see(from);
    if (too_long()) return;
    bytes_[size_] = c;
    letter_[size_++] = from;
  }
  void add(char32_t c, Span from) {
    if (c < 0x80) return add_ascii(static_cast<char>(c), from);
    see(from);
    if (too_long()) return;
    std::string utf8;
    append_utf8(utf8, c);
    for (const char byte : utf8) {
      bytes_[size_] = byte;
      letter_[size_++] = from;
    }
  }

 private:
  void see(Span from) {
    if (empty()) first_ = from.start;
    last_ = from.end;
    ++letters_;
  }
  size_t letters_ = 0, size_ = 0;
  uint32_t first_ = 0, last_ = 0;
  std::array<char, kMostBytes> bytes_;
  std::array<Span, kMostBytes> letter_;
};

Result<PieceSplitter> PieceSplitter::make(const std::vector<std::string>& vocabulary) {
  PieceSplitter out;
  size_t bytes = 0;
  for (const std::string& piece : vocabulary) bytes += piece.size();
  size_t slots = 16;
  while (slots < 2 * bytes) slots *= 2;
  // A key holds a node beside a byte.
  if (bytes >= (1u << 24) - 3)
    return Error{ErrorKind::invalid, "the model's vocabulary of pieces is too large; make it anew"};
  out.edges_.resize(slots);
  out.ids_.assign(3, kNone);
  constexpr std::string_view kSpecial[] = {"[CLS]", "[SEP]", "[UNK]"};
  uint32_t* const special[] = {&out.cls_, &out.sep_, &out.unknown_};
  bool found[3] = {};
  for (uint32_t id = 0; id < vocabulary.size(); ++id) {
    out.add(vocabulary[id], id);
    for (size_t k = 0; k < 3; ++k)
      if (vocabulary[id] == kSpecial[k]) *special[k] = id, found[k] = true;
  }
  for (size_t k = 0; k < 3; ++k)
    if (!found[k])
      return Error{ErrorKind::invalid,
                   "the model's vocabulary of pieces has no " + std::string(kSpecial[k]) + "; make it anew"};
  return out;
}

void PieceSplitter::add(std::string_view piece, uint32_t id) {
  uint32_t node = kBegin;
  if (piece.size() > 2 && piece.starts_with("##")) {
    node = kGoOn;
    piece.remove_prefix(2);
  }
  for (const char c : piece) {
    const auto byte = static_cast<unsigned char>(c);
    uint32_t next = step(node, byte);
    if (next == 0) {
      next = static_cast<uint32_t>(ids_.size());
      ids_.push_back(kNone);
      const uint32_t key = node << 8 | byte;
      size_t slot = mix64(key);
      while (edges_[slot &= edges_.size() - 1].to != 0) ++slot;
      edges_[slot] = {key, next};
    }
    node = next;
  }
  ids_[node] = id;
}

uint32_t PieceSplitter::step(uint32_t node, unsigned char byte) const {
  const uint32_t key = node << 8 | byte;
  for (size_t slot = mix64(key);; ++slot) {
    const Edge& edge = edges_[slot &= edges_.size() - 1];
    if (edge.to == 0 || edge.key == key) return edge.to;
  }
}

std::vector<Piece> PieceSplitter::split(std::string_view text) const {
  std::vector<Piece> pieces;
  split(text, pieces);
  return pieces;
}

void PieceSplitter::split(std::string_view text, std::vector<Piece>& pieces) const {
  Word word;
  const auto finish = [&] {
    if (!word.empty()) cut(word, pieces);
    word.clear();
  };
  std::u32string letters;
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto start = static_cast<uint32_t>(at);
    if (lead < 0x80) {
      const Span span{start, start + 1};
      const PieceText kind = kAscii.kind[lead];
      ++at;
      if (kind == PieceText::letter) {
        word.add_ascii(kAscii.lower[lead], span);
      } else if (kind != PieceText::dropped) {
        finish();
        if (kind == PieceText::space) continue;
        word.add_ascii(static_cast<char>(lead), span);
        finish();
      }
      continue;
    }
    const CodePoint c = decode_utf8(text, at);
    at = c.next;
    const Span span{start, static_cast<uint32_t>(at)};
    const PieceText kind = piece_text(c.value);
    if (kind == PieceText::dropped) continue;
    if (kind == PieceText::space || kind == PieceText::alone) finish();
    if (kind == PieceText::space) continue;
    letters.clear();
    append_plain_letters(c.value, letters);
    for (const char32_t letter : letters) {
      // What a letter is taken apart into may be a mark or a space.
      const PieceText part = letter < 0x80 ? kAscii.kind[letter] : piece_text(letter);
      if (part == PieceText::mark || part == PieceText::space) finish();
      if (part != PieceText::space) word.add(letter, span);
      if (part == PieceText::mark) finish();
    }
    if (kind == PieceText::alone) finish();
  }
  finish();
}

void PieceSplitter::cut(const Word& word, std::vector<Piece>& pieces) const {
  const size_t before = pieces.size();
  for (size_t from = 0; from < word.size() && !word.too_long();) {
    uint32_t node = from == 0 ? kBegin : kGoOn, id = kNone;
    size_t to = from;
    for (size_t i = from; i < word.size() && (node = step(node, word.byte(i))) != 0; ++i)
      if (ids_[node] != kNone) id = ids_[node], to = i + 1;
    if (id == kNone) break;
    pieces.push_back({id, {word.letter(from).start, word.letter(to - 1).end}});
    from = to;
    if (from == word.size()) return;
  }
  pieces.resize(before);
  pieces.push_back({unknown_, word.span()});
}

}  // namespace kronika
