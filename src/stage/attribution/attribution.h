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
  Quotations find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions) const;

 private:
  QuotationFinder() = default;
  WordList speech_;
};

// The quotation that each event lies in, the innermost; none where the event's own word is the act of saying.
Attributions attribute(const Events& events, const Quotations& quotations, const Tokens& tokens, const Trees& trees);

}  // namespace kronika
