// SPDX-License-Identifier: Apache-2.0
// What a board's program has done since it woke. The watchdog is fed only when every duty of a step
// has run, each once and in its turn: a program that jumps over one, or runs one twice, is not
// running as it was written (OUT-6; IEC 60730-1 annex H, class B, calls it the program counter).
#pragma once

#include <cstdint>

namespace cellwarden::boards {

// In the order of a step.
enum class Duty : std::uint8_t {
  woken,    // what came was taken in
  stepped,  // the board's step has judged it
  sent,     // what it says has left
  kept,     // its memory operation, if there was one, has begun
  wanted,   // coils, resistor, LEDs and the next waking are set
  memory_tested,
  stack_checked,
};

class Flow {
 public:
  // The duties of a step lie behind a program that has just come up.
  static constexpr Flow powered_up() {
    Flow flow;
    flow.next_ = static_cast<std::uint8_t>(Duty::memory_tested);
    return flow;
  }

  constexpr void begin() { *this = {}; }
  constexpr void did(Duty duty) {
    if (static_cast<std::uint8_t>(duty) == next_) {
      ++next_;
    } else {
      next_ = kLost;
    }
  }
  [[nodiscard]] constexpr bool complete() const {
    return next_ == static_cast<std::uint8_t>(Duty::stack_checked) + 1;
  }

 private:
  static constexpr std::uint8_t kLost = 0xFF;  // no duty has this number

  std::uint8_t next_{0};
};

}  // namespace cellwarden::boards
