// A line of progress on stderr, only on a terminal, after half a second, at most ten times a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "record/terminal_text.h"

namespace kronika::app {

class Progress {
 public:
  // `done`: which part of the work is behind us, 0 to 1; nothing where that is not known.
  explicit Progress(std::string what, std::function<std::optional<double>()> done = {});
  ~Progress() { clear(); }
  void step();
  // So many in all.
  void set(uint64_t count);
  // Takes the line off, so that a message can be printed.
  void clear();

 private:
  std::string what_;
  std::function<std::optional<double>()> done_;
  bool terminal_, shown_ = false;
  uint64_t count_ = 0;
  std::chrono::steady_clock::time_point started_, drawn_;
};

// "[######--------------] 31 %  1240 articles, 53 a second, 2 min left": what the line says. `done` as above.
std::string progress_line(const std::string& what, uint64_t count, double seconds, std::optional<double> done);

// The terminal that stdout writes to; width 0 where it is none. Colours unless NO_COLOR (no-color.org) or TERM=dumb say
// no.
Terminal output_terminal();

}  // namespace kronika::app
