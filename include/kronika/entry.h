// Entry: the records of one happening together, as docs/merge.md describes them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kronika {

// Who says what, where the reports of one entry do not agree.
struct Disagreement {
  std::string field;                                       // place, country, factuality, first_day, number:people
  std::map<std::string, std::vector<std::string>> saying;  // value → ids of the records, sorted
};

struct Entry {
  std::string id;                             // "e1:" and 16 hexadecimal digits, made from its first record
  std::string event;                          // of all its records, or where a person put others together, of the first
  std::vector<std::string> actor, recipient;  // public entities, else country and main sector ("RUS MIL"); sorted
  std::vector<std::string> records;           // ids, sorted
  std::vector<std::string> documents;         // sorted, each once
  int64_t first_seen = 0, last_seen = 0;      // days of publication; 0: none is known
  // Publishers that did not copy each other: papers that print one wire story are one voice, and so is a paper that
  // reports twice. An article without publisher is a voice of its own.
  uint32_t independent = 0;
  std::vector<Disagreement> disagreements;
};

}  // namespace kronika
