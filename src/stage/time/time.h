// Time: date expressions and the days they mean, seen from the day of publication.
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
class TimeFinder {
 public:
  // `folder` is data/language.
  static Result<std::unique_ptr<const TimeFinder>> load(const std::string& folder);
  // Without a day of publication, expressions that need one ("last year") are found but have no value.
  Timexes find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees) const;

 private:
  TimeFinder() = default;
  WordList words_;
};

// The expression that dates each event: the nearest one over the tree within its clause, else none.
EventDates date_events(const Article& article, const Tokens& tokens, const Trees& trees, const Timexes& timexes, const Events& events);

}  // namespace kronika
