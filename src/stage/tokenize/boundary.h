// Whether a sentence ends between two words: a linear model over a fixed list of questions about the words around, what
// has been read of the sentence and what the rules say. A part of the tokenize stage.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "kronika/result.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// A part of an answer: its text and the hash of that.
struct Term {
  std::string_view text;
  uint64_t hash = 0;

  constexpr Term() = default;
  constexpr Term(std::string_view t) : text(t), hash(hash64(t)) {}
  constexpr Term(const char* t) : Term(std::string_view(t)) {}
  constexpr Term(std::string_view t, uint64_t h) : text(t), hash(h) {}
};

// The answer to one question, "shapes Cap . space": the question and its values; those not used are empty. Views into
// static text and into the BoundaryReader that made it.
using Answer = std::array<Term, 5>;
std::string name_of(const Answer& answer);

// Words by their hash alone.
class HashedWords {
 public:
  HashedWords() = default;
  explicit HashedWords(const std::vector<std::string>& words);
  bool has(uint64_t hash) const;

 private:
  std::vector<uint64_t> slots_ = std::vector<uint64_t>(1);  // open addressing; their number is a power of 2
};

// What a word looks like, as far as the ends of sentences go. Marks of one meaning count as one.
enum class Shape : uint8_t {
  none,      // beyond the block
  small,     // "talks"
  name,      // "Minsk"
  common,    // "The", a word that is written small within sentences
  capitals,  // "NATO"
  loud,      // "THE"
  letter,    // "B"
  i,         // "I", "A"
  mixed,     // "iPhone"
  initial,   // "J."
  title,     // "Gen."
  abbreviation,
  acronym,  // "U.S."
  dotted,   // "report.pdf"
  address,  // of the web or of mail
  clitic,   // "'s"
  tag,      // "#Minsk"
  day,      // "7", "12"
  number,   // "120"
  year,     // "2021"
  figure,   // "1,200", "3:30"
  ordinal,  // "19th", "1990s"
  odd,
  stop,
  stops,  // "..."
  two_stops,
  many_stops,
  question,
  questions,
  exclamation,
  exclamations,
  question_exclamation,
  comma,
  colon,
  semicolon,
  hyphen,
  dash,
  slash,
  open_bracket,
  close_bracket,
  open_square,
  close_square,
  open_quote,
  close_quote,
  quote,  // of either direction, until what touches it is known
  bullet,
  hash,
  money,
  percent,
  ampersand,
  open_angle,
  close_angle,
  at_sign,
  equals,
  line,  // drawn with marks
  face,  // ":-)"
  mark,  // any other
  count_
};

// Sees each word of a block of text once (no sentence crosses its ends); then answers the questions in constant time.
// `small` are words that are written small within sentences.
class BoundaryReader {
 public:
  BoundaryReader(std::string_view text, const WordList& abbreviations, const HashedWords& small)
      : text_(text), abbreviations_(abbreviations), small_(small) {}
  // Words [first, last) of `words` are a block.
  void begin_block(const std::vector<Word>& words, uint32_t first, uint32_t last);

  // Whether it is open if the sentence that began with word `begin` ends behind word `i`. It goes on for sure before
  // small letters, but behind a mark that ends sentences; from a title, an initial or a word put in
  // ("[Mr.] Smith") to a name; behind a colon; and behind a dateline: "MINSK (AP) --".
  bool asks(uint32_t begin, uint32_t i) const;
  bool is_word(uint32_t i) const { return at(int64_t{i} - first_).word; }
  // Answers for the gap behind word `i` of the sentence that began with word `begin`. `rule`: the rules would end it.
  std::span<const Answer> answers(uint32_t begin, uint32_t i, bool rule);

 private:
  struct Look {
    Shape shape = Shape::none;
    bool touches_next = false;
    bool word = false;                    // letters or digits
    bool capital = false;                 // begins with a capital
    bool small = false;                   // begins with a small letter
    bool quoted = false;                  // a quotation is open behind it
    uint8_t capitals = 0;                 // of the words that follow each other up to this one, those with capitals
    uint8_t coming = 0;                   // of the words that follow each other from this one on
    uint8_t next_end = 0;                 // words to the next mark that may end a sentence
    uint32_t open = 0;                    // brackets that are open behind it
    uint32_t smalls = 0;                  // words with small letters before this one
    uint32_t form_at = 0, form_size = 0;  // in forms_
    uint64_t form_hash = 0;
  };
  void look_at(std::string_view word, bool space_before, bool space_after, Look& look);
  const Look& at(int64_t i) const;
  Term form(const Look& look) const;

  std::string_view text_;
  const WordList& abbreviations_;
  const HashedWords& small_;
  std::vector<Look> looks_;
  std::string forms_;  // of the words: small letters, digits as 0
  uint32_t first_ = 0;
  uint32_t quotes_ = 0;
  std::array<Answer, 29> answers_;
};

// Immutable once loaded; safe for concurrent use by multiple threads. Weights are thousandths, added as integers: the
// same answer on every machine.
class BoundaryModel {
 public:
  // A text file, one weight a line: name of an answer, tab, whole number; those that are not there are 0. Fails with
  // file and line on anything else.
  static Result<BoundaryModel> load(const std::string& path);

  // > 0: it ends.
  int64_t score(std::span<const Answer> answers) const;

 private:
  struct Slot {
    uint64_t key = 0;  // of an answer; 0 where there is none
    int32_t weight = 0;
  };
  std::vector<Slot> slots_ = std::vector<Slot>(1);  // open addressing; their number is a power of 2
};

}  // namespace kronika
