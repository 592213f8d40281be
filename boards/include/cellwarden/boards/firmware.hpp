// SPDX-License-Identifier: Apache-2.0
// The version that the boards say they run (CHAIN-2).
#pragma once

#include "cellwarden/chain/message.hpp"

namespace cellwarden::boards {

inline constexpr chain::Firmware kFirmware{.major = 0, .minor = 2, .patch = 0};

}  // namespace cellwarden::boards
