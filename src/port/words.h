// The words of a text as a full-text index holds them (SQLite's FTS5 behind it).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// The tokenizer that stores in SQLite have, "porter unicode61 remove_diacritics 2", for indexes that others hold: so
// the same question finds the same articles in every store. Safe for concurrent use by multiple threads.
class IndexWords {
 public:
  // Fails (io) if the SQLite library comes without full-text search.
  static Result<std::unique_ptr<IndexWords>> make();
  ~IndexWords();

  // In their order: letters and digits only, in lower case, without accents and endings.
  std::vector<std::string> split(std::string_view text) const;

 private:
  struct State;
  explicit IndexWords(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kronika
