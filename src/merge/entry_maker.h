// EntryMaker: the reports of one happening put together into an entry.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/entry.h"
#include "merge/copies.h"
#include "merge/happening.h"

namespace kronika {

// "e1:" and 16 hexadecimal digits; `first_record` is the smallest id of its records.
std::string entry_id(const std::string& first_record);

// The order of the reports makes no difference. One maker makes one entry.
class EntryMaker {
 public:
  // `bands` are those of the report's article (short_bands).
  void add(const Report& report, std::string_view bands);
  // At least one report was added.
  Entry make();

 private:
  Entry entry_;
  std::string first_;  // record: the one that the entry is named by
  std::set<std::string> actor_, recipient_, documents_;
  std::map<std::string, std::map<std::string, std::vector<std::string>>> said_;
  CopyGroups copies_;                                         // among the articles of the entry
  std::map<std::string, uint32_t> article_of_;                // document → its number in copies_
  std::vector<std::pair<uint32_t, std::string>> publishers_;  // of each article
};

}  // namespace kronika
