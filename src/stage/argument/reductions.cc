#include "stage/argument/reductions.h"

namespace kronika {

void reduce(Events& events, Factualities& factualities) {
  for (size_t i = 0; i < events.events.size(); ++i) {
    Event& event = events.events[i];
    if (factualities.of[i] != Factuality::future) continue;
    const bool cooperates = event.category == "CONSULT" || event.category == "COOPERATE" || event.category == "AID" || event.category == "SUPPORT" ||
                            event.category == "AGREE";
    if (!cooperates) continue;
    event.why.push_back({"event", "plover/announced-" + event.category + "-is-agree", {}});
    event.category = "AGREE";
    event.mode.clear();
    event.announced = true;
    factualities.of[i] = Factuality::asserted;
  }
}

}  // namespace kronika
