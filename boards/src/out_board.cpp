// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/out_board.hpp"

#include <algorithm>

#include "out_board_parts.hpp"

namespace cellwarden::boards {

using namespace core::literals;

using core::Arrival;
using core::EventKind;
using core::Milliseconds;
using core::Pulse;

namespace {

constexpr Milliseconds kLookAgain = 100_ms;  // while something goes on that has no message
constexpr Milliseconds kLinesWait = 20_ms;   // while the Bluetooth module has no room

void log(OutBoard& board, EventKind kind, int number, std::int32_t value, Milliseconds now) {
  board.state.events.add({.kind = kind,
                          .number = static_cast<std::uint8_t>(number),
                          .value = value,
                          .limit = 0,
                          .since = now});
}

// When the next message counts as missed (CHAIN-5), or E must be looked at anyway.
Milliseconds silence_judged_at(const OutBoard& board, Milliseconds now) {
  const auto& last_good = board.state.communication.last_good;
  const Milliseconds cycle = cycle_of(board);
  if (!last_good) return now + cycle;
  const std::int64_t half = (cycle / 2_ms);
  const std::int64_t passed = (now - *last_good + Milliseconds{half}) / cycle;
  return *last_good + cycle * std::max<std::int64_t>(passed + 1, 2) - Milliseconds{half};
}

void watch_silence(OutBoard& board, Milliseconds now) {
  if (board.judged == now) return;
  const Milliseconds looked = board.judged.value_or(now - cycle_of(board));
  if (now < silence_judged_at(board, looked)) return;
  judge(board, Arrival::nothing, {}, now);
}

void take_own_samples(OutBoard& board, const OutBoardInputs& inputs, Milliseconds now) {
  if (inputs.samples) take_samples(board.monitor, *inputs.samples, now);
  watch_samples(board.monitor, now);
  watch_threshold(board.monitor, now);
}

bool ask_for_samples(OutBoard& board, Milliseconds now) {
  const Milliseconds cycle = cycle_of(board);
  if (now < board.sample_due || chain::inside(board.receiver)) return false;
  begin_sampling(board.monitor);
  board.sample_due = now + cycle;
  return true;
}

// The next samples are due shortly before the next message (CELL-4).
void follow_message(OutBoard& board) {
  if (board.message_began) {
    board.sample_due = *board.message_began + cycle_of(board) - kSampleLead;
    board.message_began.reset();
  }
}

void push_button(OutBoard& board, bool down, OutBoardOutputs& out, Milliseconds now) {
  switch (judge_button(board.button, down, now)) {
    case Press::none: break;
    case Press::wake: out.bluetooth = Bluetooth::wake; break;
    case Press::set_up_bluetooth: out.bluetooth = Bluetooth::set_up; break;
    case Press::confirm_cells: confirm(board, now); break;
    case Press::reset_pin:
      board.settings.pin = core::kFactoryPin;
      if (board.proposed) board.proposed->pin = core::kFactoryPin;
      board.access = {};
      board.keeper.owner_changed = true;
      break;
  }
}

void follow_supply(OutBoard& board, bool falling, Milliseconds now) {
  const bool changed = falling != board.supply_falling;
  board.supply_falling = falling;
  if (changed) judge(board, Arrival::nothing, {}, now);
}

core::DriveInputs drive_inputs(const OutBoard& board, const OutBoardInputs& inputs, bool closed) {
  core::DriveInputs drive{
      .closed = closed, .supply_falling = inputs.supply_falling, .new_cycle = board.cycle_passed};
  const bool fresh = board.state.status.known && board.state.missed == 0;
  if (fresh) drive.currents = board.state.status.currents;
  drive.bank_open = inputs.bank_open;
  drive.range = board.head.factory.sensor;
  return drive;
}

Pulse drive(OutBoard& board, core::RelayDrive& relay_drive, core::Relay relay, bool closed,
            const OutBoardInputs& inputs, Milliseconds now) {
  const core::DriveInputs in = drive_inputs(board, inputs, closed);
  const core::DriveOutputs out = core::drive_relay(relay_drive, relay, in, now);
  if (out.event_did_not_open) {
    const core::Currents& currents = board.state.status.currents;
    const bool charge = relay == core::Relay::charge;
    const core::Milliamps flows =
        charge ? currents.in : currents.out.value_or(-currents.battery.value_or(0_mA));
    log(board, EventKind::relay_did_not_open, charge ? 1 : 2, flows.count(), now);
  }
  return out.pulse;
}

void keep_values(OutBoard& board, const OutBoardInputs& inputs, OutBoardOutputs& out,
                 Milliseconds now) {
  const core::OutBoardValues values{.settings = board.proposed ? *board.proposed : board.settings,
                                    .access = board.access,
                                    .commissioning = {.cells = board.state.cell_count.commissioned,
                                                      .second_sensor = board.state.second_sensor,
                                                      .hold_charge_open = board.hold_charge_open,
                                                      .hold_load_open = board.hold_load_open},
                                    .offsets = board.offsets.view(),
                                    .soc = board.state.soc,
                                    .energy = board.state.energy};
  const KeeperOutputs kept = keep(board.keeper, values, inputs.supply_falling, inputs.memory, now);
  out.operation = kept.operation;
  if (kept.ended == Kept::nothing_ended) return;
  if (kept.ended != board.last_kept && kept.ended != Kept::stored) {
    log(board, EventKind::store_failing, 0, kept.ended == Kept::failed ? 0 : 1, now);
  }
  board.last_kept = kept.ended;
  // A command that came while another write ran waits for its own.
  if (!board.keeper.owner_changed) finish_command(board, kept.ended, now);
  if (kept.ended == Kept::failed) board.keeper.owner_changed = true;
}

// What is said on the lines; returns how many bytes of it are in `line`.
std::size_t speak_on_lines(OutBoard& board, std::span<std::uint8_t> line, Milliseconds now) {
  if (!board.connected || (!board.cycle_passed && !protocol::has_more(board.port))) return 0;
  const protocol::BoardFacts known = facts(board, now);
  const protocol::LinesView seen = view(board, known);
  if (board.cycle_passed) protocol::tell(board.port, seen, now);
  return line.empty() ? 0 : protocol::transmit(board.port, line, seen, now);
}

void speak(OutBoard& board, OutBoardOutputs& out, std::span<std::uint8_t> line, Milliseconds now) {
  if (board.cycle_passed) note_cycle(board.data_line);
  out.line_written = speak_on_lines(board, line, now);
  watch_line(board.data_line, cycle_of(board), now);
  if (board.data_line.due) {
    const protocol::KeyValues key_values = told_values(board);
    out.frame = send_frame(board.data_line,
                           {.state = board.state,
                            .settings = board.settings,
                            .options = board.head.options,
                            .sensor = board.head.factory.sensor,
                            .key_values = key_values,
                            .generation = board.generation,
                            .announced_cells = board.announced_cells},
                           now);
  }
}

Milliseconds wakes_at(const OutBoard& board, const OutBoardOutputs& out, Milliseconds now) {
  if (out.operation || board.keeper.writing) return now + 1_ms;
  Milliseconds at =
      std::min({silence_judged_at(board, now), board.sample_due, break_watched_at(board),
                watch_at(board.monitor), line_wakes_at(board.data_line, cycle_of(board), now)});
  if (const auto button = button_wakes_at(board.button)) at = std::min(at, *button);
  if (chain::inside(board.receiver)) at = std::min(at, board.last_byte + chain::kPause + 1_ms);
  if (board.supply_falling) at = std::min(at, now + kLookAgain);
  if (protocol::has_more(board.port)) at = std::min(at, now + kLinesWait);
  if (protocol::pending(board.port) != nullptr && !board.answer_when_stored) at = now + 1_ms;
  return std::max(at, now + 1_ms);
}

}  // namespace

OutBoard power_up_out_board(const core::StoreGeometry& geometry,
                            std::span<const std::uint8_t> memory, bool button, Milliseconds now) {
  OutBoard board;
  const core::OpenedStore opened = core::open_store(geometry, memory);
  core::OutBoardKept kept;
  const core::OutBoardProblems problems = core::load_out_board(opened.sections, now, kept);
  board.settings = kept.settings;
  board.access = kept.access;
  board.offsets = kept.offsets;
  board.hold_charge_open = kept.commissioning.hold_charge_open;
  board.hold_load_open = kept.commissioning.hold_load_open;
  // Member by member: a second State on the stack would be the deepest that it ever is.
  board.state.soc = kept.counters.soc;
  board.state.energy = kept.counters.energy;
  board.state.cell_count.commissioned = kept.commissioning.cells;
  board.state.second_sensor = kept.commissioning.second_sensor;
  board.keeper.store = opened.store;
  board.keeper.watch = core::start_store_watch(kept.counters, now);
  board.keeper.owner_changed = core::settings_lost(problems);
  if (core::settings_lost(problems)) log(board, EventKind::settings_lost, 0, 0, now);
  board.button = power_up_button(button, now);
  board.break_watch.heard = now;
  board.last_byte = now;
  board.sample_due = now;
  return board;
}

OutBoardOutputs step(OutBoard& board, const OutBoardInputs& inputs, std::span<std::uint8_t> line,
                     Milliseconds now) {
  OutBoardOutputs out;
  follow_supply(board, inputs.supply_falling, now);
  take_own_samples(board, inputs, now);
  hear_chain(board, inputs.chain, now);
  watch_break(board, now);
  push_button(board, inputs.button, out, now);
  hear_lines(board, inputs, now);
  watch_silence(board, now);
  out.charge =
      drive(board, board.charge_drive, core::Relay::charge, board.state.charge.closed, inputs, now);
  out.load =
      drive(board, board.load_drive, core::Relay::load, board.state.load.closed, inputs, now);
  keep_values(board, inputs, out, now);
  speak(board, out, line, now);
  board.cycle_passed = false;
  follow_message(board);
  out.sample_now = ask_for_samples(board, now);
  out.bypass = resistor_on(board.monitor);
  out.wake_at = wakes_at(board, out, now);
  return out;
}

}  // namespace cellwarden::boards
