// SPDX-License-Identifier: Apache-2.0
#include "out_board_parts.hpp"

namespace cellwarden::boards {

using core::Milliseconds;
using protocol::LedState;
using protocol::SensorZeroing;

namespace {

SensorZeroing zeroing(chain::AutoZeroState state) {
  switch (state) {
    case chain::AutoZeroState::running: return SensorZeroing::running;
    case chain::AutoZeroState::refused: return SensorZeroing::refused;
    case chain::AutoZeroState::idle: break;
  }
  return SensorZeroing::idle;
}

// OUT-1: which LED flashes for a message now.
struct FlashingLeds {
  LedState info{LedState::off};
  LedState charge{LedState::off};
  LedState load{LedState::off};
};

FlashingLeds flashing(const OutBoard& board) {
  const bool charge = board.state.charge.closed;
  const bool load = board.state.load.closed;
  FlashingLeds shown;
  if (bypass_on(board.monitor)) {
    shown.info = LedState::on;
  } else if (!charge && !load) {
    shown.info = LedState::flashing;
  }
  if (charge) shown.charge = LedState::flashing;
  if (load) shown.load = LedState::flashing;
  return shown;
}

protocol::FirmwareVersion firmware() {
  return {.major = kFirmware.major, .minor = kFirmware.minor, .patch = kFirmware.patch};
}

}  // namespace

OutLeds leds(const OutBoard& board, Milliseconds now) {
  const FlashingLeds shown = flashing(board);
  const bool flash = now < board.flash_until;
  return {.info = shown.info == LedState::on || (shown.info == LedState::flashing && flash),
          .charge = shown.charge == LedState::flashing && flash,
          .load = shown.load == LedState::flashing && flash};
}

protocol::BoardFacts facts(const OutBoard& board, Milliseconds now) {
  const FlashingLeds shown = flashing(board);
  protocol::BoardFacts known;
  known.firmware = firmware();
  known.generation = board.generation;
  known.break_cell = board.break_watch.cell;
  known.break_hops = board.break_watch.hops;
  known.messages_good = board.counters.good;
  known.messages_damaged = board.counters.damaged;
  known.messages_short = board.counters.short_ones;
  known.sequence_errors = board.sequence.impossible_steps;
  known.info_led = shown.info;
  known.charge_led = shown.charge;
  known.load_led = shown.load;
  known.charge_contacts = core::contacts(core::Relay::charge, board.state.charge.closed,
                                         board.settings.out_board_version);
  known.load_contacts =
      core::contacts(core::Relay::load, board.state.load.closed, board.settings.out_board_version);
  known.hold_charge_open = board.hold_charge_open;
  known.hold_load_open = board.hold_load_open;
  known.charge_did_not_open = board.charge_drive.did_not_open;
  known.load_did_not_open = board.load_drive.did_not_open;
  known.zeroing = {zeroing(board.head.auto_zero[0]), zeroing(board.head.auto_zero[1])};
  known.switch_8 = board.head.switch_8;
  known.hot = board.hot;
  known.lock_left = core::lock_left(board.access, now);
  return known;
}

protocol::LinesView view(const OutBoard& board, const protocol::BoardFacts& known) {
  return {.state = board.state,
          .settings = board.settings,
          .options = board.head.options,
          .factory = board.head.factory,
          .offsets = board.offsets.view(),
          .board = known};
}

protocol::KeyValues told_values(const OutBoard& board) {
  protocol::KeyValues values;
  values.v_low = board.settings.v_min;
  values.v_nominal = board.settings.nominal_cell_voltage;
  values.v_full = board.head.options.v_bypass;
  values.firmware = firmware();
  const core::EnergyCounters& energy = board.state.energy;
  values.charged_total = protocol::KilowattHours{energy.in_total.whole.count() / 1000};
  values.discharged_total = protocol::KilowattHours{energy.out_total.whole.count() / 1000};
  return values;
}

}  // namespace cellwarden::boards
