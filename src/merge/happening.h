// What a report tells of a happening, and whether two reports tell of the same one.
#pragma once

#include <algorithm>
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
  std::vector<uint64_t> trigger;  // of the record's own words: trigger_words
  std::vector<uint64_t> about;    // of the article: topic_words
};

// Where a report is looked for. A block holds the reports of one category in which one country acts, or receives.
// Within it each report lies at its days, with a mark for the country on the other side. Two reports that are `tied`
// meet in a block: the one asks for what the other keeps there, and the other way round.
struct BlockingKeys {
  struct Kept {
    uint32_t block = 0;  // 31 bits
    uint8_t other = 0;   // of a country of the other side; 0: there is no other side
  };
  struct Asked {
    uint32_t block = 0;
    std::vector<uint8_t> others;  // sorted; empty: whatever the other side is
    bool takes(uint8_t other) const {
      return others.empty() || std::binary_search(others.begin(), others.end(), other);
    }
  };
  int64_t first = 0, last = 0;  // day numbers, both inclusive; at most kLongestSpan days between them
  std::vector<Kept> kept;
  std::vector<Asked> asked;
};
// A span of more days than this ("this summer") is met by too much: such reports stay alone.
constexpr int64_t kLongestSpan = 7;
BlockingKeys blocking_keys(const Report& report);

// A hash of all that same_happening looks at.
uint64_t content_of(const Report& report);

// Do both tell of the same happening? Symmetric, and of nothing but the two. Whether they stand in different articles
// is for the caller to ask.
bool same_happening(const Report& a, const Report& b);

// The same, and the countries of the sides that both have are shared: those pairs make the entries, whatever looks for
// them.
bool tied(const Report& a, const Report& b);

}  // namespace kronika
