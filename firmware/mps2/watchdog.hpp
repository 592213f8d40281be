// SPDX-License-Identifier: Apache-2.0
// The watchdog of the MPS2 board (Arm CMSDK, DDI 0479). When it has counted down it interrupts, and
// when it has counted down once more it resets the board. It runs while the board is awake; asleep
// a board's time stands still on this target, and the watchdog with it.
#pragma once

namespace cellwarden::firmware::mps2 {

// From the full time on, whether it stood or ran: so it is fed.
void start_watchdog();
void hold_watchdog();

// Something about this board is not as it must be: pulses both coils open, and stands still until
// the watchdog resets it (OUT-6).
[[noreturn]] void fail();

}  // namespace cellwarden::firmware::mps2
