// SPDX-License-Identifier: Apache-2.0
// A board's own clock: milliseconds since it was powered, a little too fast or too slow.
#pragma once

#include <cstdint>

#include "cellwarden/core/units.hpp"

namespace cellwarden::twin {

// World time is whole microseconds since the scenario began.
using WorldTime = std::int64_t;

inline constexpr WorldTime kSecond = 1'000'000;
inline constexpr WorldTime kMillisecond = 1000;
inline constexpr WorldTime kNever = INT64_MAX;

// Without libm: the same on every machine. value: not negative.
inline std::int64_t nearest(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return value - static_cast<double>(whole) < 0.5 ? whole : whole + 1;
}

inline WorldTime world_time(double seconds) {
  constexpr double kFarAway = 9e12;  // s; beyond any scenario, and no overflow
  return seconds >= kFarAway ? kNever : nearest(seconds * 1e6);
}
inline double seconds_of(WorldTime time) { return static_cast<double>(time) / 1e6; }

class BoardClock {
 public:
  // ppm: how much too fast. local: what it shows at `begin`.
  BoardClock(WorldTime begin, std::int32_t ppm, core::Milliseconds local = {})
      : begin_{begin}, ppm_{ppm}, local_us_{local.count() * kMillisecond} {}

  [[nodiscard]] core::Milliseconds at(WorldTime time) const {
    return core::Milliseconds{(local_us_ + stretched(time - begin_)) / kMillisecond};
  }

  // The first moment at which it shows at least `local`.
  [[nodiscard]] WorldTime when(core::Milliseconds local) const {
    const WorldTime wanted = local.count() * kMillisecond - local_us_;
    if (ppm_ == 0) return begin_ + wanted;
    WorldTime time = begin_ + wanted - wanted / kSecond * ppm_ - wanted % kSecond * ppm_ / kSecond;
    while (local_us_ + stretched(time - begin_) < local.count() * kMillisecond) ++time;
    return time;
  }

  // From `time` on it runs differently; what it shows does not jump.
  void set_rate(WorldTime time, std::int32_t ppm) {
    local_us_ += stretched(time - begin_);
    begin_ = time;
    ppm_ = ppm;
  }
  [[nodiscard]] std::int32_t ppm() const { return ppm_; }

 private:
  [[nodiscard]] WorldTime stretched(WorldTime passed) const {
    if (ppm_ == 0) return passed;
    return passed + passed / kSecond * ppm_ + passed % kSecond * ppm_ / kSecond;
  }

  WorldTime begin_;
  std::int32_t ppm_;
  WorldTime local_us_;
};

}  // namespace cellwarden::twin
