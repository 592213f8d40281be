// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/judgement.hpp"

#include <algorithm>

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr Milliseconds kDay = 24_h;
constexpr int kWaiverDaysMax = 7;  // CELL-7

// What one call found out about the newest message.
struct Message {
  bool intact{false};
  bool good{false};
  PackReading pack;      // of its valid readings
  Milliseconds elapsed;  // what its current counts for (SOC-5)
};

void log(State& s, Milliseconds now, EventKind kind, int number = 0, std::int32_t value = 0,
         std::int32_t limit = 0) {
  s.events.add({.kind = kind,
                .number = static_cast<std::uint8_t>(number),
                .value = value,
                .limit = limit,
                .since = now});
}

// True when the flag goes from false to true: an event is what begins.
bool begins(bool& flag, bool holds) {
  const bool begun = holds && !flag;
  flag = holds;
  return begun;
}

std::int32_t fault_code(const CellReading& r) {
  return static_cast<int>(r.voltage_fault) * 256 + static_cast<int>(r.temperature_fault);
}

// ---- readings ----------------------------------------------------------------------------------

// CELL-7: without its temperature a cell counts as its worst neighbour, the one nearer to a limit.
void waive(State& s, const Settings& settings, std::size_t cells, Milliseconds now) {
  const std::size_t number = s.waiver.cell;
  if (number == 0 || number > cells || now >= s.waiver.until) return;
  CellReading& cell = s.cells[number - 1];
  if (cell.temperature_valid()) return;
  const auto room = [&settings](const CellReading& r) {
    return std::min(r.temperature - settings.t_min, settings.t_max - r.temperature);
  };
  const CellReading* worst = nullptr;
  for (const std::size_t neighbour : {number - 1, number + 1}) {
    if (neighbour < 1 || neighbour > cells) continue;
    const CellReading& candidate = s.cells[neighbour - 1];
    if (!candidate.temperature_valid()) continue;
    if (worst == nullptr || room(candidate) < room(*worst)) worst = &candidate;
  }
  if (worst == nullptr) return;
  cell.temperature = worst->temperature;
  cell.temperature_fault = ReadingFault::none;
}

// Takes over what is valid and keeps the last valid value of the rest. Returns whether all is.
bool take_readings(State& s, const Inputs& in, Milliseconds now) {
  const std::size_t count = in.cells.size();
  for (std::size_t i = 0; i < count; ++i) {
    const CellOffset offset = i < in.offsets.size() ? in.offsets[i] : CellOffset{};
    const CellReading now_read = corrected(checked(in.cells[i]), offset);
    CellReading& kept = s.cells[i];
    if (!now_read.valid() && kept.valid()) {
      log(s, now, EventKind::reading_invalid, static_cast<int>(i + 1), fault_code(now_read));
    }
    if (now_read.voltage_valid()) kept.voltage = now_read.voltage;
    if (now_read.temperature_valid()) kept.temperature = now_read.temperature;
    kept.voltage_fault = now_read.voltage_fault;
    kept.temperature_fault = now_read.temperature_fault;
    kept.bypass = now_read.bypass;
  }
  waive(s, in.settings, count, now);
  s.invalid_cell = 0;
  for (std::size_t i = 0; i < count && s.invalid_cell == 0; ++i) {
    if (!s.cells[i].valid()) s.invalid_cell = static_cast<CellNumber>(i + 1);
  }
  return s.invalid_cell == 0;
}

// CHAIN-7, IN-4: the number of cells and the second sensor are learned together.
void note_commissioning(State& s, const Inputs& in, Milliseconds now) {
  s.second_sensor_seen = in.sensors.out.has_value();
  const std::uint8_t before = s.cell_count.commissioned;
  const bool matches = note_cell_count(s.cell_count, static_cast<std::uint8_t>(in.cells.size()),
                                       in.factory.cells, now);
  if (s.cell_count.commissioned != before) s.second_sensor = s.second_sensor_seen;
  if (begins(s.cell_count_differs, !matches)) {
    log(s, now, EventKind::cell_count_differs, 0, s.cell_count.found, s.cell_count.commissioned);
  }
}

bool error(const State& s) { return s.communication.error || s.cell_count_differs; }

Message receive(State& s, const Inputs& in, Milliseconds now) {
  Message message;
  const Milliseconds cycle = cycle_length(in.options.cycle);
  message.intact = in.arrival == Arrival::intact;
  if (message.intact) {
    note_commissioning(s, in, now);
    message.good = take_readings(s, in, now);
    message.pack = summarise(std::span{s.cells}.first(in.cells.size()));
  } else if (in.arrival == Arrival::damaged) {
    s.invalid_cell = 0;
  }
  if (message.good) {
    const Milliseconds gap = s.communication.last_good ? now - *s.communication.last_good : 0_ms;
    message.elapsed = counted_time(gap, cycle);
    if (message.elapsed < gap) {
      const std::int64_t shown = std::min<std::int64_t>(gap.count(), INT32_MAX);
      log(s, now, EventKind::gap_not_counted, 0, static_cast<std::int32_t>(shown),
          static_cast<std::int32_t>((cycle * 3).count()));
    }
    s.missed = note_good_message(s.communication, now, cycle);
  } else if (in.arrival != Arrival::nothing) {
    s.missed = note_bad_message(s.communication, now, cycle);
  } else {
    s.missed = note_silence(s.communication, now, cycle);
  }
  return message;
}

// ---- counting ----------------------------------------------------------------------------------

// IN-7: counted as read, but from now on nobody knows how much really flowed.
void note_saturation(State& s, const Inputs& in, Milliseconds now) {
  const Milliamps range = full_range(in.factory.sensor);
  const SensorReadings& sensors = in.sensors;
  if (begins(s.in_saturated, sensors.in_saturated)) {
    log(s, now, EventKind::sensor_saturated, 1, sensors.in.count(), range.count());
  }
  if (begins(s.out_saturated, sensors.out_saturated)) {
    log(s, now, EventKind::sensor_saturated, 2, sensors.out.value_or(0_mA).count(), range.count());
  }
  if (s.in_saturated || s.out_saturated) s.soc.calibrated = false;
}

// IN-4: I-2 was there when the pack was commissioned.
void note_lost_sensor(State& s, const Inputs& in, Milliseconds now) {
  if (begins(s.second_sensor_lost, s.second_sensor && !in.sensors.out)) {
    log(s, now, EventKind::consumer_sensor_lost, 2);
  }
  if (s.second_sensor_lost) s.soc.calibrated = false;
}

// Everything that a good message moves: also while E waits for the second one.
void count(State& s, const Inputs& in, const Message& message, Milliseconds now) {
  const Settings& settings = in.settings;
  const Currents currents =
      judged_currents(in.sensors, in.factory.sensor, in.options.blind_spot, s.second_sensor);
  if (new_day(s.clock, now)) {
    s.energy.in_today = {};
    s.energy.out_today = {};
  }
  if (currents.battery) {
    count_charge(s.soc, *currents.battery, message.elapsed, settings.nominal_cell_voltage,
                 message.pack.cell_count);
    count_energy(s.energy, currents, message.pack.pack_voltage, message.elapsed);
    const Milliamps range = full_range(in.factory.sensor);
    for (std::size_t i = 0; i < in.cells.size(); ++i) {
      if (judge_frozen(s.frozen[i], s.cells[i].voltage, *currents.battery, range, now)) {
        log(s, now, EventKind::cell_frozen, static_cast<int>(i + 1), s.cells[i].voltage.count());
      }
    }
  }
  s.status.known = true;
  s.status.pack = message.pack;
  s.status.currents = currents;
}

// SOC-2 and SOC-6 act without E only; E resets the 10 s of SOC-6. IN-7 comes last and wins.
void correct_soc(State& s, const Inputs& in, const Message& message, Milliseconds now) {
  if (error(s)) {
    s.soc.empty_since.reset();
  } else if (message.good) {
    const MilliPercent counted = milli_percent(s.soc);
    if (begins(s.full,
               reset_when_full(s.soc, message.pack, in.options.mode, in.options.v_bypass))) {
      log(s, now, EventKind::soc_set_full, 0, counted.count());
    }
    const std::optional<MilliPercent> before = correct_when_empty(
        s.soc, message.pack, in.settings.v_min, in.settings.discharge_restart, now);
    if (before && !s.corrected_at_empty) {
      s.corrected_at_empty = true;
      log(s, now, EventKind::soc_corrected_at_empty, 0, before->count(),
          milli_percent(s.soc).count());
    }
  }
  if (!s.soc.empty_since) s.corrected_at_empty = false;
  if (message.good) {
    note_saturation(s, in, now);
    note_lost_sensor(s, in, now);
  }
}

// ---- judging -----------------------------------------------------------------------------------

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
