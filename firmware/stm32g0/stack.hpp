// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace cellwarden::firmware::stm32g0 {

inline constexpr std::uint32_t kStackPaint = 0xC5C5'C5C5;

// The end of the stack still has its paint: nothing has gone past it (OUT-6).
bool stack_intact();

}  // namespace cellwarden::firmware::stm32g0
