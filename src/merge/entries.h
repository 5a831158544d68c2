// Merger: reports of many articles into entries of the chronicle, one for each happening.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "merge/copies.h"
#include "merge/happening.h"
#include "merge/union_find.h"

namespace kronika {

// Who says what, where the reports of one entry do not agree.
struct Disagreement {
  std::string field;                                       // place, country, factuality, first_day, number:people
  std::map<std::string, std::vector<std::string>> saying;  // value → ids of the records, sorted
};

struct Entry {
  std::string id;                             // "e1:" and 16 hexadecimal digits, made from its first record
  std::string event;                          // of all its records
  std::vector<std::string> actor, recipient;  // public entities, else country and main sector ("RUS MIL"); sorted
  std::vector<std::string> records;           // ids, sorted
  std::vector<std::string> documents;         // sorted, each once
  int64_t first_seen = 0, last_seen = 0;      // days of publication; 0: none is known
  // Publishers that did not copy each other: papers that print one wire story are one voice, and so is a paper that
  // reports twice. An article without publisher is a voice of its own.
  uint32_t independent = 0;
  std::vector<Disagreement> disagreements;
};

// Adding articles one by one, all at once or in another order gives the same entries. Used by one thread at a time.
class Merger {
 public:
  // All reports of one article, and its copy bands (copies.h).
  void add(const std::vector<uint64_t>& bands, const std::vector<Report>& reports);
  // Sorted by first day seen and id.
  std::vector<Entry> entries() const;

 private:
  // Reports of one content are one node: fifty papers that print one sentence are compared once.
  struct Node {
    uint32_t report = 0;                   // the first of them
    std::string document, other_document;  // two different ones that have it; the second may be empty
  };
  void add(Report report, uint32_t article);

  CopyGroups copies_;
  std::vector<Report> reports_;
  std::vector<uint32_t> article_of_;  // report → article
  UnionFind sets_;                    // of reports
  std::vector<Node> nodes_;
  std::unordered_map<uint64_t, uint32_t> node_of_;              // content → node
  std::unordered_map<uint64_t, std::vector<uint32_t>> blocks_;  // key → nodes
};

}  // namespace kronika
