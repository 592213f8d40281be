// SPDX-License-Identifier: Apache-2.0
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "cellwarden/words/sentences.hpp"

namespace cellwarden::words {

using core::Milliseconds;

std::string clock_text(Milliseconds time) {
  constexpr std::int64_t kDay = 86'400;
  constexpr std::int64_t kCalendar = 315'532'800;  // 1980: earlier times count from a start
  const std::int64_t seconds =
      time.count() >= 0 ? time.count() / 1000 : (time.count() - 999) / 1000;
  if (seconds >= kCalendar) {
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(seconds)));
  }
  std::int64_t day = seconds / kDay;
  if (seconds < day * kDay) --day;
  const std::int64_t rest = seconds - day * kDay;
  const std::string clock =
      fmt::format("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
  return day == 0 ? clock : fmt::format("day {}, {}", day + 1, clock);
}

}  // namespace cellwarden::words
