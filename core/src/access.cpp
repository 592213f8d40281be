// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/access.hpp"

#include <algorithm>

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr int kDoublings = 6;  // 1 minute × 2⁶ is above the longest lock

Milliseconds lock_length(int locks) {
  const int doublings = std::clamp(locks - 1, 0, kDoublings);
  return std::min(kFirstLock * (std::int64_t{1} << doublings), kLongestLock);
}

void lock(PinGuard& guard, Milliseconds now) {
  guard.locked = true;
  guard.locked_until = now + lock_length(guard.locks);
}

}  // namespace

PinVerdict try_pin(PinGuard& guard, std::uint16_t pin, std::uint16_t right_pin, Milliseconds now) {
  if (lock_left(guard, now) > 0_ms) return PinVerdict::locked;
  guard.locked = false;
  if (pin == right_pin) {
    guard = {};
    return PinVerdict::right;
  }
  ++guard.wrong;
  if (guard.wrong == kWrongPinsToLock) {
    guard.wrong = 0;
    if (guard.locks < UINT8_MAX) ++guard.locks;
    lock(guard, now);
  }
  return PinVerdict::wrong;
}

Milliseconds lock_left(const PinGuard& guard, Milliseconds now) {
  if (!guard.locked || now >= guard.locked_until) return 0_ms;
  return guard.locked_until - now;
}

void resume_lock(PinGuard& guard, Milliseconds now) {
  if (guard.locked) lock(guard, now);
}

}  // namespace cellwarden::core
