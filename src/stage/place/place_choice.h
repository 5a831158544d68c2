// What speaks for each place that an event may have happened at: the answers that the model of places weighs.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "stage/place/place.h"
#include "stage/place/placer.h"
#include "text/choice.h"

namespace kronika {

// Views of one article's layers; they must outlive it.
class PlaceChoices {
 public:
  PlaceChoices(const PlacingLayers& layers, const Events& events, const Placer& placer, const ChoiceModel& model);
  // No place, then places named near the event, in its paragraph, in the lead and the dateline.
  std::vector<PlaceCandidate> candidates(size_t event) const;

 private:
  struct Asked;  // of an event, once
  Asked ask(size_t event) const;
  void nowhere(const Asked& asked, ChoiceFeatures& to) const;
  void somewhere(const Asked& asked, size_t place, ChoiceFeatures& to) const;
  uint32_t where(const Asked& asked, size_t place) const;
  uint32_t attached(const Asked& asked, size_t place) const;
  uint32_t linked(size_t place) const;
  uint32_t stands_as(size_t place) const;
  uint32_t party(const Asked& asked, size_t place) const;
  const PlaceRef& ref(size_t place) const { return layers_.places.places[place].place; }

  const PlacingLayers& layers_;
  const Events& events_;
  const Placer& placer_;
  const ChoiceModel& model_;
  std::vector<uint32_t> same_;      // per place: number of the place that it names
  std::vector<uint32_t> times_;     // per number: how often it is named
  std::vector<uint32_t> sentence_;  // per place
  std::vector<size_t> first_of_;    // per sentence: its first place
  uint32_t finer_ = 0;              // how many places finer than a country the text names
};

}  // namespace kronika
