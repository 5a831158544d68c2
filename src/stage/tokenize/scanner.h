// Scanner: cuts a stretch of text between two spaces into words. A part of the tokenize stage.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Where words are cut that several are written together in, "cannot": bytes, by the word in small letters.
using Contractions = std::unordered_map<std::string, std::vector<uint32_t>>;

// Bytes [from, to) of `text` without space inside; appends its words to `words`. `next` is the first character after
// the space behind it, 0 for none: it decides whether "J." is an initial.
class Scanner {
 public:
  Scanner(std::string_view text, const WordList& abbreviations, const WordList& prefixes,
          const Contractions& contractions, std::vector<Word>& words)
      : text_(text), abbreviations_(abbreviations), prefixes_(prefixes), contractions_(contractions), words_(words) {}
  // A new block of text: a quotation that was not closed is over.
  void begin_block() { quoted_ = false; }
  void scan(uint32_t from, uint32_t to, char next);

 private:
  uint32_t scan_number(uint32_t at);
  uint32_t scan_word(uint32_t at);
  bool scan_whole(uint32_t from);
  uint32_t marks_at(uint32_t from) const;
  bool thousands(uint32_t comma) const;
  bool is_ending(uint32_t from) const;
  uint32_t face_at(uint32_t from) const;
  uint32_t end_of_dotted(uint32_t stop) const;
  void add_word(uint32_t from, uint32_t to);
  void add(uint32_t from, uint32_t to, bool joined = false) { words_.push_back({{from, to}, joined}); }
  bool scan_address(uint32_t from);
  char32_t at(uint32_t byte) const;
  uint32_t after(uint32_t byte) const;
  bool letter(uint32_t byte) const;
  bool digit(uint32_t byte) const { return byte < end_ && text_[byte] >= '0' && text_[byte] <= '9'; }
  uint32_t apostrophe(uint32_t byte) const;  // its size in bytes, 0 if there is none
  bool is_abbreviation(std::string_view word) const;

  std::string_view text_;
  const WordList &abbreviations_, &prefixes_;
  const Contractions& contractions_;
  std::vector<Word>& words_;
  uint32_t begin_ = 0, end_ = 0;
  char next_ = 0;
  bool quoted_ = false;  // a single quotation mark has opened and not closed
};

}  // namespace kronika
