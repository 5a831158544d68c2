// Coreference: which mentions are the same, by a cascade of sieves over the whole document (after Lee et al. 2013, the
// Stanford deterministic system): names, appositions, descriptions, pronouns (pronouns.h). Time is linear in the number
// of mentions.
#pragma once

#include <memory>
#include <string>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "kronika/result.h"
#include "stage/coref/pronouns.h"
#include "stage/coref/traits.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// The word lists of data/language that the stage reads.
struct CorefWords {
  TraitWords traits;
  WordList anaphors, speech;
};

// Immutable once loaded; safe for concurrent use by multiple threads. The knowledge base must outlive it.
class CorefResolver {
 public:
  // `folder` is data/language; `ranker` is read from data/models/coref.model.
  static Result<std::unique_ptr<const CorefResolver>> load(const std::string& folder, PronounRanker ranker,
                                                           const KnowledgeBase& knowledge);
  Chains resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                 const Mentions& mentions) const;
  // With a choice of one's own among the candidates of each pronoun: the trainer looks on here.
  Chains resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                 const Mentions& mentions, const PronounChoice& choose) const;

 private:
  explicit CorefResolver(const KnowledgeBase& knowledge) : knowledge_(knowledge) {}
  const KnowledgeBase& knowledge_;
  CorefWords words_;
  PronounRanker ranker_;
};

}  // namespace kronika
