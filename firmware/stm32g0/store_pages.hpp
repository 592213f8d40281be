// SPDX-License-Identifier: Apache-2.0
// The pages of the flash, at its end, that hold a board's store. While one is erased the processor
// stands still (22 ms; a byte of the chain may be lost, and the message with it).
#pragma once

#include <cstdint>
#include <span>

#include "cellwarden/core/store.hpp"

namespace cellwarden::firmware::stm32g0 {

std::span<const std::uint8_t> store_pages();
// What did not work is seen when the store reads it back.
void carry_out(const core::Operation& operation);

}  // namespace cellwarden::firmware::stm32g0
