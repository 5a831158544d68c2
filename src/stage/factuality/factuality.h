// Factuality: how sure the text is that an event happened, from the words that govern it (after Saurí & Pustejovsky
// 2009, FactBank: the value is set by the nearest predicate that selects the event, negation and modals of its own
// clause first).
#pragma once

#include <memory>
#include <string>

#include "kronika/article.h"
#include "kronika/result.h"
#include "text/events.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class FactualityJudge {
 public:
  // `folder` is data/language.
  static Result<std::unique_ptr<const FactualityJudge>> load(const std::string& folder);
  // `dates` are those of the events' own expressions: a day after publication makes an event future.
  Factualities judge(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                     const Events& events, const EventDates& dates) const;

 private:
  FactualityJudge() = default;
  WordList words_;
};

// Marks as historical what happened over a year before publication, once all dates are known.
void mark_historical(const Article& article, const EventDates& dates, Factualities& factualities);

}  // namespace kronika
