// What speaks for each day that an event may have happened on: the answers that the model of dates weighs.
#pragma once

#include <optional>
#include <vector>

#include "stage/time/dater.h"
#include "stage/time/time.h"
#include "text/choice.h"

namespace kronika {

// Views of one article's layers; they must outlive it. The dater knows its scenes.
class DateChoices {
 public:
  DateChoices(const DatingLayers& layers, const Events& events, const Factualities& factualities, const Dater& dater,
              const ChoiceModel& model);
  // No date, then the day of publication, then expressions near the event, in its paragraph and in the lead. `own` is
  // the date of the event's clause.
  std::vector<DateCandidate> candidates(size_t event, const std::optional<DateRange>& own) const;

 private:
  struct Asked;  // of an event, once
  Asked ask(size_t event, const std::optional<DateRange>& own) const;
  void never(const Asked& asked, ChoiceFeatures& to) const;
  void some_day(const Asked& asked, size_t timex, const DateRange& date, ChoiceFeatures& to) const;
  uint32_t where(const Asked& asked, size_t timex) const;
  uint32_t attached(const Asked& asked, size_t timex) const;
  uint32_t age(const DateRange& date) const;

  const DatingLayers& layers_;
  const Events& events_;
  const Factualities& factualities_;
  const Dater& dater_;
  const ChoiceModel& model_;
  std::vector<uint32_t> sentence_;  // per expression
  std::vector<uint32_t> times_;     // per expression: how often its value is named
  std::vector<size_t> first_of_;    // per sentence: its first expression
};

}  // namespace kronika
