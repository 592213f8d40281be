// SPDX-License-Identifier: Apache-2.0
// A status as the history keeps it.
#pragma once

#include "cellwarden/gateway/history_keeper.hpp"
#include "cellwarden/gateway/status.hpp"

namespace cellwarden::gateway {

// wall: UTC since 1970. Only what is fresh: a stale value is not known at this time.
KeptSample sample_of(const Status& status, core::Milliseconds now, core::Milliseconds wall,
                     bool simulated);

}  // namespace cellwarden::gateway
