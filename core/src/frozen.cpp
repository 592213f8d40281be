// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/frozen.hpp"

#include <algorithm>

namespace cellwarden::core {

namespace {

constexpr std::uint32_t kFrozenAfterSeconds = 600;  // CELL-8

constexpr std::uint32_t kVoltageMask = (1U << 13U) - 1;
constexpr unsigned kSpreadAt = 13;
constexpr std::int32_t kWidest = (1 << 18) - 1;
constexpr unsigned kLeastBit0At = 31;
constexpr unsigned kLeastAt = 10;
constexpr std::uint32_t kAgeMask = (1U << kLeastAt) - 1;
constexpr std::int32_t kLargest = (1 << 22) - 1;

// Ages 0…600 are kept one higher, so that all zeros mean "never judged".
constexpr std::uint32_t kNever = 0;
constexpr std::uint32_t kFresh = 1;
constexpr std::uint32_t kRipe = kFresh + kFrozenAfterSeconds;
constexpr std::uint32_t kFrozen = kRipe + 1;

constexpr std::uint32_t aged(std::uint32_t age, std::uint32_t elapsed_s) {
  if (age == kNever || age == kFrozen) return age;
  return elapsed_s >= kRipe - age ? kRipe : age + elapsed_s;
}

}  // namespace

bool FrozenWatch::judge(Millivolts voltage, Milliamps battery_current, Milliamps sensor_range,
                        std::uint32_t elapsed_s) {
  const auto now = static_cast<std::uint32_t>(voltage.count()) & kVoltageMask;
  std::int32_t least = std::clamp(battery_current.count(), -kLargest, kLargest);
  std::int32_t spread = 0;
  std::uint32_t age = high_ & kAgeMask;
  const bool begins = age == kNever || now != (low_ & kVoltageMask);
  bool found = false;
  if (begins) {
    age = kFresh;
  } else {
    const std::int32_t current = least;
    const std::int32_t before = (static_cast<std::int32_t>(high_) >> kLeastAt) * 2 +
                                static_cast<std::int32_t>(low_ >> kLeastBit0At);
    const std::int32_t most = before + static_cast<std::int32_t>(low_ >> kSpreadAt & kWidest);
    least = std::min(before, current);
    spread = std::min(std::max(most, current) - least, kWidest);
    age = aged(age, elapsed_s);
    found = age == kRipe && spread > sensor_range.count() / 10;
    if (found) age = kFrozen;
  }
  const auto bits = static_cast<std::uint32_t>(least);
  low_ = now | static_cast<std::uint32_t>(spread) << kSpreadAt | bits << kLeastBit0At;
  high_ = age | bits >> 1U << kLeastAt;
  return found;
}

void FrozenWatch::pass(std::uint32_t elapsed_s) {
  high_ = (high_ & ~kAgeMask) | aged(high_ & kAgeMask, elapsed_s);
}

void FrozenWatches::begin_message(std::size_t cells, Milliseconds now) {
  const auto now_s = static_cast<std::uint32_t>(now.count() / 1000);
  elapsed_s_ = now_s - judged_s_;
  judged_s_ = now_s;
  for (std::size_t i = cells; i < watched_; ++i) cells_[i].pass(elapsed_s_);
  watched_ = static_cast<std::uint8_t>(std::max<std::size_t>(watched_, cells));
}

}  // namespace cellwarden::core
