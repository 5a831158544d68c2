// The record: who did what to whom, when, where, how surely, on whose word. docs/record.md describes each field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/article.h"
#include "kronika/span.h"

namespace kronika {

// How sure the text is that the event happened. Names as in the record; do not reorder: stores keep them as text.
enum class Factuality {
  asserted,      // the text or its source says that it happened or goes on
  negated,       // did not happen
  future,        // announced, planned
  hypothetical,  // urged, conditional, feared, possible
  historical,    // background, over a year before publication
};
std::string_view factuality_name(Factuality factuality);

// One entity in the actor or recipient list.
struct Party {
  std::string code;                  // "RUS GOV", "BLR CVL OPP", "--- UNK"
  std::string country;               // ISO 3166 alpha-3, KOS, or IGO UNO EUR NGO ISM IMG MNC; empty: none can be said
  std::vector<std::string> sectors;  // PLOVER sectors, the main one first
  std::string entity;                // id in the knowledge base, empty for everyone else
  std::string name;                  // public name of that entity
  std::string role;                  // office held or role noun
  Span words;                        // the mention
  std::string by;                    // how the code was found: name, office, role, place, coreference, context
};

struct DateRange {
  Day start, end;  // both inclusive
  std::optional<Span> words;
  std::string by;  // expression, dateline, publication
};

struct PlaceRef {
  std::string name;
  std::string country;  // ISO 3166 alpha-3
  std::string admin1;
  std::optional<double> latitude, longitude;  // degrees
  std::optional<int64_t> geonames;            // GeoNames id
  std::string precision;                      // site, city, admin, country
  std::optional<Span> words;
};

struct AttributionRef {
  Span words;        // the holder as the text names it
  std::string code;  // actor code of the holder, may be empty
  Span cue;          // "said", "according to"
  bool quoted = false;
};

// Words of the article that name a private person, and the role that outputs show in their stead ("dissident"; empty:
// person).
struct PrivateName {
  Span words;
  std::string role;
};

// Why a field has its value: the rule or model, and the words it looked at.
struct Reason {
  std::string field, rule;
  std::vector<Span> words;
};

struct Record {
  std::string event;  // PLOVER category
  std::vector<std::string> mode, context;
  std::vector<Party> actor, recipient;
  Span words;  // the words that report the event
  Span sentence;
  uint32_t sentence_index = 0;  // within its field, from 0
  std::vector<Span> mentions;   // where the same event is told again
  std::optional<DateRange> date;
  std::optional<PlaceRef> place;
  Factuality factuality = Factuality::asserted;
  std::optional<AttributionRef> attribution;
  std::string cameo;
  int quad = 0;      // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
  double score = 0;  // PLOVER score, -10..10
  double confidence = 0;
  std::vector<Reason> why;
};

}  // namespace kronika
