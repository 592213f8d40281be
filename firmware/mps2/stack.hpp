// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace cellwarden::firmware::mps2 {

inline constexpr std::uint32_t kStackPaint = 0xC5C5'C5C5;

// Since the reset: how far down the paint is gone.
std::uint32_t deepest_stack_bytes();

}  // namespace cellwarden::firmware::mps2
