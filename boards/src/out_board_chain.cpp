// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "out_board_parts.hpp"

namespace cellwarden::boards {

using core::Arrival;
using core::CellNumber;
using core::EventKind;
using core::Milliseconds;

namespace {

// The number of this board's cell: as found, or as commissioned before anything was found.
int own_cell(const OutBoard& board) {
  const core::CellCount& count = board.state.cell_count;
  return count.found != 0 ? count.found : count.commissioned;
}

// hops: of the report as heard; 0: this board is the first one behind the break.
void locate(OutBoard& board, int hops, Milliseconds now) {
  const int silent = own_cell(board) - hops - 1;
  if (silent < 1) return;  // nobody knows yet how long the chain is
  BreakWatch& watch = board.break_watch;
  watch.hops = static_cast<std::uint8_t>(hops);
  if (watch.cell == silent) return;
  watch.cell = static_cast<CellNumber>(silent);
  board.state.events.add({.kind = EventKind::break_located,
                          .number = watch.cell,
                          .value = hops,
                          .limit = 0,
                          .since = now});
}

core::Inputs inputs_for_core(const OutBoard& board) {
  const bool hold = board.supply_falling;
  return {.arrival = Arrival::nothing,
          .cells = {},
          .sensors = board.head.sensors,
          .options = board.head.options,
          .factory = board.head.factory,
          .settings = board.settings,
          .offsets = board.offsets.view(),
          .hold_charge_open = board.hold_charge_open || hold,
          .hold_load_open = board.hold_load_open || hold,
          .clock_off = board.cadence.disagrees()};
}

// The records of a message, and behind them this board's own.
template <class Message>
struct Whole {
  const Message& message;
  chain::Record own;

  [[nodiscard]] std::size_t size() const { return message.records.size() + 1; }
  chain::Record operator[](std::size_t index) const {
    return index + 1 == size() ? own : message.records[index];
  }
  static core::CellReading reading(const void* whole, std::size_t index) {
    return (*static_cast<const Whole*>(whole))[index].reading;
  }
};

template <class Message>
void hear(OutBoard& board, const Message& message, Milliseconds now) {
  board.break_watch.heard = now;
  const bool in_sequence = core::accept_sequence(board.sequence, message.head.sequence);
  // A whole chain is not too long for one more record: the forwarders see to that.
  const std::size_t others = message.records.size();
  if (!in_sequence || others >= core::kMaxCells) {
    ++board.counters.damaged;
    judge(board, Arrival::damaged, {}, now);
    return;
  }
  board.head = message.head;
  board.message_began =
      now - Milliseconds{chain::bytes_microseconds(chain::message_bytes(static_cast<int>(others))) /
                         1000};
  judge_cadence(board.cadence, message.head.sequence,
                core::cycle_length(message.head.options.cycle), now);
  hear_threshold(board.monitor, message.head.options.v_bypass, message.head.options.cycle, now);
  const Whole<Message> whole{.message = message, .own = record(board.monitor)};
  for (std::size_t i = 0; i < whole.size(); ++i) board.hot.set(i, whole[i].hot);
  judge(board, Arrival::intact, {&whole, whole.size(), Whole<Message>::reading}, now);
  const bool good = board.state.communication.last_good == now;
  board.counters.good += good ? 1U : 0U;
  board.break_watch.hops = 0;
  board.break_watch.cell = 0;
  board.flash_until = now + kFlash;
}

}  // namespace

void judge(OutBoard& board, Arrival arrival, core::ListView<core::CellReading> cells,
           Milliseconds now) {
  const core::Commissioning before{.cells = board.state.cell_count.commissioned,
                                   .second_sensor = board.state.second_sensor};
  const std::int32_t missed = board.state.missed;
  core::Inputs inputs = inputs_for_core(board);
  inputs.arrival = arrival;
  inputs.cells = cells;
  core::step(board.state, inputs, now);
  board.judged = now;
  if (arrival != Arrival::nothing || board.state.missed > missed) board.cycle_passed = true;
  if (before.cells != board.state.cell_count.commissioned ||
      before.second_sensor != board.state.second_sensor) {
    board.keeper.owner_changed = true;
  }
}

void hear_message(OutBoard& board, const chain::Message& message, Milliseconds now) {
  hear(board, message, now);
}

void hear_message(OutBoard& board, const chain::ReceivedMessage& message, Milliseconds now) {
  hear(board, message, now);
}

void hear_damaged(OutBoard& board, Milliseconds now) {
  board.break_watch.heard = now;
  ++board.counters.damaged;
  judge(board, Arrival::damaged, {}, now);
}

void hear_report(OutBoard& board, int hops, Milliseconds now) {
  board.break_watch.heard = now;
  locate(board, hops, now);
}

void hear_chain(OutBoard& board, std::span<const std::uint8_t> bytes, Milliseconds now) {
  const Milliseconds lasted{chain::bytes_microseconds(bytes.size()) / 1000};
  if (now - lasted - board.last_byte > chain::kPause) {
    // The bytes of one call have no pause between them: the pause was before the first of them.
    if (chain::note_pause(board.receiver)) {
      ++board.counters.short_ones;
      hear_damaged(board, now);
      --board.counters.damaged;
    }
    board.last_byte = now;
  }
  if (!bytes.empty()) board.last_byte = now;
  while (!bytes.empty()) {
    const chain::Reception heard = chain::receive(board.receiver, bytes);
    bytes = bytes.subspan(heard.consumed);
    switch (heard.what) {
      case chain::Heard::nothing: return;
      case chain::Heard::message: hear_message(board, board.receiver.message, now); break;
      case chain::Heard::damaged: hear_damaged(board, now); break;
      case chain::Heard::report: hear_report(board, heard.hops, now); break;
    }
  }
}

Milliseconds break_watched_at(const OutBoard& board) {
  const int cell = own_cell(board) != 0 ? own_cell(board) : core::kMaxCells;
  return board.break_watch.heard + cycle_of(board) * kSilentCycles + Milliseconds{cell};
}

void watch_break(OutBoard& board, Milliseconds now) {
  if (now < break_watched_at(board)) return;
  board.break_watch.heard = now;
  locate(board, 0, now);
}

bool confirm(OutBoard& board, Milliseconds now) {
  if (!core::confirm_cells(board.state, board.head.factory, now)) return false;
  board.keeper.owner_changed = true;
  return true;
}

}  // namespace cellwarden::boards
