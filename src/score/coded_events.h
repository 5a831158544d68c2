// Events as files hold them, whoever coded them: our own records, gold that people wrote, another coder's output.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/result.h"
#include "port/json_value.h"

namespace kronika {

struct CodedEvent {
  std::string id, document, event;
  std::set<std::string> event_ok;             // what counts as right; of gold
  std::set<std::string> modes, modes_ok;      // "" among modes_ok: may be left out
  std::vector<std::string> actor, recipient;  // codes, "RUS GOV"
  uint32_t start = 0, end = 0;                // code points
  bool in_title = false, required = true;
  std::vector<std::pair<uint32_t, uint32_t>> mentions;
  std::string factuality = "asserted";
  std::optional<std::pair<std::string, std::string>> date;  // first and last day
  std::string place_name, place_country;
  std::string attribution;
  std::string words;  // the event's words, as far as the file has them
};

struct CodedDocument {
  std::string id, text;  // the text may be empty: records alone have none
  bool has_text = false;
  std::vector<CodedEvent> events;
};

// Documents in the order of the file, which holds gold (a document a line, with "events") or records (one a line).
// `name` stands for the file in errors, which have the line.
Result<std::vector<CodedDocument>> read_coded_events(std::string_view jsonl, const std::string& name);

std::set<std::string> countries_of(const std::vector<std::string>& codes);  // without "---"
std::set<std::string> sectors_of(const std::vector<std::string>& codes);

}  // namespace kronika
