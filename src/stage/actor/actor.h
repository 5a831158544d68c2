// ActorResolver: what each mention is in PLOVER's terms: country and sectors, by name, office, role, place or
// coreference.
#pragma once

#include <memory>
#include <string>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "kronika/result.h"
#include "stage/actor/country_choice.h"
#include "text/actors.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// The layers of one article that the stage reads.
struct ActorLayers {
  const Article& article;
  const Tokens& tokens;
  const Tags& tags;
  const Trees& trees;
  const Names& names;
  const Places& places;
  const Mentions& mentions;
  const Chains& chains;
};

// Immutable once loaded; safe for concurrent use by multiple threads. The knowledge base must outlive it.
// docs/actors.md tells the order of evidence.
class ActorResolver {
 public:
  // `folder` is data/language.
  static Result<std::unique_ptr<const ActorResolver>> load(const std::string& folder, const KnowledgeBase& knowledge);
  // `choose`, where it is given, says of which country those are whose words do not say it: for training.
  Actors resolve(const ActorLayers& layers, const CountryChooser& choose = {}) const;
  const CountryRanker& countries() const { return countries_; }

 private:
  explicit ActorResolver(const KnowledgeBase& knowledge) : knowledge_(knowledge) {}
  const KnowledgeBase& knowledge_;
  WordList parties_, titles_;
  CountryRanker countries_;
};

}  // namespace kronika
