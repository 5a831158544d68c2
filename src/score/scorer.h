// How well a coding agrees with gold, and two coders with each other.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "score/coded_events.h"

namespace kronika {

// Counts of one field over matched events: how often gold says it, the coder says it, and both the same.
struct FieldTally {
  int64_t gold = 0, coded = 0, right = 0;
  double f1() const { return gold + coded ? 2.0 * static_cast<double>(right) / static_cast<double>(gold + coded) : 1; }
};
struct EventTally {
  int64_t matched = 0, coded = 0, gold = 0;
  double precision() const { return coded ? static_cast<double>(matched) / static_cast<double>(coded) : 0; }
  double recall() const { return gold ? static_cast<double>(matched) / static_cast<double>(gold) : 0; }
  double f1() const { return matched ? 2 * precision() * recall() / (precision() + recall()) : 0; }
};

struct Score {
  EventTally events;                                       // category and sentence
  EventTally dyads;                                        // and the countries of both sides
  std::vector<std::pair<std::string, FieldTally>> fields;  // over the matched dyads
  // A line for each required event that was missed and each that is too much.
  std::vector<std::string> errors;
};

// An event is right if its category is among those that gold allows, it begins in a sentence that tells the gold event,
// and (dyads) at least half of all countries named are shared. docs/store.md says more. Fails (invalid) if gold has no
// texts, or records name documents that gold has not.
Result<Score> score_events(const std::vector<CodedDocument>& gold, const std::vector<CodedDocument>& coded);

// Agreement of two coders, neither of whom is right. Events are the same if their words overlap.
struct Agreement {
  int64_t both = 0, only_first = 0, only_second = 0;
  struct Field {
    std::string name;
    int64_t asked = 0, same = 0;
    double kappa = 0;  // Cohen's; 1 where all agree on one value
  };
  std::vector<Field> fields;  // over the events that both have
  double f1() const {
    const double all = static_cast<double>(2 * both + only_first + only_second);
    return all > 0 ? 2 * static_cast<double>(both) / all : 1;
  }
};
Agreement agreement_of(const std::vector<CodedDocument>& first, const std::vector<CodedDocument>& second);

// The events of two codings of a document that are the same: by id, else words that overlap, those of one category
// first. Gives for each of the first its second.
std::vector<std::optional<size_t>> pair_events(const std::vector<CodedEvent>& first,
                                               const std::vector<CodedEvent>& second);

}  // namespace kronika
