// Sentences whose verb was read as an adjective, a participle or a noun: "Farmers blocked roads" as roads that were
// blocked, "Norway plans to sell" as plans of Norway. A sentence that ends with a stop and has no other finite verb
// must have one there. Headlines have verbs of their own kind: "Two priests freed", "Niger seals frontier".
#pragma once

#include "kronika/article.h"
#include "stage/verb/verb_lemmas.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Gives such sentences their verb: tags, lemma and the arcs around it. Headings and titles, which may have none,
// get a verb only where a noun that may be one stands between two others.
void mend_clauses(const Article& article, const Tokens& tokens, const VerbLemmas& lemmas, Tags& tags, Trees& trees);

}  // namespace kronika
