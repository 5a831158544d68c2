// What a report tells of a happening, and whether two reports tell of the same one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kronika {

struct ReportParty {
  std::string entity;   // id in the knowledge base; empty for everyone else
  std::string country;  // as Party::country; empty: none can be said
  std::string sector;   // the main one; may be empty
};

// A record as merging sees it: plain values, no article. Holds no name of a private person.
struct Report {
  std::string id, document, publisher;
  int64_t published = 0;  // day number; 0: unknown
  std::string event;
  std::vector<std::string> mode;
  std::vector<ReportParty> actor, recipient;
  int64_t first_day = 0, last_day = 0;  // day numbers, both inclusive; 0: unknown
  std::string place, country;           // of the place; `place` is empty where only the country is known
  std::vector<uint64_t> words;          // of the sentence: content_words
  std::vector<std::pair<int64_t, std::string>> numbers;  // counted_things
  std::string factuality;
};

// Where a report is looked for. Two reports of one happening meet: one asks for a key under which the other is kept,
// and the other way round. Each key holds category, day and the countries of one side or of both.
struct BlockingKeys {
  std::vector<uint64_t> kept, asked;
};
BlockingKeys blocking_keys(const Report& report);

// A hash of all that same_happening looks at.
uint64_t content_of(const Report& report);

// Do both tell of the same happening? Symmetric, and of nothing but the two. Whether they stand in different articles
// is for the caller to ask.
bool same_happening(const Report& a, const Report& b);

}  // namespace kronika
