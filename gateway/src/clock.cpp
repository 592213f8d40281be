// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/clock.hpp"

#include <atomic>
#include <cstdlib>
#include <ctime>

namespace cellwarden::gateway {

using core::Milliseconds;

namespace {

Milliseconds read(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  constexpr std::int64_t kMs = 1000;
  constexpr std::int64_t kNsPerMs = 1'000'000;
  return Milliseconds{now.tv_sec * kMs + now.tv_nsec / kNsPerMs};
}

}  // namespace

Milliseconds steady_now() { return read(CLOCK_BOOTTIME); }
Milliseconds wall_now() { return read(CLOCK_REALTIME); }

Times times_now() {
  constexpr std::int64_t kMayDrift = 5;
  static std::atomic<std::int64_t> kept{0};
  const Milliseconds steady = steady_now();
  const std::int64_t distance = (wall_now() - steady).count();
  std::int64_t told = kept.load();
  if (std::abs(distance - told) > kMayDrift) kept.store(told = distance);
  return {.steady = steady, .wall = steady + Milliseconds{told}};
}

Milliseconds local_time(Milliseconds wall) {
  const std::time_t seconds = wall.count() / 1000;
  std::tm parts{};
  if (localtime_r(&seconds, &parts) == nullptr) return wall;
  return wall + Milliseconds{std::int64_t{parts.tm_gmtoff} * 1000};
}

}  // namespace cellwarden::gateway
