// SPDX-License-Identifier: Apache-2.0
// The vector table.
#include "../src/start.hpp"

using namespace cellwarden::firmware;

extern "C" {
void timer_ticked();
void chain_moved();
void line_moved();
void frame_moved();
void input_moved();

// The watchdog does the rest (OUT-6).
[[noreturn]] void stand_still() {
  for (;;) asm volatile("wfi");
}
}

namespace {

constexpr std::size_t kInterrupts = 32;

constexpr std::array<Handler, kInterrupts> interrupts() {
  auto all = all_stand_still<kInterrupts>();
  all[6] = input_moved;    // EXTI lines 2 and 3
  all[7] = input_moved;    // EXTI lines 4 to 15
  all[17] = timer_ticked;  // TIM6, DAC, LPTIM1
  all[27] = chain_moved;   // USART1
  all[28] = line_moved;    // USART2
  all[29] = frame_moved;   // USART3, USART4, LPUART1
  return all;
}

[[gnu::section(".vectors"), gnu::used]] const Vectors<kInterrupts> vectors{
    .stack = &stack_top,
    .reset = reset,
    .system = all_stand_still<kSystemHandlers>(),
    .interrupts = interrupts()};

}  // namespace
