// Filter: which records are asked for. One language for the command line, the library and the API; docs/store.md tells
// it with examples. Text comes in, a checked tree goes out; what runs it is in src/store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/article.h"
#include "kronika/result.h"
#include "query/vocabulary.h"

namespace kronika {

// What a condition may ask of. Parties are asked by side: actor, recipient or either.
enum class Asked {
  id,
  document,
  event,
  mode,
  context,
  cameo,  // by its beginning: 19 holds 190, 195
  quad,
  score,
  confidence,
  factuality,
  party,          // country, sectors, entity; on a side
  attribution,    // code of the holder; none, any
  date,           // the day that the event begins on
  published,      // the article's day
  day,            // the event's date, else the article's day
  place_country,  // of the event
  place_admin,
  place_name,
  near,  // within kilometres of a point
  text,  // words of the article
  publisher,
  review,  // accepted, corrected, rejected, none
  entry,   // of an id: the records of one happening
};

enum class Side { actor = 1, recipient = 2, either = 3 };

// One party, as far as it is said: "RUS", "MIL", "RUS GOV", "nikolai-patrushev", "none".
struct PartyPattern {
  std::string country;               // empty: any
  std::vector<std::string> sectors;  // all of them; empty: any
  std::string entity;                // empty: any
  bool none = false;                 // nobody is named on that side
};

// Both ends inclusive; an end that is not there is open.
struct DayRange {
  std::optional<Day> from, to;
};
struct NumberRange {
  std::optional<double> from, to;
  bool from_open = false, to_open = false;  // the end itself is not in it
};
struct Circle {
  double latitude = 0, longitude = 0;  // degrees
  double kilometres = 0;
};

// A field and its values, of which one must hold. Only the member that belongs to the field is filled.
struct Condition {
  Asked asked = Asked::event;
  Side side = Side::either;
  std::vector<std::string> names;  // of fields that hold names, and words of a text
  std::vector<PartyPattern> parties;
  std::vector<DayRange> days;
  std::vector<NumberRange> numbers;
  std::vector<Circle> circles;
};

struct Filter {
  enum class Kind { all, any, negation, condition } kind = Kind::all;  // `all` of nothing is every record
  std::vector<Filter> parts;                                           // of all, any; one of negation
  Condition condition;
};

// Fails (usage) with the place in the filter, what is wrong there and, for a wrong name, the name that is nearest.
// An empty text asks for every record. At most 64 conditions, nested at most 32 deep.
Result<Filter> parse_filter(std::string_view text, const Vocabulary& vocabulary);

// A field that a condition may ask of, and the kinds of names in the vocabulary that it takes: for help while typing.
struct FilterField {
  std::string name;
  std::vector<std::string> kinds;  // none: it takes numbers, days or words
};
const std::vector<FilterField>& filter_fields();

}  // namespace kronika
