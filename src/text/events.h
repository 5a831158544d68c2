// Events and what is known of each: arguments, factuality, attribution, time, place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kronika/record.h"
#include "kronika/span.h"
#include "text/actors.h"
#include "text/mentions.h"

namespace kronika {

struct Sense;  // codebook/codebook.h
struct Category;
struct SlotCondition;

// A word or expression of the codebook found in the text, with what stands in its grammatical slots.
struct Trigger {
  uint32_t word = 0;                   // head word of the trigger
  std::vector<uint32_t> words;         // all its words, in order: "held", "talks"
  const Sense* sense = nullptr;        // owned by the codebook
  const Category* category = nullptr;  // the sense's, or what its content makes of it
  std::vector<std::string> mode;
  // Head words that fill the sense's actor and recipient slots, before mentions are looked up: one list a slot, the
  // best slot first. The first slot that names somebody who can be coded counts.
  std::vector<std::vector<uint32_t>> actor, recipient;
  // Conditions on what an actor is, and the words that they ask of: judged once actors are known.
  struct Check {
    const SlotCondition* condition = nullptr;
    std::vector<uint32_t> fillers;
  };
  std::vector<Check> checks;
  bool nominal = false;
  bool other_field = false;  // told among words of sport and the like: a country there may be its team
  float score = 0;           // larger is better among senses of one trigger
};
// One trigger word with every sense that it may have, the best first.
struct TriggerChoice {
  std::vector<Trigger> senses;
  bool settled = false;  // makes an event whoever its parties are
  const Trigger& best() const { return senses.front(); }
};
struct Triggers {
  std::vector<TriggerChoice> triggers;  // ordered by word
};

// Somebody whom the text does not name: the people or the state of the country of the other side.
struct ImpliedParty {
  ActorCode code;
  Span words;  // of the mention that tells the country
};

struct Event {
  std::string category;
  std::vector<std::string> mode;
  uint32_t word = 0;  // head word
  Span span;          // the words that report it
  std::vector<Id<Mention>> actor, recipient;
  // For each of them, in that order, the sector that the judge takes it for, "" for a country as such; nothing, or an
  // empty list: what its words say.
  std::vector<std::optional<std::string>> actor_sectors, recipient_sectors;
  // A side that no words name but that the country of the other side tells; only where the list of mentions is empty.
  std::optional<ImpliedParty> implied_actor, implied_recipient;
  std::vector<Span> again;  // other mentions of the same event
  const Sense* sense = nullptr;
  std::vector<Reason> why;
  float confidence = 0;    // how sure it is who its parties are, 0..1
  float chance = 0;        // the judge's chance that it is an event of its category; 0: the judge did not read it
  bool announced = false;  // the promise of a later deed: it happened when it was made
};
struct Events {
  std::vector<Event> events;  // in text order
};

// The following have one entry an event, in the order of Events::events.
struct Factualities {
  std::vector<Factuality> of;
  std::vector<char> later;  // told of a time to come, also where it is negated: "will not"
  std::vector<Reason> why;
};

// Someone's words: who says (holder), by which word (cue), what (content).
struct Quotation {
  std::optional<Id<Mention>> holder;
  Span holder_span, cue, content;
  // The holder as it stands with the cue: "he", where holder_span is whom that means. Empty where nobody stands there.
  Span source;
  bool quoted = false;
};
struct Quotations {
  std::vector<Quotation> quotations;  // in text order of content
  std::vector<Quotation> stances;  // "criticized the deal": what somebody is for, against or speaks of; nobody's word
};
struct Attributions {
  std::vector<std::optional<uint32_t>> of;  // per event: index into Quotations::quotations
};

// A date expression, resolved against the publication date.
struct Timex {
  Span span;
  uint32_t first = 0, last = 0;    // words
  std::optional<DateRange> value;  // empty: vague ("recently", "in the past")
  bool bound = false;              // "until Friday": says how long, not when
};
struct Timexes {
  std::vector<Timex> timexes;
};
struct EventDates {
  std::vector<std::optional<DateRange>> of;  // per event
};

// A place name, resolved to the gazetteer.
struct PlaceMention {
  Span span;
  uint32_t first = 0, last = 0;  // words
  PlaceRef place;
};
struct Places {
  std::vector<PlaceMention> places;
};
struct EventPlaces {
  std::vector<std::optional<PlaceRef>> of;  // per event
  std::vector<std::string> rule;            // per event: how it was found, empty for none
};

}  // namespace kronika
