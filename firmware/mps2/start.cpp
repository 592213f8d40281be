// SPDX-License-Identifier: Apache-2.0
// The vector table, and what runs before main(): variables get their values, the free stack is
// painted so that its deepest use can be seen.
#include <array>
#include <cstdint>

#include "stack.hpp"
#include "watchdog.hpp"

extern "C" {
extern std::uint32_t data_begin, data_end, data_in_flash, bss_begin, bss_end, stack_limit,
    stack_top;
int main();
void plant_received();
void chain_received();
void chain_out_received();
void data_output_received();
void bluetooth_received();

[[noreturn]] void stalled();

// A fault of the processor, or an interrupt that nobody asked for.
[[noreturn]] void stand_still() { cellwarden::firmware::mps2::fail(); }

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

// The first of the system's handlers is that of the watchdog. Interrupt numbers: DAI 0385, table
// 4-2.
[[gnu::section(".vectors"), gnu::used]] const Vectors vectors{
    .stack = &stack_top,
    .reset = reset,
    .system = {stalled, stand_still, stand_still, stand_still, stand_still, stand_still,
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

bool stack_intact() {
  constexpr std::size_t kCanary = 4;  // words: more than a frame jumps over without touching
  const volatile std::uint32_t* word = &stack_limit;
  bool intact = true;
  for (std::size_t i = 0; i < kCanary; ++i) intact = intact && word[i] == kStackPaint;
  return intact;
}

}  // namespace cellwarden::firmware::mps2
