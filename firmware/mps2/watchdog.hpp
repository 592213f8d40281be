// SPDX-License-Identifier: Apache-2.0
// The watchdog of the MPS2 board (Arm CMSDK, DDI 0479). When it has counted down it interrupts, and
// when it has counted down once more it resets the board. It never stands. Asleep it is the
// emulator's time that it counts, which goes on while the plant is busy with other boards, so it
// gets more of it; how long a sleep was in the board's own time is looked at when it ends.
#pragma once

#include "cellwarden/core/units.hpp"

namespace cellwarden::firmware::mps2 {

// From the full time on: so it is fed.
void start_watchdog();
// The same for a sleep. One that never ends is found even so.
void watch_sleep();
// The watchdog of a board, which counts on while it sleeps, would have reset it meanwhile.
bool slept_too_long(core::Milliseconds slept);
// Of the two that it counts down; it is not fed by it.
void shorten_round();

// Something about this board is not as it must be: pulses both coils open, and stands still until
// the watchdog resets it (OUT-6).
[[noreturn]] void fail();

}  // namespace cellwarden::firmware::mps2
