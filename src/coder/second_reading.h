// The second reading: the judge's view of an article that the fast coder has coded. It says which words are events, of
// what category, and weighs their parties; what it does not read stays as it was.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "coder/pipeline.h"
#include "stage/argument/roles.h"
#include "stage/event/event.h"
#include "stage/judge/judge.h"

namespace kronika {

// Chances above which the judge's word counts; found on documents that it was not trained on (docs/accurate.md).
struct SecondReadingOptions {
  float keep = 0.05f;        // an event that the fast coder found stays one
  float add = 0.85f;         // a word that it did not find becomes one
  float again = 0.70f;       // an event was told before
  float factuality = 0.65f;  // another value of factuality than the fast coder's counts
  float parties = 0.25f;     // weight of the judge's log chances of parties beside the ranker's
  float countries = 0.35f;   // likewise of those of their countries
  float sector = 0.70f;      // a party that words name is of another sector than they say
  float unnamed = 0.50f;     // likewise one that no words name
};

// What the judge reads of an analysis by the fast coder. Views; both must outlive it.
JudgeLayers layers_of(const Article& article, const Analysis& fast);

// Views of one article's layers, as the fast coder made them; they must outlive it.
class SecondReading {
 public:
  SecondReading(const Judge& judge, const EventFinder& finder, const Article& article, const Analysis& fast,
                const SecondReadingOptions& options = {});

  // What is an event: those that the fast coder found and the judge keeps, and those that it adds.
  const Triggers& triggers() const { return triggers_; }
  // Adds what the judge knows of who the parties of an event are.
  void advise(RoleChoice& choice) const;
  // Joins events that tell again what was told before, once their parties are known.
  void join_tellings(const Actors& actors, Events& events) const;
  // How sure the text is, in the judge's view.
  void settle_factualities(const Events& events, Factualities& factualities) const;
  // Which words moved the judge: a reading of each event's sentence for each of its words.
  void add_deciding_words(Events& events) const;
  // What kind of party each side is, where the judge takes it for another than was said.
  void settle_sectors(const Mentions& mentions, const Actors& actors, Events& events) const;
  // The chance of each event, and a reason that names the runner-up.
  void settle_chances(Events& events) const;

 private:
  struct Taken {
    const JudgedWord* judged;
    size_t category;  // among the judge's
  };
  bool knows(const std::string& category) const;
  std::vector<char> wanted() const;
  void read_found(std::vector<EventFinder::Reading>& to);
  void read_more(std::vector<EventFinder::Reading>& to);
  size_t best_category(const JudgedWord& word) const;
  void take(uint32_t word, const TriggerChoice* found, const JudgedWord* judged, std::vector<EventFinder::Reading>& to);
  float country_log_chance(const CountryChances& chances, const RoleCandidate& candidate) const;
  float log_chance(const JudgedWord& word, JudgedRole role, const RoleCandidate& candidate) const;
  const Taken* taken(uint32_t word) const;
  std::optional<std::string> other_sector(const JudgedWord& word, JudgedRole role, const AskedParty& party,
                                          const std::vector<std::string>& known, float least) const;

  const Judge& judge_;
  const Analysis& fast_;
  const JudgeLayers layers_;
  SecondReadingOptions options_;
  Judgement judgement_;
  std::unordered_map<uint32_t, Taken> taken_;  // by head word of the event
  std::vector<char> used_;                     // words that are part of an event
  Triggers triggers_;
};

}  // namespace kronika
