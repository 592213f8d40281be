// SPDX-License-Identifier: Apache-2.0
#include "watchdog.hpp"

#include <array>
#include <cstdint>

#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/firmware/plant_link.hpp"
#include "uart.hpp"

namespace cellwarden::firmware::mps2 {

namespace {

constexpr std::uintptr_t kBase = 0x4000'8000;
constexpr std::size_t kLoad = 0;
constexpr std::size_t kControl = 2;
constexpr std::size_t kClear = 3;  // any value ends the interrupt and starts the round anew
constexpr std::size_t kLock = 0x300;
constexpr std::uint32_t kUnlock = 0x1ACC'E551;
constexpr std::uint32_t kInterruptAndReset = 3;

// Two rounds make the time in which a stalled program must be reset.
constexpr std::uint32_t kClock = 25'000'000;  // Hz
constexpr std::uint32_t kRound = kClock / 1000 * (boards::kWatchdog.count() / 2);

volatile std::uint32_t& watchdog(std::size_t index) {
  return reinterpret_cast<volatile std::uint32_t*>(kBase)[index];
}

}  // namespace

void start_watchdog() {
  watchdog(kLock) = kUnlock;
  watchdog(kControl) = 0;
  watchdog(kLoad) = kRound;
  watchdog(kClear) = 1;
  watchdog(kControl) = kInterruptAndReset;
  watchdog(kLock) = 0;
}

void hold_watchdog() {
  watchdog(kLock) = kUnlock;
  watchdog(kControl) = 0;
  // The emulator's counts on while it is held, so it gets the longest time there is: 171 s.
  watchdog(kLoad) = UINT32_MAX;
  watchdog(kClear) = 1;
  watchdog(kLock) = 0;
}

void fail() {
  asm volatile("cpsid i" ::: "memory");
  const std::array<std::uint8_t, 1> failed{kFailed};
  send(Port::plant, failed);
  start_watchdog();
  for (;;) asm volatile("" ::: "memory");
}

}  // namespace cellwarden::firmware::mps2

extern "C" {
// The first round is over: the program has stalled. The second one goes on.
[[noreturn]] void stalled() {
  const std::array<std::uint8_t, 1> failed{cellwarden::firmware::kFailed};
  cellwarden::firmware::mps2::send(cellwarden::firmware::mps2::Port::plant, failed);
  for (;;) asm volatile("" ::: "memory");
}
}
