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
constexpr std::uint32_t kRoundAsleep = kClock * 150;  // of 171 s that there are

volatile std::uint32_t& watchdog(std::size_t index) {
  return reinterpret_cast<volatile std::uint32_t*>(kBase)[index];
}

// A function, so that a test's debugger can take hold of it.
[[gnu::noinline]] void load(std::uint32_t round) {
  watchdog(kLock) = kUnlock;
  watchdog(kControl) = 0;
  watchdog(kLoad) = round;
  watchdog(kClear) = 1;
  watchdog(kControl) = kInterruptAndReset;
  watchdog(kLock) = 0;
}

}  // namespace

void start_watchdog() { load(kRound); }
void watch_sleep() { load(kRoundAsleep); }
[[gnu::noinline]] bool slept_too_long(core::Milliseconds slept) {
  return slept >= boards::kWatchdog;
}

void shorten_round() {
  watchdog(kLock) = kUnlock;
  watchdog(kLoad) = kRound;
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
// The first round is over: the program has stalled, or does not wake. The second one is short, also
// where the first was that of a sleep.
[[noreturn]] void stalled() {
  cellwarden::firmware::mps2::shorten_round();
  const std::array<std::uint8_t, 1> failed{cellwarden::firmware::kFailed};
  cellwarden::firmware::mps2::send(cellwarden::firmware::mps2::Port::plant, failed);
  for (;;) asm volatile("" ::: "memory");
}
}
