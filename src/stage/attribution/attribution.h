// Attribution: on whose word the text says a thing. Direct and indirect speech, "according to", hearsay.
#pragma once

#include <memory>
#include <string>

#include "kronika/article.h"
#include "kronika/result.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class QuotationFinder {
 public:
  // `folder` is data/language.
  static Result<std::unique_ptr<const QuotationFinder>> load(const std::string& folder);
  // Holders are the words that stand with the cue; a pronoun stays one (see name_holders).
  Quotations find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                  const Mentions& mentions) const;
  // The quotation that each event lies in, the innermost; none where the event's own word is the act of saying, and
  // where the text takes the event as known ("said nothing since the attack").
  Attributions attribute(const Events& events, const Quotations& quotations, const Tokens& tokens, const Tags& tags,
                         const Trees& trees) const;

 private:
  QuotationFinder() = default;
  WordList speech_;
};

// Replaces the pronouns among the holders by the nearest name before them that refers to the same, else the nearest
// description.
void name_holders(Quotations& quotations, const Mentions& mentions, const Chains& chains);

}  // namespace kronika
