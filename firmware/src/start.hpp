// SPDX-License-Identifier: Apache-2.0
// What runs before main() on every target: variables get their values, and the free stack is
// painted, so that its deepest use can be seen. A target brings the vector table, in `.vectors`,
// and stand_still().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

extern "C" {
extern std::uint32_t stack_top;  // where it begins, by the linker script

[[noreturn]] void reset();
// A fault of the processor, or an interrupt that nobody asked for.
[[noreturn]] void stand_still();
}

namespace cellwarden::firmware {

using Handler = void (*)();

// The handler of number 2 comes first: that of an interrupt that cannot be held back.
inline constexpr std::size_t kSystemHandlers = 14;

template <std::size_t Interrupts>
struct Vectors {
  std::uint32_t* stack;
  Handler reset;
  std::array<Handler, kSystemHandlers> system;
  std::array<Handler, Interrupts> interrupts;
};

template <std::size_t Count>
constexpr std::array<Handler, Count> all_stand_still() {
  std::array<Handler, Count> all{};
  for (Handler& each : all) each = stand_still;
  return all;
}

// Since the reset: how far down the paint is gone.
std::uint32_t deepest_stack_bytes();

// The end of the stack still has its paint: nothing has gone past it (OUT-6).
bool stack_intact();

}  // namespace cellwarden::firmware
