// SPDX-License-Identifier: Apache-2.0
// What an owner's client may make the board do. A change is stored and read back before it is
// reported as done (SET-1); who may command is checked here and nowhere else (SET-2).
#include <algorithm>

#include "out_board_parts.hpp"

namespace cellwarden::boards {

using core::Milliseconds;
using protocol::LineAction;
using protocol::LineCommand;
using protocol::LineVerdict;

namespace {

enum class Outcome : std::uint8_t { done, refused, not_authorised, when_stored };

Outcome log_in(OutBoard& board, const LineCommand& command, Milliseconds now) {
  const core::PinGuard before = board.access;
  const core::PinVerdict verdict =
      core::try_pin(board.access, command.pin, board.settings.pin, now);
  if (before.wrong != board.access.wrong || before.locks != board.access.locks ||
      before.locked != board.access.locked) {
    board.keeper.owner_changed = true;
  }
  return verdict == core::PinVerdict::right ? Outcome::done : Outcome::not_authorised;
}

Outcome propose(OutBoard& board, const LineCommand& command) {
  const auto changed = core::change_settings(command.settings, board.head.options.v_bypass);
  if (!changed) return Outcome::refused;
  board.proposed = *changed;
  return Outcome::when_stored;
}

Outcome set_offset(OutBoard& board, const LineCommand& command) {
  const std::size_t cell = command.cell;
  if (cell < 1 || cell > board.state.cell_count.commissioned ||
      !core::offset_allowed(command.offset)) {
    return Outcome::refused;
  }
  board.offsets.set(cell - 1, command.offset);
  return Outcome::when_stored;
}

Outcome hold(OutBoard& board, const LineCommand& command) {
  board.hold_charge_open = command.hold_charge_open;
  board.hold_load_open = command.hold_load_open;
  return Outcome::when_stored;
}

Outcome waive(OutBoard& board, const LineCommand& command, Milliseconds now) {
  if (command.cell > board.state.cell_count.commissioned) return Outcome::refused;
  return core::waive_temperature(board.state, command.cell, command.days, now) ? Outcome::done
                                                                               : Outcome::refused;
}

Outcome carry_out(OutBoard& board, const LineCommand& command, Milliseconds now) {
  switch (command.action) {
    case LineAction::log_in: return log_in(board, command, now);
    case LineAction::write_settings:
    case LineAction::change_pin: return propose(board, command);
    case LineAction::clear_totals:
      core::clear_totals(board.state.energy);
      return Outcome::when_stored;
    case LineAction::confirm_cells:
      return confirm(board, now) ? Outcome::when_stored : Outcome::refused;
    case LineAction::hold: return hold(board, command);
    case LineAction::set_clock:
      core::set_clock(board.state.clock, command.local_time, now);
      return Outcome::done;
    case LineAction::set_offset: return set_offset(board, command);
    case LineAction::waive_temperature: return waive(board, command, now);
    case LineAction::none: break;
  }
  return Outcome::refused;
}

void answer(OutBoard& board, LineVerdict verdict, Milliseconds now) {
  const protocol::BoardFacts known = facts(board, now);
  protocol::answer(board.port, verdict, view(board, known), now);
}

// Goes on until the port has no command, or has one that waits for the store.
void work_off(OutBoard& board, Milliseconds now) {
  while (!board.answer_when_stored) {
    const LineCommand* command = protocol::pending(board.port);
    if (command == nullptr) return;
    switch (carry_out(board, *command, now)) {
      case Outcome::done: answer(board, LineVerdict::ok, now); break;
      case Outcome::refused: answer(board, LineVerdict::refused, now); break;
      case Outcome::not_authorised: answer(board, LineVerdict::not_authorised, now); break;
      case Outcome::when_stored:
        board.keeper.owner_changed = true;
        board.answer_when_stored = true;
        break;
    }
  }
}

}  // namespace

void hear_lines(OutBoard& board, const OutBoardInputs& inputs, Milliseconds now) {
  if (board.connected && !inputs.connected) {
    protocol::disconnect(board.port);
    // What was accepted is stored all the same; only nobody is told.
    board.answer_when_stored = false;
  }
  board.connected = inputs.connected;
  if (!board.connected) return;
  if (!inputs.line.empty()) {
    const protocol::BoardFacts known = facts(board, now);
    protocol::receive(board.port, inputs.line, view(board, known), now);
  }
  work_off(board, now);
}

void finish_command(OutBoard& board, Kept ended, Milliseconds now) {
  const bool stored = ended == Kept::stored || ended == Kept::stored_in_one_copy;
  if (stored && board.proposed) board.settings = *board.proposed;
  board.proposed.reset();
  if (!board.answer_when_stored) return;
  board.answer_when_stored = false;
  answer(board, stored ? LineVerdict::ok : LineVerdict::refused, now);
  work_off(board, now);
}

}  // namespace cellwarden::boards
