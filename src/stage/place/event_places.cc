// Which place an event happened in: what the rules say is one kind of evidence, and a model weighs it with the others.
#include <algorithm>

#include "stage/place/place.h"
#include "stage/place/place_choice.h"
#include "stage/place/placer.h"

namespace kronika {
namespace {

// How much has to speak for a place: what is said of one counts as two facts, its name and its country. Not lower, as
// would suit the corpus: in texts of other kinds fewer events have a place.
constexpr float kEnough = 0.70f;

}  // namespace

const PlaceRef* likeliest_place(const std::vector<PlaceCandidate>& candidates, const ChoiceModel& model) {
  std::vector<float> scores;
  for (const PlaceCandidate& candidate : candidates) scores.push_back(model.score(candidate.features));
  const std::vector<float> shares = ChoiceModel::shares(scores);
  const PlaceRef* best = nullptr;
  float most = kEnough;
  for (const PlaceCandidate& one : candidates) {
    if (!one.place) continue;
    float sum = 0;
    for (size_t i = 1; i < candidates.size(); ++i) {
      const PlaceRef& other = *candidates[i].place;
      if (other.country != one.place->country) continue;
      sum += other.name == one.place->name ? 2 * shares[i] : shares[i];
    }
    if (sum <= most) continue;
    most = sum;
    best = one.place;
  }
  return best;
}

EventPlaces PlaceFinder::place_events(const PlacingLayers& layers, const Events& events,
                                      const ChoiceModel* model) const {
  EventPlaces out;
  out.rule.resize(events.events.size());
  if (events.events.empty()) return out;
  const Placer placer(words_, layers, events);
  for (size_t i = 0; i < events.events.size(); ++i) out.of.push_back(placer.place(i, out.rule[i]));
  if (!model || layers.places.places.empty()) return out;
  const PlaceChoices choices(layers, events, placer, *model);
  for (size_t i = 0; i < events.events.size(); ++i) {
    const PlaceRef* best = likeliest_place(choices.candidates(i), *model);
    const std::optional<PlaceRef>& by_rule = out.of[i];
    const bool agreed = best && by_rule && by_rule->name == best->name && by_rule->country == best->country;
    if (agreed) continue;
    out.rule[i] = best ? "place/weighed" : "";
    out.of[i] = best ? std::optional(*best) : std::nullopt;
  }
  return out;
}

std::vector<std::vector<PlaceCandidate>> PlaceFinder::candidates(const PlacingLayers& layers, const Events& events,
                                                                 const ChoiceModel& model) const {
  const Placer placer(words_, layers, events);
  const PlaceChoices choices(layers, events, placer, model);
  std::vector<std::vector<PlaceCandidate>> out;
  for (size_t i = 0; i < events.events.size(); ++i) out.push_back(choices.candidates(i));
  return out;
}

}  // namespace kronika
