// SPDX-License-Identifier: Apache-2.0
// Who may write: every write needs the PIN, and guessing it is slow (SET-2).
#pragma once

#include <cstdint>

#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

inline constexpr std::uint16_t kFactoryPin = 1234;
inline constexpr int kWrongPinsToLock = 5;
inline constexpr Milliseconds kFirstLock{60'000};
inline constexpr Milliseconds kLongestLock{3'600'000};

// Stored whenever it changes, so that neither the count nor the lock ends with a power loss.
struct PinGuard {
  std::uint8_t wrong{0};  // in a row, since the last lock or right PIN
  std::uint8_t locks{0};  // so far, since the last right PIN
  bool locked{false};
  Milliseconds locked_until;
};

enum class PinVerdict : std::uint8_t { right, wrong, locked };

// Each fifth wrong PIN locks: for 1 minute, then 2, 4 … up to 1 hour. While locked even the right
// one is refused. A right one forgets all that.
PinVerdict try_pin(PinGuard& guard, std::uint16_t pin, std::uint16_t right_pin, Milliseconds now);

// How long writing stays locked; 0 if it is not.
Milliseconds lock_left(const PinGuard& guard, Milliseconds now);

// After a power loss the clock starts anew: a lock that held begins again, in full.
void resume_lock(PinGuard& guard, Milliseconds now);

}  // namespace cellwarden::core
