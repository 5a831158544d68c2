// ActorResolver: what each mention is in PLOVER's terms: country and sectors, by name, office, role, place or coreference.
#pragma once

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "text/actors.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable; safe for concurrent use by multiple threads. The knowledge base must outlive it.
class ActorResolver {
 public:
  explicit ActorResolver(const KnowledgeBase& knowledge) : knowledge_(knowledge) {}
  Actors resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions,
                 const Chains& chains) const;

 private:
  const KnowledgeBase& knowledge_;
};

}  // namespace kronika
