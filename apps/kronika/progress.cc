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

std::string progress_line(const std::string& what, uint64_t count, double seconds, std::optional<double> done) {
  std::string line;
  if (done) {
    constexpr size_t kBar = 20;
    const auto full = static_cast<size_t>(std::clamp(*done, 0.0, 1.0) * kBar);
    line = fmt::format("[{}{}] {:3.0f} %  ", std::string(full, '#'), std::string(kBar - full, '-'), 100 * *done);
  }
  const double rate = static_cast<double>(count) / std::max(seconds, 0.001);
  line += fmt::format("{} {}, {:.{}f} a second", count, what, rate, rate < 10 ? 1 : 0);
  constexpr double kLeastKnown = 0.005;  // before, a guess is worth nothing
  if (!done || *done < kLeastKnown || *done >= 1) return line;
  const double left = seconds * (1 - *done) / *done;
  constexpr double kMinute = 60, kHour = 3600;
  return line + (left < 1.5 * kMinute ? fmt::format(", {:.0f} s left", left)
                 : left < 1.5 * kHour ? fmt::format(", {:.0f} min left", left / kMinute)
                                      : fmt::format(", {:.1f} h left", left / kHour));
}

Progress::Progress(std::string what, std::function<std::optional<double>()> done)
    : what_(std::move(what)),
      done_(std::move(done)),
      terminal_(isatty(STDERR_FILENO) != 0),
      started_(std::chrono::steady_clock::now()) {}

void Progress::step() { set(count_ + 1); }

void Progress::set(uint64_t count) {
  count_ = count;
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - std::max(drawn_, started_ + std::chrono::milliseconds(400)) < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  fmt::print(stderr, "\r\x1b[K{}", progress_line(what_, count_, seconds, done_ ? done_() : std::nullopt));
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
