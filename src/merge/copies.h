// CopyGroups: articles that are copies of one text: wire stories that many papers print, cut and edited a little.
//
// Each text is seen as the set of its runs of three words; MinHash (Broder 1997) gives numbers of which two texts share
// the part that their sets share. They are taken in bands of eight: texts that agree in a whole band are copies. Of two
// texts that share 80 % of their runs 99 in 100 are found, of those that share 30 % one in 500 is taken wrongly. The
// beginning is compared by itself too, as papers cut from the end.
//
// Nothing is compared in pairs, so the cost grows with the number of articles only, and what is a copy of what does not
// depend on the order in which they come.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "merge/union_find.h"

namespace kronika {

// The bands of a text: equal ones mean copies. A text of less than 16 words has only the one of its hash: short notes
// are alike without being copies.
std::vector<uint64_t> bands_of(std::string_view text);

// Three bytes of each band, in their order: as much as it takes to compare the few articles of an entry.
std::string short_bands(const std::vector<uint64_t>& bands);
// What CopyGroups compares of them: the place of each band, and its bytes.
std::vector<uint64_t> long_bands(std::string_view bytes);

class CopyGroups {
 public:
  // A new article, numbered from 0.
  uint32_t add(std::string_view text) { return add(bands_of(text)); }
  uint32_t add(const std::vector<uint64_t>& bands);
  // The first article of the group. Later articles may join two groups.
  uint32_t group_of(uint32_t article) const { return groups_.find(article); }

 private:
  UnionFind groups_;
  std::unordered_map<uint64_t, uint32_t> first_with_;  // band → an article that has it
};

}  // namespace kronika
