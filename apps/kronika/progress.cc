#include "progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace kronika::app {

Progress::Progress(std::string what)
    : what_(std::move(what)), terminal_(isatty(STDERR_FILENO) != 0), started_(std::chrono::steady_clock::now()) {}

void Progress::step() {
  ++count_;
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - std::max(drawn_, started_ + std::chrono::milliseconds(400)) < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  fmt::print(stderr, "\r\x1b[K{} {}, {:.0f} a second", count_, what_,
             static_cast<double>(count_) / std::max(seconds, 0.001));
  std::fflush(stderr);
  shown_ = true;
}

void Progress::clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

Terminal output_terminal() {
  if (!isatty(STDOUT_FILENO)) return {};
  constexpr int kUsual = 80;  // where the terminal does not say
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  const char* plain = std::getenv("NO_COLOR");
  const char* kind = std::getenv("TERM");
  return {known ? size.ws_col : kUsual, (!plain || !*plain) && kind && std::string_view(kind) != "dumb"};
}

}  // namespace kronika::app
