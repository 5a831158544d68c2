// Merger: reports of many articles into entries of the chronicle, one for each happening.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "kronika/entry.h"
#include "merge/copies.h"
#include "merge/happening.h"
#include "merge/union_find.h"

namespace kronika {

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
  struct InBlock {
    uint32_t node;
    uint8_t other;  // BlockingKeys::Kept::other
  };
  void add(Report report);

  std::vector<std::string> bands_;  // of each article that has reports: short_bands
  std::vector<Report> reports_;
  std::vector<uint32_t> article_of_;  // report → article
  UnionFind sets_;                    // of reports
  std::vector<Node> nodes_;
  std::unordered_map<uint64_t, uint32_t> node_of_;             // content → node
  std::unordered_map<uint64_t, std::vector<InBlock>> blocks_;  // block and day
};

}  // namespace kronika
