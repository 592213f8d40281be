// SPDX-License-Identifier: Apache-2.0
// Clocks, the time since power-up, and the watchdog. The processor runs at 32 MHz, because at 16 it
// would hardly keep up with the chain (docs/power.md); the UARTs that wake it have the internal
// 16 MHz. Time comes from LPTIM1, which counts 1024 a second from the crystal and goes on in Stop.
#pragma once

#include "cellwarden/core/units.hpp"

namespace cellwarden::firmware::stm32g0 {

inline constexpr std::uint32_t kProcessorHz = 32'000'000, kInternalHz = 16'000'000;

// Until the crystal swings, at most about 2 s; without one the internal 32 kHz, 5 % wrong, counts.
void start_clock();
core::Milliseconds now();

// OUT-6: resets the board if it is not fed for 1.7 to 2.0 s. Nothing stops it again.
void start_watchdog();
void feed_watchdog();

// Sleeps until an interrupt, at the latest at this time. deep: Stop 0, else the clocks go on.
// Interrupts are held back on entry and on return; a pending one ends the sleep.
void sleep_until(core::Milliseconds latest, bool deep);

void timer_interrupt();

}  // namespace cellwarden::firmware::stm32g0
