// SPDX-License-Identifier: Apache-2.0
// The vector table, and what runs before main(): variables get their values, the free stack is
// painted so that its deepest use can be seen.
#include <array>
#include <cstdint>

#include "stack.hpp"

extern "C" {
extern std::uint32_t data_begin, data_end, data_in_flash, bss_begin, bss_end, stack_limit,
    stack_top;
int main();
void plant_received();
void chain_received();
void chain_out_received();
void data_output_received();
void bluetooth_received();

// A fault of the processor: stand still, the watchdog does the rest (OUT-6).
[[noreturn]] void stand_still() {
  for (;;) asm volatile("wfi");
}

[[noreturn]] void reset() {
  std::uint32_t* here = nullptr;
  asm volatile("mov %0, sp" : "=r"(here));
  for (std::uint32_t* word = &stack_limit; word < here; ++word) {
    *word = cellwarden::firmware::mps2::kStackPaint;
  }
  const std::uint32_t* from = &data_in_flash;
  for (std::uint32_t* to = &data_begin; to < &data_end; ++to) *to = *from++;
  for (std::uint32_t* word = &bss_begin; word < &bss_end; ++word) *word = 0;
  main();
  stand_still();
}

using Handler = void (*)();

struct Vectors {
  std::uint32_t* stack;
  Handler reset;
  std::array<Handler, 14> system;
  std::array<Handler, 21> interrupts;
};

// Interrupt numbers: DAI 0385, table 4-2.
[[gnu::section(".vectors"), gnu::used]] const Vectors vectors{
    .stack = &stack_top,
    .reset = reset,
    .system = {stand_still, stand_still, stand_still, stand_still, stand_still, stand_still,
               stand_still, stand_still, stand_still, stand_still, stand_still, stand_still,
               stand_still, stand_still},
    .interrupts = {plant_received,     stand_still, chain_received,       stand_still,
                   chain_out_received, stand_still, stand_still,          stand_still,
                   stand_still,        stand_still, stand_still,          stand_still,
                   stand_still,        stand_still, stand_still,          stand_still,
                   stand_still,        stand_still, data_output_received, stand_still,
                   bluetooth_received}};
}

namespace cellwarden::firmware::mps2 {

std::uint32_t deepest_stack_bytes() {
  const std::uint32_t* word = &stack_limit;
  while (word < &stack_top && *word == kStackPaint) ++word;
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(&stack_top) -
                                    reinterpret_cast<std::uintptr_t>(word));
}

}  // namespace cellwarden::firmware::mps2
