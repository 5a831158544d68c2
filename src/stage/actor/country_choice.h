// Who is of which country where no words say it: "the police", "protesters", an unknown person.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "stage/actor/country_ranker.h"
#include "stage/actor/view.h"
#include "text/actors.h"

namespace kronika {

struct CountryCandidate {
  std::string country;  // empty: none can be said
  Span words;           // that tell it
  CountryFeatures features;
};

// Mentions of one chain, and the countries of the text. The first candidate is none.
struct CountryChoice {
  std::vector<Id<Mention>> mentions;
  std::vector<CountryCandidate> candidates;
};

// Told of each choice, and says what is chosen. For training.
using CountryChooser = std::function<size_t(const CountryChoice&)>;

// Gives those whose country is open (country_guessed, and no country yet) one of the countries of the text, or none.
// Whose country is known is evidence, so it comes after chains and possessors. Linear in the number of mentions, with
// a bounded number of candidates each.
void choose_countries(const ActorView& view, const CountryRanker& ranker, const CountryChooser& choose, Actors& actors);

}  // namespace kronika
