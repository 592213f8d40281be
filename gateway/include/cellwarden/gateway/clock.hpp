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
// The same as the owner's clock shows it.
core::Milliseconds local_time(core::Milliseconds wall);

}  // namespace cellwarden::gateway
