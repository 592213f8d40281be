// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"

#include <algorithm>

#include "registers.hpp"

namespace cellwarden::firmware::stm32g0 {

using core::Milliseconds;

namespace {

constexpr std::int64_t kTicksASecond = 1024;
constexpr std::int64_t kWrap = 0x1'0000;
constexpr std::uint32_t kCrystalPatience = 4'000'000;  // looks, of about 8 clocks each
// A compare value so close to the counter might be passed before it is taken.
constexpr std::int64_t kTooClose = 1;

volatile std::uint32_t wraps;
std::int64_t compared_at;  // the tick that wakes the board

bool crystal_started() {
  Rcc& rcc = rcc_block();
  power_block().cr1 = power_block().cr1 | power::kBackupDomain;
  rcc.bdcr = rcc.bdcr | rcc::kLseOn;
  for (std::uint32_t look = 0; look < kCrystalPatience; ++look) {
    if ((rcc.bdcr & rcc::kLseReady) != 0) return true;
  }
  return false;
}

void start_internal() {
  rcc_block().csr = rcc_block().csr | rcc::kLsiOn;
  while ((rcc_block().csr & rcc::kLsiReady) == 0) {
  }
}

// The counter runs on a clock of its own: it is read until two reads are the same.
std::uint32_t counter() {
  std::uint32_t seen = timer_block().cnt;
  for (;;) {
    const std::uint32_t again = timer_block().cnt;
    if (again == seen) return seen;
    seen = again;
  }
}

// Interrupts are held back. A wrap that has not been counted yet has left its flag.
std::int64_t ticks() {
  std::uint32_t count = counter();
  std::int64_t whole = wraps;
  if ((timer_block().isr & timer::kWrapped) != 0) {
    count = counter();
    ++whole;
  }
  return whole * kWrap + count;
}

// A new value takes three clocks of the crystal to arrive, so an earlier one that is still to come
// is left: the board wakes too soon, and sets it then.
void compare_at(std::int64_t tick, std::int64_t now) {
  LowPowerTimer& timer = timer_block();
  if (compared_at > now + kTooClose && compared_at <= tick) return;
  compared_at = tick;
  timer.icr = timer::kCompareTaken | timer::kCompared;
  timer.cmp = static_cast<std::uint32_t>(tick % kWrap);
  while ((timer.isr & timer::kCompareTaken) == 0) {
  }
}

// After power-up and after each Stop the internal 16 MHz run.
void run_fast() {
  Rcc& rcc = rcc_block();
  if ((rcc.cfgr & rcc::kRunsBy) == rcc::kRunsByPll) return;
  rcc.pllcfgr = rcc::kPll32MHz;
  rcc.cr = rcc.cr | rcc::kPllOn;
  while ((rcc.cr & rcc::kPllReady) == 0) {
  }
  rcc.cfgr = (rcc.cfgr & ~7U) | rcc::kRunByPll;
  while ((rcc.cfgr & rcc::kRunsBy) != rcc::kRunsByPll) {
  }
}

}  // namespace

void start_clock() {
  Rcc& rcc = rcc_block();
  flash_block().acr = (flash_block().acr & ~flash::kWaits) | flash::kOneWait | flash::kPrefetch;
  while ((flash_block().acr & flash::kWaits) != flash::kOneWait) {
  }
  run_fast();
  rcc.apbenr1 = rcc.apbenr1 | rcc::kPower | rcc::kLptim1;
  const bool crystal = crystal_started();
  if (!crystal) start_internal();
  rcc.ccipr =
      rcc.ccipr | rcc::kUsart1Hsi | rcc::kUsart2Hsi | (crystal ? rcc::kLptim1Lse : rcc::kLptim1Lsi);
  LowPowerTimer& timer = timer_block();
  timer.cfgr = timer::kBy32;
  timer.ier = timer::kCompared | timer::kWrapped;
  timer.cr = timer::kEnable;
  timer.arr = static_cast<std::uint32_t>(kWrap - 1);
  while ((timer.isr & timer::kReloadTaken) == 0) {
  }
  timer.cr = timer::kEnable | timer::kContinuously;
}

Milliseconds now() {
  asm volatile("cpsid i" ::: "memory");
  const std::int64_t count = ticks();
  asm volatile("cpsie i" ::: "memory");
  return Milliseconds{count * 1000 / kTicksASecond};
}

// The internal 32 kHz, 5 % either way, by 64: 900 take 1.71 to 1.90 s.
void start_watchdog() {
  constexpr std::uint32_t kReload = 900;
  Watchdog& dog = watchdog_block();
  dog.kr = watchdog::kStart;
  dog.kr = watchdog::kUnlock;
  dog.pr = watchdog::kBy64;
  dog.rlr = kReload;
  while (dog.sr != 0) {
  }
  dog.kr = watchdog::kFeed;
}

void feed_watchdog() { watchdog_block().kr = watchdog::kFeed; }

void sleep_until(Milliseconds latest, bool deep) {
  const std::int64_t tick = (latest.count() * kTicksASecond + 999) / 1000;
  const std::int64_t ahead = tick - ticks();
  if (ahead <= 0) return;
  auto& control = block<Register>(kSystemControl);
  if (ahead > kTooClose) {
    compare_at(tick, tick - ahead);
    if (tick - ticks() <= 0) return;
  } else {
    deep = false;  // a few ticks are waited for awake, below
  }
  power_block().cr1 = power_block().cr1 & ~power::kStopModes;
  control = deep ? control | kSleepDeep : control & ~kSleepDeep;
  if (ahead > kTooClose) asm volatile("dsb\n\twfi" ::: "memory");
  if (deep) run_fast();
  control = control & ~kSleepDeep;  // a UART that waits for room must not stop its own clock
}

void timer_interrupt() {
  LowPowerTimer& timer = timer_block();
  if ((timer.isr & timer::kWrapped) != 0) {
    timer.icr = timer::kWrapped;
    wraps = wraps + 1;
  }
  if ((timer.isr & timer::kCompared) != 0) timer.icr = timer::kCompared;
}

}  // namespace cellwarden::firmware::stm32g0
