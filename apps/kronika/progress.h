// A line of progress on stderr, only on a terminal, at most ten times a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

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

// Columns of the terminal that stdout writes to, 0 where it is none.
int terminal_width();

}  // namespace kronika::app
