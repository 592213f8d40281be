// SPDX-License-Identifier: Apache-2.0
// Power, resets and programs that hang, of the comparison's emulated boards.
#include <array>

#include "comparison.hpp"
#include "comparison_place.hpp"

namespace cellwarden::firmware {

using core::Milliseconds;

void Comparison::powered_up(int cell, std::span<const std::uint8_t> memory, bool button,
                            Milliseconds now) {
  if (!emulated(cell)) return;
  Place& at = place(cell);
  come_up(cell);
  ++figures_[static_cast<std::size_t>(cell - 1)].restarts;
  at.powered = true;
  at.leds = 0;
  at.memory.clear();
  follow_memory(cell, memory);
  const Given given{.flags = button ? unsigned{kButton} : 0U};
  Told expected;
  expected.answer.wake_at = now;
  expected.answer.led_until = now;
  compare(cell, step(cell, Tell::begin, given, now), expected, now);
}

// Wakes it for a step of which nothing will be heard, up to the step's beginning.
void Comparison::break_in(int cell) {
  Place& at = place(cell);
  Debugger& debugger = at.board->debugger();
  debugger.stop();
  std::array<std::uint8_t, kLongestTell> room{};
  LinkWriter writer{room};
  firmware::put(writer, StepTold{.now = at.wake_at});
  at.board->tell(Tell::step, writer.written());
  constexpr int kPatienceMs = 10'000;
  if (!debugger.run_to(at.step_address, kPatienceMs)) {
    throw EmulatorFailed{at.name + " did not wake"};
  }
}

// Power, after it was off; or its watchdog has reset it.
void Comparison::come_up(int cell) {
  Place& at = place(cell);
  if (at.hung) {
    constexpr int kPatienceMs = 20'000;  // the emulator's clock goes by instructions
    const bool stalled = at.board->next_byte(kPatienceMs) == kFailed;
    if (!stalled || !at.board->came_up(kPatienceMs))
      throw Difference{at.name + " hangs, and no watchdog has reset it (OUT-6)"};
  } else if (at.stopped) {
    at.board->debugger().reset();
    at.board->forget();
    at.board->debugger().go_on();
    constexpr int kPatienceMs = 20'000;
    if (!at.board->came_up(kPatienceMs)) {
      throw Difference{at.name + " did not come up after a reset in the middle of a step"};
    }
  } else {
    at.board->restart();
  }
  at.hung = false;
  at.stopped = false;
}

void Comparison::powered_off(int cell) {
  if (!emulated(cell)) return;
  Place& at = place(cell);
  const bool was_on = at.powered && !at.hung && !at.stopped;
  at.powered = false;
  if (!options_.debugged || !was_on) {
    at.hung = false;
    at.stopped = false;
    at.board->halt();
    return;
  }
  constexpr std::uint64_t kMost = 2'500;  // instructions; a cell board's step has about 1 500
  break_in(cell);
  at.board->debugger().step(static_cast<int>(chance_() % kMost));
  at.stopped = true;
}

void Comparison::hung(int cell) {
  Place& at = place(cell);
  if (!options_.debugged) return powered_off(cell);
  constexpr std::array<std::uint8_t, 2> kJumpToItself{0xFE, 0xE7};
  break_in(cell);
  at.board->debugger().write(at.step_address, kJumpToItself);
  at.board->debugger().go_on();
  at.powered = false;
  at.hung = true;
}

}  // namespace cellwarden::firmware
