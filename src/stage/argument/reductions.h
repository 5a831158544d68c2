// PLOVER's reductions: what an event becomes once it is known how sure it is (manual, sections 2.3 and 3.1).
#pragma once

#include "text/events.h"

namespace kronika {

// Announced cooperation (CONSULT, COOPERATE, AID, SUPPORT to come) is an AGREE that happened.
void reduce(Events& events, Factualities& factualities);

}  // namespace kronika
