// Word pieces: the parts of a word that a pre-trained encoder knows (WordPiece, Wu et al. 2016, arXiv:1609.08144), so
// that a word which no treebank holds is still like other words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kronika {

class WordPieces {
 public:
  WordPieces() = default;
  // The vocabulary in the order of its rows; "##ing" goes on a word, "[UNK]" stands for what has no pieces.
  explicit WordPieces(const std::vector<std::string>& vocabulary);

  // Rows of the longest pieces from left to right; marks of ASCII stand alone ("anti-war": anti, -, war). Never empty
  // once there is a vocabulary. `word` must be valid UTF-8; of one longer than 40 code points the first 40 are seen.
  std::vector<uint32_t> split(std::string_view word) const;
  size_t size() const { return row_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  void split_part(std::string_view part, std::vector<uint32_t>& rows) const;

  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> row_;
  uint32_t unknown_ = 0;
};

}  // namespace kronika
