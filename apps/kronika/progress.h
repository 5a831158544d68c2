// A line of progress on stderr, only on a terminal, after half a second, at most ten times a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "record/terminal_text.h"

namespace kronika::app {

class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress() { clear(); }
  void step();
  // Takes the line off, so that a message can be printed.
  void clear();

 private:
  std::string what_;
  bool terminal_, shown_ = false;
  uint64_t count_ = 0;
  std::chrono::steady_clock::time_point started_, drawn_;
};

// The terminal that stdout writes to; width 0 where it is none. Colours unless NO_COLOR (no-color.org) or TERM=dumb say
// no.
Terminal output_terminal();

}  // namespace kronika::app
