// The axes on which answers about the parties of an event lie. The order of a list is that of its enum; names of
// weights are made of these words, so a list that changes means training again.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/axes.h"

namespace kronika {

// How a candidate stands with the rules of the codebook.
enum class RuleRank : uint8_t {
  chosen,         // the rules would take it for this side
  offered,        // fills another slot of this side
  other_chosen,   // the rules would take it for the other side
  other_offered,  // fills another slot of the other side
  none
};
// By which rule the one that is chosen was found.
enum class RuleWay : uint8_t { none, first_slot, second_slot, later_slot, shared_slot, mutual, nobody };
// What stands in the slots of a side.
enum class SlotFilling : uint8_t { undeclared, no_slot, thing, person, party };
enum class CandidateKind : uint8_t { nobody, state_of, people_of, name, noun, pronoun, several };
enum class TriggerShape : uint8_t { active, passive, carried_noun, noun, adjective };
// Where a candidate's head lies from the trigger: below it, or below a word above it.
enum class Ascent : uint8_t { here, inside, one, two, more, other_sentence, none };
enum class Arc : uint8_t {
  itself,
  subject,
  passive_subject,
  object,
  indirect,
  oblique,
  noun_phrase,
  possessive,
  compound,
  apposition,
  clause,
  relative,
  conjunct,
  other
};
enum class Preposition : uint8_t {
  none,
  by,
  to,
  with,
  of,
  on,
  against,
  in,
  from,
  for_,
  at,
  between,
  over,
  among,
  other
};
enum class SectorClass : uint8_t {
  unknown,
  government,
  force,
  court,
  parliament,
  people,
  party,
  armed,
  business,
  press,
  other
};
enum class CountryClass : uint8_t { nobody, unsaid, international, first, second, later };
enum class SceneMatch : uint8_t { none, same, other };
enum class QuoteMatch : uint8_t { none, holder, inside, outside };

namespace role_axes {

inline const Axis kRank = {"chosen", "offered", "other_chosen", "other_offered", "none"};
inline const Axis kWay = {"none", "first_slot", "second_slot", "later_slot", "shared_slot", "mutual", "nobody"};
inline const Axis kFilling = {"undeclared", "no_slot", "thing", "person", "party"};
inline const Axis kKind = {"nobody", "state_of", "people_of", "name", "noun", "pronoun", "several"};
inline const Axis kShape = {"active", "passive", "carried_noun", "noun", "adjective"};
inline const Axis kAscent = {"here", "inside", "one", "two", "more", "other_sentence", "none"};
inline const Axis kArc = {"itself",     "subject",  "passive_subject", "object", "indirect", "oblique",  "noun_phrase",
                          "possessive", "compound", "apposition",      "clause", "relative", "conjunct", "other"};
inline const Axis kPreposition = {"none", "by",  "to", "with",    "of",   "on",    "against", "in",
                                  "from", "for", "at", "between", "over", "among", "other"};
inline const Axis kSentence = {"title", "three_before", "two_before", "before", "same", "after"};
inline const Axis kOrder = {"far_before", "before", "near_before", "near_after", "after", "far_after", "elsewhere"};
inline const Axis kRecency = {"first", "second", "third", "fourth", "later", "after", "none"};
inline const Axis kEvidence = {"none", "name", "office", "role", "place", "coreference", "context", "other"};
inline const Axis kYes = {"no", "yes"};
inline const Axis kSort = {"none", "person", "organization", "country", "place", "mere_country"};
inline const Axis kSector = {"unknown", "government", "force",    "court", "parliament", "people",
                             "party",   "armed",      "business", "press", "other"};
inline const Axis kCountry = {"nobody", "unsaid", "international", "first", "second", "later"};
inline const Axis kScene = {"none", "same", "other"};
inline const Axis kSize = {"none", "one", "two", "three", "more"};
inline const Axis kNesting = {"none", "in_trigger", "in_other", "around_other"};
inline const Axis kQuote = {"none", "holder", "inside", "outside"};
inline const Axis kBefore = {"first_event", "actor", "recipient", "both", "neither"};
inline const Axis kCountries = {"none", "actor_only", "recipient_only", "same", "differ", "overlap"};
inline const Axis kSame = {"mention", "chain", "nested", "none"};
inline const Axis kTimes = {"never", "once", "often"};
inline const Axis kSequence = {"actor_first", "recipient_first", "apart"};

}  // namespace role_axes
}  // namespace kronika
