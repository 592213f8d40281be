// SPDX-License-Identifier: Apache-2.0
// Somebody who sits beside the bench and learns all that a board is given and all that it does, in
// the order in which it happens. So the same board somewhere else, in an emulator, can be given the
// same, and compared: as long as it does the same, the plant would have given it the same.
#pragma once

#include <cstdint>
#include <span>

#include "cellwarden/boards/cell_board.hpp"
#include "cellwarden/boards/in_board.hpp"
#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::twin {

// Boards are told by their cell: 1 the IN board, N the OUT board. `now`: by the board's own clock.
// Views are good during the call. Inputs are as before the step; its memory operation is carried
// out, and samples that it asked for come, after the call.
class BoardListener {
 public:
  virtual ~BoardListener() = default;

  // memory: as the board finds it; empty on cell boards.
  virtual void powered_up(int cell, std::span<const std::uint8_t> memory, bool button,
                          core::Milliseconds now) = 0;
  virtual void powered_off(int cell) { static_cast<void>(cell); }
  // Its program stands still; powered_up() is its watchdog's work.
  virtual void hung(int cell) { static_cast<void>(cell); }

  // sent: to the next board.
  virtual void stepped(const boards::InBoard& board, const boards::InBoardInputs& inputs,
                       const boards::InBoardOutputs& outputs, std::span<const std::uint8_t> sent,
                       core::Milliseconds now) = 0;
  virtual void stepped(int cell, const boards::CellBoard& board,
                       const boards::CellBoardInputs& inputs,
                       const boards::CellBoardOutputs& outputs, std::span<const std::uint8_t> sent,
                       core::Milliseconds now) = 0;
  // line: what it answered to the Bluetooth module.
  virtual void stepped(const boards::OutBoard& board, const boards::OutBoardInputs& inputs,
                       const boards::OutBoardOutputs& outputs, std::span<const std::uint8_t> line,
                       core::Milliseconds now) = 0;
  // A cell board or the OUT board got samples outside a step; `after`: what it made of them.
  virtual void sampled(int cell, const boards::Samples& samples, const boards::Monitor& after,
                       core::Milliseconds wake_at, core::Milliseconds now) = 0;
};

}  // namespace cellwarden::twin
