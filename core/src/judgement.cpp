// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/judgement.hpp"

#include "judgement_parts.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr Milliseconds kDay = 24_h;
constexpr int kWaiverDaysMax = 7;  // CELL-7

Facts facts_of(const State& s, const Inputs& in, const PackReading& pack) {
  const Settings& settings = in.settings;
  return {.mode = in.options.mode,
          .communication_error = error(s),
          .messages_missed = s.missed,
          .invalid_cell = s.invalid_cell,
          .pack = pack,
          .soc = s.soc,
          .v_min = settings.v_min,
          .v_bypass = in.options.v_bypass,
          .v_max = settings.v_max,
          .t_min = settings.t_min,
          .t_max = settings.t_max,
          .charge_restart = settings.charge_restart,
          .discharge_restart = settings.discharge_restart,
          .v_min_hysteresis = settings.v_min_hysteresis,
          .v_max_hysteresis = settings.v_max_hysteresis};
}

void judge_one(State& s, RelayState& relay, const RelayTable& table, const Facts& facts,
               Evidence evidence, const RelayPolicy& policy, Milliseconds now) {
  if (!judge_relay(relay, table, facts, evidence, policy, now)) return;
  const Milliseconds delay = restart_delay(relay.oscillation, policy.restart_delay, now);
  log(s, now, EventKind::relay_oscillating, table.relay == Relay::charge ? 1 : 2,
      static_cast<std::int32_t>(delay.count()));
}

void judge_relays(State& s, const Inputs& in, const Facts& facts, const Message& message,
                  Milliseconds now) {
  Evidence evidence = Evidence::nothing;
  if (!facts.communication_error && message.good) evidence = Evidence::good_message;
  if (!facts.communication_error && message.intact && !message.good) {
    evidence = Evidence::valid_readings;
  }
  RelayPolicy policy{.profile = in.settings.profile, .restart_delay = in.settings.restart_delay};
  policy.clock_off = in.clock_off;
  policy.hold_open = in.hold_charge_open;
  judge_one(s, s.charge, charge_table(), facts, evidence, policy, now);
  policy.hold_open = in.hold_load_open;
  judge_one(s, s.load, load_table(), facts, evidence, policy, now);
}

void note_error(State& s, bool before, Milliseconds now) {
  const bool after = error(s);
  if (after && !before) {
    log(s, now, EventKind::communication_lost, s.invalid_cell, s.missed, kMissedForError);
  }
  if (before && !after) log(s, now, EventKind::communication_back);
}

}  // namespace

bool error(const State& s) { return s.communication.error || s.cell_count_differs; }

void log(State& s, Milliseconds now, EventKind kind, int number, std::int32_t value,
         std::int32_t limit) {
  s.events.add({.kind = kind,
                .number = static_cast<std::uint8_t>(number),
                .value = value,
                .limit = limit,
                .since = now});
}

bool begins(bool& flag, bool holds) {
  const bool begun = holds && !flag;
  flag = holds;
  return begun;
}

State first_state(const Settings& settings) {
  State state;
  state.soc = unknown_state_of_charge(settings.battery_capacity);
  return state;
}

Outputs step(State& s, const Inputs& in, Milliseconds now) {
  start_clock(s.clock, now);
  if (s.soc.capacity != in.settings.battery_capacity) {
    change_capacity(s.soc, in.settings.battery_capacity);
  }
  const bool error_before = error(s);
  const Message message = receive(s, in, now);
  note_error(s, error_before, now);
  if (begins(s.v_bypass_contradicts, v_bypass_contradicts(in.settings, in.options.v_bypass))) {
    log(s, now, EventKind::v_bypass_contradicts, 0, in.options.v_bypass.count(),
        in.settings.v_max.count());
  }
  if (message.good) count(s, in, message, now);
  correct_soc(s, in, message, now);

  const Facts facts = facts_of(s, in, message.pack);
  if (message.good || facts.communication_error) s.status.warnings = judge_warnings(facts);
  judge_relays(s, in, facts, message, now);
  return {.charge_relay_closed = s.charge.closed, .load_relay_closed = s.load.closed};
}

bool confirm_cells(State& state, const FactorySettings& factory, Milliseconds now) {
  const bool other_count = confirm_cell_count(state.cell_count, factory.cells, now);
  const bool other_sensor = state.second_sensor != state.second_sensor_seen;
  state.second_sensor = state.second_sensor_seen;
  if (other_count) state.cell_count_differs = false;
  return other_count || other_sensor;
}

bool waive_temperature(State& state, CellNumber cell, int days, Milliseconds now) {
  if (cell == 0 || days < 1 || days > kWaiverDaysMax) return false;
  state.waiver = {.cell = cell, .until = now + kDay * days};
  return true;
}

}  // namespace cellwarden::core
