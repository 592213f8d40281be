// SPDX-License-Identifier: Apache-2.0
// What the files of the OUT board share.
#pragma once

#include "cellwarden/boards/firmware.hpp"
#include "cellwarden/boards/out_board.hpp"

namespace cellwarden::boards {

// Lets the core judge: a message with these cells, a damaged one, or the passing of time.
void judge(OutBoard& board, core::Arrival arrival, core::ListView<core::CellReading> cells,
           core::Milliseconds now);

// Bytes of the chain, and the pauses between them.
void hear_chain(OutBoard& board, std::span<const std::uint8_t> bytes, core::Milliseconds now);

// CHAIN-6: nobody has been heard for 3 cycles, so the break is right before this board.
void watch_break(OutBoard& board, core::Milliseconds now);
core::Milliseconds break_watched_at(const OutBoard& board);

// Bytes of the Bluetooth lines: reads are answered, one command at a time is done.
void hear_lines(OutBoard& board, const OutBoardInputs& inputs, core::Milliseconds now);
// The write that a command waits for has ended.
void finish_command(OutBoard& board, Kept ended, core::Milliseconds now);

// CHAIN-7: by the button or the lines. True if there was something to confirm.
bool confirm(OutBoard& board, core::Milliseconds now);

protocol::LinesView view(const OutBoard& board, const protocol::BoardFacts& known);

// What generation 3 tells one byte a frame, as far as this board knows it.
protocol::KeyValues told_values(const OutBoard& board);

inline core::Milliseconds cycle_of(const OutBoard& board) {
  return core::cycle_length(board.head.options.cycle);
}

}  // namespace cellwarden::boards
