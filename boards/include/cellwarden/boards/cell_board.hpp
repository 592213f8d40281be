// SPDX-License-Identifier: Apache-2.0
// The board on cells 2…N−1: passes each message on with its own record behind it, says where the
// chain is broken (CHAIN-6), and monitors its cell. A value and a step: bytes and samples come in,
// bytes go out, and between them the board sleeps until `wake_at` (OUT-7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/boards/monitor.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/chain/forwarder.hpp"
#include "cellwarden/chain/message.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::boards {

struct CellBoard {
  Monitor monitor;
  chain::Forwarder forwarder;
  core::CellNumber position{0};  // its cell, as the last message said; 0: none passed yet
  std::optional<core::Milliseconds> message_began;  // the last good one's first byte
  core::Milliseconds period{1000};  // from one message to the next, by this board's clock
  core::Milliseconds sample_due;
  std::optional<core::Milliseconds> sample_waits;  // since then, for a message to end
  core::Milliseconds last_byte;
  core::Milliseconds report_due;
  core::Milliseconds flash_until;
};

struct CellBoardInputs {
  std::span<const std::uint8_t> bytes;  // without a pause between them, the last one just now
  std::optional<Samples> samples;
};

struct CellBoardOutputs {
  std::size_t written{0};  // bytes of `out`, to be sent on
  bool report{false};      // the last of them are a break report of its own, of hops 1 (CHAIN-6)
  bool sample_now{false};  // sample for 20 ms, and hand the samples in
  bool bypass{false};      // the resistor; off while sampling (CELL-4)
  core::Milliseconds wake_at;    // step again then at the latest; at once when bytes come
  core::Milliseconds led_until;  // a flash ends then, by a timer: the board need not wake for it
};

CellBoard power_up_cell_board(core::Milliseconds now);

// out: as long as longest_output() says for that many bytes. If it is shorter, bytes that find no
// room are lost, and what they belong to is damaged; if it is empty, only `report` speaks.
CellBoardOutputs step(CellBoard& board, const CellBoardInputs& inputs, std::span<std::uint8_t> out,
                      core::Milliseconds now);

// The most that a step writes for so many bytes received: each message among them grows by a
// record, and a report may follow.
constexpr std::size_t longest_output(std::size_t bytes) {
  return bytes + (bytes / chain::message_bytes(1) + 1) * chain::kMaxAdded + chain::kReportBytes;
}

// One flash of 50 ms for each good message passed on, continuously on while bypassing (CELL-6). A
// damaged message does not flash: so the flashes stop at the first board behind a wire that is
// broken (CHAIN-4), and also behind one that only damages.
bool led(const CellBoard& board, core::Milliseconds now);

// What step() calls when something has passed; for a twin that carries whole messages and no bytes.
// It asks wake_at() for the next step, and record(board.monitor) for the record.
// `position`: this board's cell. `now`: the moment its last byte was received.
void hear_message(CellBoard& board, const chain::Head& head, core::CellNumber position,
                  core::Milliseconds now);
// A break report from upstream, passed on with hops + 1: it replaces this board's own (CHAIN-6).
void hear_report(CellBoard& board, core::Milliseconds now);

// For a twin that samples many boards in one pass. Whether all that a step without bytes would do
// at `now` is to ask for samples; and what that step and the one with the samples do.
bool only_samples_due(const CellBoard& board, core::Milliseconds now);
void sample(CellBoard& board, const Samples& samples, core::Milliseconds now);

// When it must be stepped again, as things are now (OUT-7).
core::Milliseconds wake_at(const CellBoard& board, core::Milliseconds now);
// For a damaged or short message there is no call: to this board it is as if nothing had come.

}  // namespace cellwarden::boards
