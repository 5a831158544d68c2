// PLOVER's reductions: what an event becomes once it is known how sure it is (manual, sections 2.3, 3.1, 3.4 and 3.7).
#pragma once

#include "text/events.h"
#include "text/syntax.h"

namespace kronika {

// Takes out what is only the content of another event ("urged him to resign", "refused to disarm"), and gives
// announcements the category of the announcing: cooperation to come is AGREE, a retreat to come is CONCEDE, a deed of
// force that will not be done is AGREE, a concession that will not be made is REJECT. `dates` are kept in step.
void reduce(const Tags& tags, const Trees& trees, Events& events, Factualities& factualities, EventDates& dates);

}  // namespace kronika
