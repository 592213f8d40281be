// SPDX-License-Identifier: Apache-2.0
// Single readings and their roll-ups. A block of a level lies within one window of that level, and
// each block is summed up in exactly one block of the next level, when the next window has begun.
// So nothing that is on disk is ever written again, and what is not summed up yet is read from the
// level below.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cellwarden::history {

// In milliseconds.
inline constexpr std::int64_t kMinute = 60'000;
inline constexpr std::int64_t kHour = 60 * kMinute;
inline constexpr std::int64_t kDay = 24 * kHour;

struct Level {
  std::int64_t step_ms;    // of one row; 0: single readings
  std::int64_t window_ms;  // of one block
};

inline constexpr std::array<Level, 4> kLevels{
    {{0, 30 * kMinute}, {5 * kMinute, 6 * kHour}, {kHour, 10 * kDay}, {kDay, 100 * kDay}}};
inline constexpr std::size_t kRaw = 0;

// Times are not before 1970.
constexpr std::int64_t window_of(std::size_t level, std::int64_t time_ms) {
  return time_ms / kLevels[level].window_ms;
}

}  // namespace cellwarden::history
