// Lemmas of verb forms by a list of verbs: the tagger's lemma scripts see no dictionary and make "blam" of "blamed".
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "kronika/article.h"
#include "kronika/result.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class VerbLemmas {
 public:
  // Reads verbs.txt of the language folder. Fails with file and line on an irregular form without its lemma.
  static Result<std::unique_ptr<const VerbLemmas>> load(const std::string& folder);

  // The lemma of an inflected form in lower case; empty if no verb of the list has it.
  std::string lemma(const std::string& form, const std::string& xpos) const;
  // Whether a verb does not stand without an object but in the passive: "free", "arrest".
  bool needs_object(const std::string& lemma) const { return transitive_.contains(lemma); }
  // Gives the inflected verbs of an article the lemma of the list, where there is one.
  void mend(const Article& article, const Tokens& tokens, Tags& tags) const;

 private:
  VerbLemmas() = default;
  std::unordered_map<std::string, std::string> irregular_;
  std::unordered_set<std::string> verbs_, transitive_;
};

}  // namespace kronika
