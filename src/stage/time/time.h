// Time: date expressions and the days they mean, seen from the day of publication; when each event happened.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "kronika/article.h"
#include "kronika/result.h"
#include "text/choice.h"
#include "text/events.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads.
class TimeFinder {
 public:
  // `folder` is data/language. Fails with file and line on a wrong season or holiday.
  static Result<std::unique_ptr<const TimeFinder>> load(const std::string& folder);
  // Expressions are read against the day of publication, or against a full date of the dateline where that is not
  // known; else those that need one ("last year") are found but have no value. A bare "Monday" or "in May" is the one
  // before, or with a verb of the future the one to come; "the next day", "two weeks later" count from the last day
  // that the text named.
  Timexes find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees) const;

  // "new year's eve" as lower-case words, and its day; without a year where it comes every year.
  struct Holiday {
    std::vector<std::string> words;
    int year = 0, month = 0, day = 0;
  };
  struct Season {
    std::string name;
    int month = 0;  // its first
  };

 private:
  TimeFinder() = default;
  void note_starters();

  WordList words_;
  std::vector<Holiday> holidays_;
  std::vector<Season> seasons_;
  std::unordered_set<std::string> starters_;  // words without a digit that an expression can begin with
};

// What is read of an article when events are dated; the layers must outlive the call.
struct DatingLayers {
  const Article& article;
  const Tokens& tokens;
  const Tags& tags;
  const Trees& trees;
  const Timexes& timexes;
};

// The expression that dates each event in its own clause ("arrested on Monday", "Monday's arrest", "held talks on
// Monday"), else none.
EventDates date_events(const DatingLayers& layers, const Events& events);

// A date that an event may have happened on, none, and what speaks for it.
struct DateCandidate {
  std::optional<DateRange> date;
  bool by_rule = false;  // the rules would take it
  ChoiceFeatures features;
};

// What the model of dates is asked.
std::vector<ChoiceQuestion> date_questions();

// Fills the days that the text implies. By rule, an event told in the past tense lies on the day last named in its
// paragraph, else on the day of the lead; one told in the perfect in the lead, or reported in the present, on the day
// of publication. Events that are promises get the day of the promise, not of what was promised. With a model, which
// has to be of date_questions(), this and the expression of the event's own clause are one kind of evidence among
// others.
void imply_dates(const DatingLayers& layers, const Events& events, const Factualities& factualities, EventDates& dates,
                 const ChoiceModel* model = nullptr);

// What the model chooses among, for each event; the first candidate is no date. `own` are the dates of their clauses.
std::vector<std::vector<DateCandidate>> date_candidates(const DatingLayers& layers, const Events& events,
                                                        const Factualities& factualities, const EventDates& own,
                                                        const ChoiceModel& model);

// The date that most speaks for; none where not enough does.
std::optional<DateRange> likeliest_date(const std::vector<DateCandidate>& candidates, const ChoiceModel& model);

}  // namespace kronika
