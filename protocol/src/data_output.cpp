// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/data_output.hpp"

#include <algorithm>

namespace cellwarden::protocol {

using namespace core::literals;

using core::CellNumber;
using core::CellReading;
using core::Milliamps;
using core::Milliseconds;
using core::State;
using core::Warning;

namespace {

constexpr std::int64_t kWattHoursPerKilowattHour = 1000;

// IN-3. The battery current is the difference of the other two as they are reported, so that a
// reader of the three finds them to agree.
void report_currents(DataFrame& frame, const core::Currents& currents, core::SensorRange sensor) {
  frame.current_in = core::reported_current(currents.in, sensor);
  if (currents.out) frame.current_out = core::reported_current(*currents.out, sensor);
  if (currents.battery) frame.battery_current = *frame.current_in;
  if (currents.battery && frame.current_out) *frame.battery_current -= *frame.current_out;
}

void report_pack(DataFrame& frame, const core::PackReading& pack) {
  frame.pack_voltage = pack.pack_voltage;
  frame.cell_voltage_min = pack.cell_voltage_min;
  frame.cell_voltage_max = pack.cell_voltage_max;
  frame.cell_temperature_min = pack.cell_temperature_min;
  frame.cell_temperature_max = pack.cell_temperature_max;
  frame.cell_count = static_cast<std::uint8_t>(pack.cell_count);
}

void report_cell(DataFrame& frame, const State& state, CellNumber cell) {
  const bool exists = cell <= frame.cell_count;
  const CellReading reading = exists ? state.cells[cell - 1U] : CellReading{};
  frame.cell = cell;
  frame.cell_voltage = reading.voltage;
  frame.cell_temperature = reading.temperature;
}

// Counters show what is complete.
KilowattHours kilowatt_hours(const core::EnergyCounter& counter) {
  return KilowattHours{counter.whole.count() / kWattHoursPerKilowattHour};
}

void report_energy(DataFrame& frame, const State& state) {
  frame.soc = core::shown_percent(state.soc);
  frame.soc_calibrated = state.soc.calibrated;
  frame.energy_stored = core::stored_energy(state.soc);
  frame.energy_in_today = state.energy.in_today.whole;
  frame.energy_out_today = state.energy.out_today.whole;
  frame.energy_in_total = kilowatt_hours(state.energy.in_total);
  frame.energy_out_total = kilowatt_hours(state.energy.out_total);
}

// EN-2: the clock of the device, or the time it has been running.
DeviceTime device_time(const core::DayClock& clock, Milliseconds now) {
  const Milliseconds local = now + clock.offset.value_or(0_ms);
  constexpr std::int64_t kMinutesPerDay = 24_h / 1_min;
  const std::int64_t minutes = (local / 1_min % kMinutesPerDay + kMinutesPerDay) % kMinutesPerDay;
  return {.hour = static_cast<std::uint8_t>(minutes / 60),
          .minute = static_cast<std::uint8_t>(minutes % 60)};
}

KeyValue key_value(const DataFrame& frame, const KeyValues& given, std::uint8_t key) {
  KeyValues values = given;
  values.status_2.too_cold_to_charge = frame.warnings.has(Warning::temperature_low);
  values.status_2.too_cold_to_discharge = frame.warnings.has(Warning::temperature_low);
  values.status_2.charge_relay_closed = frame.charge_allowed;
  values.status_2.load_relay_closed = frame.discharge_allowed;
  return {.key = key, .value = value_of_key(values, key)};
}

}  // namespace

std::optional<DataFrame> next_frame(FrameRotation& rotation, const DataOutputInputs& in,
                                    Milliseconds now) {
  const State& state = in.state;
  if (!state.status.known) return {};
  DataFrame frame;
  report_pack(frame, state.status.pack);
  const FrameRotation::Turn turn =
      rotation.next(std::max<CellNumber>(frame.cell_count, in.announced_cells));
  report_cell(frame, state, turn.cell);
  frame.warnings = state.status.warnings;
  if (!frame.warnings.has(Warning::communication)) {
    report_currents(frame, state.status.currents, in.sensor);
    frame.charge_allowed = state.charge.closed;
    frame.discharge_allowed = state.load.closed;
  }
  report_energy(frame, state);
  frame.capacity = in.settings.battery_capacity;
  frame.v_min = in.settings.v_min;
  frame.v_max = in.settings.v_max;
  frame.v_bypass = in.options.v_bypass;
  if (in.generation == Generation::three) {
    frame.trailer = key_value(frame, in.key_values, turn.key);
  } else {
    frame.trailer = device_time(state.clock, now);
  }
  return frame;
}

}  // namespace cellwarden::protocol
