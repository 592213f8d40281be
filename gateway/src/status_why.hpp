// SPDX-License-Identifier: Apache-2.0
// Why a pack's relays are as they are (RELAY-3), and the one sentence at the top (PLUS-1).
#pragma once

#include "cellwarden/gateway/status.hpp"

namespace cellwarden::gateway {

// Fills charge, load and sentence from the rest.
void explain(Status& status);

}  // namespace cellwarden::gateway
