// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace cellwarden::firmware::mps2 {

inline constexpr std::uint32_t kStackPaint = 0xC5C5'C5C5;

// Since the reset: how far down the paint is gone.
std::uint32_t deepest_stack_bytes();

// The end of the stack still has its paint: nothing has gone past it (OUT-6).
bool stack_intact();

}  // namespace cellwarden::firmware::mps2
