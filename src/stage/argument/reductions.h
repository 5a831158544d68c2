// PLOVER's reductions: what an event becomes once it is known how sure it is (manual, sections 2.3, 3.1, 3.4 and 3.7).
#pragma once

#include "text/events.h"
#include "text/syntax.h"

namespace kronika {

// Takes out what is only the content of another event ("urged him to resign", "refused to disarm"), and gives
// announcements the category of the announcing: cooperation to come is AGREE, a retreat to come is CONCEDE, a deed of
// force that will not be done is AGREE, a concession that will not be made is REJECT. `dates` are kept in step.
void reduce(const Tags& tags, const Trees& trees, Events& events, Factualities& factualities, EventDates& dates);

// Takes out what nobody reports as a deed: what stands under "if" or "unless"; what somebody says between quotation
// marks, what is only possible, and a bare word that is denied, where the text does not name who did it to whom. The
// layers that have an entry for each event are kept in step.
void drop_untold(const Tags& tags, const Trees& trees, const Quotations& quotations, Events& events,
                 Factualities& factualities, EventDates& dates, Attributions& attributions);

}  // namespace kronika
