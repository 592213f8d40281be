// SPDX-License-Identifier: Apache-2.0
// The vector table, and what runs before main(): variables get their values.
#include <array>
#include <cstddef>
#include <cstdint>

#include "stack.hpp"

using cellwarden::firmware::stm32g0::kStackPaint;

extern "C" {
extern std::uint32_t data_begin, data_end, data_in_flash, bss_begin, bss_end, stack_limit,
    stack_top;
int main();
void timer_ticked();
void chain_moved();
void line_moved();
void frame_moved();
void input_moved();

// A fault of the processor, or an interrupt that nobody asked for: the watchdog does the rest
// (OUT-6).
[[noreturn]] void stand_still() {
  for (;;) asm volatile("wfi");
}

[[noreturn]] void reset() {
  const std::uint32_t* from = &data_in_flash;
  for (std::uint32_t* to = &data_begin; to < &data_end; ++to) *to = *from++;
  for (std::uint32_t* word = &bss_begin; word < &bss_end; ++word) *word = 0;
  std::uint32_t* here = nullptr;
  asm volatile("mov %0, sp" : "=r"(here));
  for (std::uint32_t* word = &stack_limit; word < here; ++word) *word = kStackPaint;
  main();
  stand_still();
}

using Handler = void (*)();

struct Vectors {
  std::uint32_t* stack;
  Handler reset;
  std::array<Handler, 14> system;
  std::array<Handler, 32> interrupts;
};

constexpr std::array<Handler, 32> interrupts() {
  std::array<Handler, 32> all{};
  for (Handler& each : all) each = stand_still;
  all[6] = input_moved;    // EXTI lines 2 and 3
  all[7] = input_moved;    // EXTI lines 4 to 15
  all[17] = timer_ticked;  // TIM6, DAC, LPTIM1
  all[27] = chain_moved;   // USART1
  all[28] = line_moved;    // USART2
  all[29] = frame_moved;   // USART3, USART4, LPUART1
  return all;
}

[[gnu::section(".vectors"), gnu::used]] const Vectors vectors{
    .stack = &stack_top,
    .reset = reset,
    .system = {stand_still, stand_still, stand_still, stand_still, stand_still, stand_still,
               stand_still, stand_still, stand_still, stand_still, stand_still, stand_still,
               stand_still, stand_still},
    .interrupts = interrupts()};
}

namespace cellwarden::firmware::stm32g0 {

bool stack_intact() {
  constexpr std::size_t kCanary = 4;  // words: more than a frame jumps over without touching
  const volatile std::uint32_t* word = &stack_limit;
  bool intact = true;
  for (std::size_t i = 0; i < kCanary; ++i) intact = intact && word[i] == kStackPaint;
  return intact;
}

}  // namespace cellwarden::firmware::stm32g0
