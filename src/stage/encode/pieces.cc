#include "stage/encode/pieces.h"

#include "base/utf8.h"
#include "stage/encode/features.h"

namespace kronika {

WordPieces::WordPieces(const std::vector<std::string>& vocabulary) {
  for (size_t i = 0; i < vocabulary.size(); ++i) {
    row_[vocabulary[i]] = static_cast<uint32_t>(i);
    if (vocabulary[i] == "[UNK]") unknown_ = static_cast<uint32_t>(i);
  }
}

std::vector<uint32_t> WordPieces::split(std::string_view word) const {
  std::vector<uint32_t> rows;
  if (row_.empty()) return rows;
  std::string part;
  for (size_t at = 0, count = 0; at < word.size() && count < kMostCodePoints; ++count) {
    const CodePoint c = decode_utf8(word, at);
    at = c.next;
    const char32_t plain = plain_code_point(c.value);
    const bool mark = plain < 0x80 && !(plain >= U'a' && plain <= U'z') && !(plain >= U'0' && plain <= U'9');
    if (mark) {
      split_part(part, rows);
      part.clear();
    }
    append_utf8(part, plain);
    if (mark) {
      split_part(part, rows);
      part.clear();
    }
  }
  split_part(part, rows);
  if (rows.empty()) rows.push_back(unknown_);
  return rows;
}

void WordPieces::split_part(std::string_view part, std::vector<uint32_t>& rows) const {
  const size_t before = rows.size();
  std::string piece;
  for (size_t from = 0; from < part.size();) {
    size_t to = part.size();
    for (; to > from; --to) {
      piece = from == 0 ? "" : "##";
      piece += part.substr(from, to - from);
      if (const auto found = row_.find(piece); found != row_.end()) {
        rows.push_back(found->second);
        break;
      }
    }
    if (to == from) {  // a part that cannot be made of pieces is unknown as a whole
      rows.resize(before);
      rows.push_back(unknown_);
      return;
    }
    from = to;
  }
}

}  // namespace kronika
