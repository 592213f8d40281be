// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/in_board.hpp"

#include <algorithm>

#include "cellwarden/boards/firmware.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/core/store_policy.hpp"

namespace cellwarden::boards {

using namespace core::literals;
using chain::AutoZeroState;
using core::Milliseconds;

namespace {

// The first message leaves that long after the first samples; without samples after a second, and
// says that they are missing.
constexpr Milliseconds kFirstMessage = 100_ms;
constexpr Milliseconds kFirstAtLatest = 1_s;

constexpr Milliseconds kSwitchWatch = 100_ms;  // judge_switches() wants to be called that often
constexpr Milliseconds kTick = 1_ms;           // as soon as possible

constexpr core::SwitchPositions kEight = 0x80;

void program_factory_settings(InBoard& board, const core::FactorySettings& factory) {
  // Another range is another sensor: what was its zero says nothing about the new one (IN-6).
  if (factory.sensor != board.kept.factory.sensor) board.auto_zero = {};
  board.kept.factory = factory;
  board.store.changed = true;
}

bool switches_move(const core::OptionSwitches& switches) {
  const unsigned unsettled = (switches.raw ^ switches.acting) & ~unsigned{kEight};
  return switches.programming || unsettled != 0;
}

// The contacts are as they have been acting all along: nothing to judge.
bool at_rest(const core::OptionSwitches& switches, core::SwitchPositions contacts) {
  return switches.started && contacts == switches.raw && (contacts & kEight) == 0 &&
         !switches_move(switches);
}

// IN-1, IN-2
void judge_contacts(InBoard& board, core::SwitchPositions contacts, Milliseconds now) {
  if (at_rest(board.switches, contacts)) return;
  const core::SwitchVerdict verdict = core::judge_switches(board.switches, contacts, now);
  board.options = verdict.options;
  if (verdict.programming_began) {
    for (core::AutoZero& auto_zero : board.auto_zero) core::undo_recent_auto_zero(auto_zero, now);
  }
  if (verdict.program) program_factory_settings(board, *verdict.program);
}

void take_inputs(InBoard& board, const InBoardInputs& inputs, Milliseconds now) {
  if (inputs.currents) board.currents = inputs.currents;
  if (inputs.samples) {
    take_samples(board.monitor, *inputs.samples, now);
    if (!board.sampled) {
      board.sampled = true;
      board.message_due = std::min(board.message_due, now + kFirstMessage);
      board.sample_due = board.message_due - kSampleLead;
    }
  }
  watch_samples(board.monitor, now);
  hear_threshold(board.monitor, board.options.v_bypass, board.options.cycle, now);
}

AutoZeroState state_of(core::AutoZeroResult result) {
  switch (result) {
    case core::AutoZeroResult::running: return AutoZeroState::running;
    case core::AutoZeroResult::refused: return AutoZeroState::refused;
    default: return AutoZeroState::idle;
  }
}

// One raw reading of each sensor and cycle (IN-6). An absent sensor has nothing to be zeroed.
void judge_zeros(InBoard& board, const CurrentSamples& raw, Milliseconds now) {
  const std::array<std::optional<core::Milliamps>, 2> readings{raw.in, raw.out};
  for (std::size_t i = 0; i < readings.size(); ++i) {
    board.auto_zero_state[i] =
        readings[i] ? state_of(core::judge_auto_zero(board.auto_zero[i], *readings[i],
                                                     board.options.auto_zero,
                                                     board.kept.factory.sensor, now))
                    : AutoZeroState::idle;
  }
}

// IN-4, IN-6, IN-7: a sensor saturates by what it gives, whatever its zero is.
core::SensorReadings readings_of(const InBoard& board, const CurrentSamples& raw) {
  core::SensorReadings readings = core::sensor_readings(raw.in, raw.out, board.kept.factory.sensor);
  readings.in -= board.auto_zero[0].zero;
  if (readings.out) *readings.out -= board.auto_zero[1].zero;
  return readings;
}

// The due times lie on a grid of T, so that nothing adds up; whole cycles that were slept through
// are left out (IN-1).
void schedule_next(InBoard& board, Milliseconds now) {
  const Milliseconds cycle = core::cycle_length(board.options.cycle);
  const std::int64_t cycles_late = (now - board.message_due) / cycle;
  board.message_due += cycle * (cycles_late + 1);
  board.sample_due = board.message_due - kSampleLead;
}

// CHAIN-1, CHAIN-2
void begin_if_due(InBoard& board, std::optional<chain::Head>& begin, Milliseconds now) {
  if (now < board.message_due || !board.currents) return;
  judge_zeros(board, *board.currents, now);
  chain::Head& head = begin.emplace();
  head.sequence = board.sequence;
  head.sensors = readings_of(board, *board.currents);
  head.auto_zero = board.auto_zero_state;
  head.options = board.options;
  head.factory = board.kept.factory;
  head.switch_8 = (board.switches.raw & kEight) != 0;
  head.firmware = kFirmware;
  ++board.sequence;
  board.currents.reset();
  board.flash_until = now + kFlash;
  schedule_next(board, now);
}

// A zero that nobody is changing any more belongs into the memory (IN-6, IN-2).
void note_zeros(InBoard& board) {
  for (std::size_t i = 0; i < board.auto_zero.size(); ++i) {
    const core::AutoZero& auto_zero = board.auto_zero[i];
    if (auto_zero.running || auto_zero.zero == board.kept.zeros[i]) continue;
    board.kept.zeros[i] = auto_zero.zero;
    board.store.changed = true;
  }
}

// OUT-5: one operation at a time; a write that failed is made again as a whole.
std::optional<core::Operation> tend_store(InBoard& board, std::span<const std::uint8_t> memory,
                                          Milliseconds now) {
  InBoardStore& kept = board.store;
  if (!kept.writing && (!kept.changed || now < kept.retry_at)) return {};
  if (!kept.writing) core::encode(board.kept, kept.image);
  const std::array<core::Section, 2> sections = core::sections(kept.image);
  if (!kept.writing) {
    core::begin_write(kept.store, sections, memory);
    kept.writing = true;
    kept.changed = false;
  }
  std::optional<core::Operation> operation = core::next_operation(kept.store, sections, memory);
  if (operation) return operation;
  kept.writing = false;
  if (kept.store.job.result == core::WriteResult::failed) {
    kept.changed = true;
    kept.retry_at = now + core::kStoreRetry;
  }
  return {};
}

// OUT-7
Milliseconds wake_at(const InBoard& board, Milliseconds now) {
  Milliseconds at = std::min(board.message_due, watch_at(board.monitor));
  if (board.sample_due) at = std::min(at, *board.sample_due);
  if (switches_move(board.switches)) at = std::min(at, now + kSwitchWatch);
  if (board.store.writing) at = now;
  return std::max(at, now + kTick);
}

}  // namespace

InBoard power_up_in_board(const core::StoreGeometry& geometry, std::span<const std::uint8_t> memory,
                          Milliseconds now) {
  InBoard board;
  const core::OpenedStore opened = core::open_store(geometry, memory);
  board.store.store = opened.store;
  core::load_in_board(opened.sections, board.kept);
  for (std::size_t i = 0; i < board.auto_zero.size(); ++i) {
    board.auto_zero[i].zero = board.kept.zeros[i];
    board.auto_zero[i].before = board.kept.zeros[i];
  }
  board.message_due = now + kFirstAtLatest;
  board.sample_due = now;
  board.store.retry_at = now;
  board.flash_until = now;
  return board;
}

InBoardOutputs step(InBoard& board, const InBoardInputs& inputs, std::span<std::uint8_t> out,
                    Milliseconds now) {
  InBoardOutputs outputs;
  judge_contacts(board, inputs.switches, now);
  take_inputs(board, inputs, now);
  begin_if_due(board, outputs.begin, now);
  if (outputs.begin) {
    outputs.written = chain::begin_message(*outputs.begin, record(board.monitor), out);
  }
  note_zeros(board);
  if (board.sample_due && now >= *board.sample_due) {
    board.sample_due.reset();
    begin_sampling(board.monitor);
    outputs.sample_now = true;
  }
  outputs.bypass = resistor_on(board.monitor);
  outputs.operation = tend_store(board, inputs.memory, now);
  outputs.wake_at = wake_at(board, now);
  outputs.led_until = board.flash_until;
  return outputs;
}

bool led(const InBoard& board, Milliseconds now) {
  return bypass_on(board.monitor) || now < board.flash_until;
}

}  // namespace cellwarden::boards
