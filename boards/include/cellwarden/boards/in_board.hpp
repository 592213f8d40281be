// SPDX-License-Identifier: Apache-2.0
// The board on cell 1: it starts a message every cycle, and measures the currents (IN-1…IN-7). A
// value and a step, which keeps the factory settings and the sensors' zeros over a loss of power.
// The connector of its own extended output is reserved, and nothing is sent there (IN-8).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/boards/monitor.hpp"
#include "cellwarden/chain/message.hpp"
#include "cellwarden/core/kept.hpp"
#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/sensors.hpp"
#include "cellwarden/core/store.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::boards {

// Raw, before the zero is subtracted: averages since the last message began.
struct CurrentSamples {
  core::Milliamps in;
  std::optional<core::Milliamps> out;  // empty: no sensor on J2 (IN-4)
};

struct InBoardStore {
  core::Store store;
  core::InBoardImage image;  // stays the same while it is written
  bool changed{false};       // something is to be stored
  bool writing{false};
  core::Milliseconds retry_at;  // not before, after a write that failed
};

struct InBoard {
  Monitor monitor;
  core::OptionSwitches switches;
  core::Options options;
  core::InBoardKept kept;  // as stored, or about to be
  std::array<core::AutoZero, 2> auto_zero{};
  std::array<chain::AutoZeroState, 2> auto_zero_state{};
  std::optional<CurrentSamples> currents;  // since the last message
  InBoardStore store;
  std::uint8_t sequence{0};  // of the next message
  bool sampled{false};       // the first samples have come
  core::Milliseconds message_due;
  std::optional<core::Milliseconds> sample_due;  // empty: asked for, for the next message
  core::Milliseconds flash_until;
};

struct InBoardInputs {
  core::SwitchPositions switches{0};
  std::optional<Samples> samples;
  // Needed in the step at which a message is due; without any since the last one it waits.
  std::optional<CurrentSamples> currents;
  std::span<const std::uint8_t> memory;  // of the store, as it is now
};

struct InBoardOutputs {
  std::optional<chain::Head> begin;  // a message starts; its one record is record(board.monitor)
  std::size_t written{0};            // the same as bytes of `out`
  bool sample_now{false};            // sample for 20 ms, and hand the samples in
  bool bypass{false};                // the resistor; off while sampling (CELL-4)
  std::optional<core::Operation> operation;  // on the store's memory, before the next call
  core::Milliseconds wake_at;    // step again then at the latest, and at once when a switch moves
  core::Milliseconds led_until;  // a flash ends then, by a timer: the board need not wake for it
};

// Factory settings and zeros as the memory has them, or the defaults (IN-2, IN-6, OUT-5).
InBoard power_up_in_board(const core::StoreGeometry& geometry, std::span<const std::uint8_t> memory,
                          core::Milliseconds now);

// out: chain::message_bytes(1); shorter or empty: no bytes, only `begin`.
InBoardOutputs step(InBoard& board, const InBoardInputs& inputs, std::span<std::uint8_t> out,
                    core::Milliseconds now);

// One flash of 50 ms for each message, continuously on while bypassing (CELL-6).
bool led(const InBoard& board, core::Milliseconds now);

}  // namespace cellwarden::boards
