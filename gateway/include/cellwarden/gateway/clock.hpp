// SPDX-License-Identifier: Apache-2.0
// The two clocks of the gateway: one that never falls, for ages and waits, and one that people
// read.
#pragma once

#include <cstdint>

#include "cellwarden/core/units.hpp"

namespace cellwarden::gateway {

// Since the computer started; goes on while it sleeps.
core::Milliseconds steady_now();
// Since 1970, UTC. Somebody may set it, also back.
core::Milliseconds wall_now();
// Now, by both clocks: to turn the moments of a status into what people call time.
struct Times {
  core::Milliseconds steady;
  core::Milliseconds wall;
};
// The two keep their distance, so that one moment is always told as the same time, until the wall
// clock is set or has drifted by more than 5 ms.
Times times_now();
// The same as the owner's clock shows it.
core::Milliseconds local_time(core::Milliseconds wall);

}  // namespace cellwarden::gateway
