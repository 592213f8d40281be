// SPDX-License-Identifier: Apache-2.0
// The vector table.
#include "../src/start.hpp"

#include "watchdog.hpp"

using namespace cellwarden::firmware;

extern "C" {
void plant_received();
void chain_received();
void chain_out_received();
void data_output_received();
void bluetooth_received();

[[noreturn]] void stalled();

[[noreturn]] void stand_still() { mps2::fail(); }
}

namespace {

constexpr std::size_t kInterrupts = 21;

constexpr std::array<Handler, kSystemHandlers> system_handlers() {
  auto all = all_stand_still<kSystemHandlers>();
  all[0] = stalled;  // the watchdog
  return all;
}

// Numbers: DAI 0385, table 4-2.
constexpr std::array<Handler, kInterrupts> interrupts() {
  auto all = all_stand_still<kInterrupts>();
  all[0] = plant_received;
  all[2] = chain_received;
  all[4] = chain_out_received;
  all[18] = data_output_received;
  all[20] = bluetooth_received;
  return all;
}

[[gnu::section(".vectors"), gnu::used]] const Vectors<kInterrupts> vectors{
    .stack = &stack_top, .reset = reset, .system = system_handlers(), .interrupts = interrupts()};
}  // namespace
