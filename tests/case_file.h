// Case files (tests/cases/*.case): text in, records out, in a form that a political scientist reads. docs/case.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kronika/result.h"

namespace kronika::testing {

// One thing expected in a field: "[border police] = BLR COP", either half may be absent.
struct Expected {
  std::optional<std::string> words;  // the words in brackets, exactly
  std::optional<std::string> value;  // what follows "=", or a bare value
};

struct ExpectedEvent {
  int line = 0;
  std::string category, mode;  // mode empty: not compared
  // By field: actor recipient place date factuality attribution words. An empty list says "none".
  std::map<std::string, std::vector<Expected>> fields;
};

struct Case {
  std::string file;
  int line = 0;
  std::string name;       // the comment above it
  std::string published;  // YYYY-MM-DD, may be empty
  std::string title, text;
  std::string todo;  // why the case is known to fail; a todo that passes is a failure
  std::vector<ExpectedEvent> events;
};

// Reads one file; an error names file and line.
Result<std::vector<Case>> read_cases(const std::string& path);

}  // namespace kronika::testing
