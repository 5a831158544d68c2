// Tagger: part of speech, Penn tag, features and lemma of each word.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kronika/article.h"
#include "kronika/result.h"
#include "nn/head.h"
#include "text/encoding.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Lemmas that need no guess, by word and part of speech. A word in capitals that it does not hold has the lemma of
// the word in small letters; a name or adjective in small letters that of the one with a capital.
class KnownLemmas {
 public:
  // `entries`: "word<tab>part of speech<tab>lemma". Fails (invalid) on another form.
  static Result<KnownLemmas> make(const std::vector<std::string>& entries);
  // The lemma of a word: as held, else what `script` makes of it, unless only another regular one is known.
  std::string lemma(std::string_view word, Upos upos, std::string_view xpos, std::string_view script) const;

 private:
  // Null where the word is not held.
  const std::string* find(std::string_view word, Upos upos) const;
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::array<std::unordered_map<std::string, std::string, Hash, std::equal_to<>>, static_cast<size_t>(Upos::X) + 1> of_;
  std::array<std::unordered_set<std::string>, static_cast<size_t>(Upos::X) + 1> lemmas_;
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class Tagger {
 public:
  static Result<std::unique_ptr<const Tagger>> load(const ModelFile& model);
  Tags tag(const Article& article, const Tokens& tokens, const Encoding& encoding) const;

 private:
  Tagger() = default;
  Hidden hidden_;
  Linear upos_, xpos_, feats_, script_;
  std::vector<std::string> xpos_names_, feats_names_, scripts_;
  KnownLemmas known_;
};

}  // namespace kronika
