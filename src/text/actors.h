// Actors: what each mention is in PLOVER's terms, country and sectors.
#pragma once

#include <string>
#include <vector>

#include "kronika/span.h"
#include "text/mentions.h"

namespace kronika {

// One PLOVER party. A mention can be several: "law-enforcement agencies of the two countries".
struct ActorCode {
  std::string country;               // ISO 3166 alpha-3, KOS, IGO UNO EUR NGO ISM IMG MNC; empty: none can be said
  std::vector<std::string> sectors;  // the main one first
  std::string entity;                // id in the knowledge base; empty for everyone else
  std::string name, role;            // public name of the entity; office or role noun
};

// What a mention is when no code fits: used to decide what may stand in a role.
enum class ActorKind : uint8_t {
  none,          // a thing, an abstract: no actor
  person,        // one or more persons
  organization,  // incl. governments, parties, armed groups, companies
  country,       // a state, or its capital or seat standing for its government
  place,         // a place that is only a place here
};

struct Actor {
  std::vector<ActorCode> codes;  // empty: not an actor that can be coded
  ActorKind kind = ActorKind::none;
  std::string by;           // name, office, role, place, coreference, context
  float confidence = 0;     // 0..1
  bool is_private = false;  // a private person's name stands in the mention; outputs must withhold it
  // Where the words do not say the country: that it is guessed, what spoke most for it (story, sentence, clause, noun),
  // and the words that tell it.
  bool country_guessed = false;
  std::string country_by;
  Span country_words;
};
// A word that names a country, or somebody or some place of it.
struct CountryWord {
  uint32_t word = 0;
  std::string country;  // as in ActorCode
};
struct Actors {
  std::vector<Actor> of;               // per mention
  std::vector<CountryWord> countries;  // in text order
};

}  // namespace kronika
