// SPDX-License-Identifier: Apache-2.0
// One emulated board without a chain: it is told the time, and its debugger is at hand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "emulated_board.hpp"

namespace cellwarden::firmware {

class LoneBoard {
 public:
  LoneBoard(const std::string& images, const std::string& kind);

  // Cold, with this memory, up to its first step.
  void power_up(std::span<const std::uint8_t> memory);
  // The program has said hello: the same for a board that was reset.
  void begin(std::span<const std::uint8_t> memory);
  // The next step, at the moment that the board asked for. line: what a client says.
  Told step(std::string_view line = {});
  // Only tells it, for a step of which no answer is expected.
  void tell_step(std::string_view line = {});
  void tell_samples();
  // The next step comes so much later.
  void let_pass(core::Milliseconds time) { now_ += time; }
  Told hear();
  // From hello on: true if the first coils that move are both pulsed open. A board without coils
  // moves none.
  bool opens_first();

  [[nodiscard]] EmulatedBoard& board() { return board_; }
  [[nodiscard]] Debugger& debugger() { return board_.debugger(); }
  [[nodiscard]] std::uint32_t address(const std::string& name) const {
    return address_of(elf_, name);
  }
  [[nodiscard]] bool has_coils() const { return has_coils_; }

 private:
  std::string elf_;
  bool has_coils_;
  EmulatedBoard board_;
  core::Milliseconds now_;
};

}  // namespace cellwarden::firmware
