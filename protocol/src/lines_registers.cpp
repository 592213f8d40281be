// SPDX-License-Identifier: Apache-2.0
#include "lines_registers.hpp"

#include <array>

#include "lines_codec.hpp"

namespace cellwarden::protocol {

using core::SettingId;

namespace {

const core::SettingRow& row_of(SettingId id) {
  return core::setting_rows()[static_cast<std::size_t>(id)];
}

// The whole set with this one changed, rounded to its step; a value outside its range is refused
// here, one that contradicts another setting by the board (SET-1).
LineCommand change(SettingId id, std::int64_t value, const LinesView& view) {
  const core::SettingRow& row = row_of(id);
  const std::int64_t rounded = nearest_signed_step(value - row.min, row.step) * row.step + row.min;
  if (core::check_value(row, rounded)) return {};
  LineCommand command;
  command.action = LineAction::write_settings;
  command.settings = view.settings;
  row.set(command.settings, static_cast<std::int32_t>(rounded));
  return command;
}

// A setting in steps of the wire.
template <SettingId id, std::int32_t step>
std::uint32_t steps_now(const LinesView& view) {
  return nearest_step(row_of(id).get(view.settings), step, kMax16);
}
template <SettingId id, std::int32_t step>
LineCommand ask_steps(std::uint32_t raw, const LinesView& view) {
  return change(id, static_cast<std::int64_t>(raw) * step, view);
}

template <SettingId id>
std::uint32_t temperature_now(const LinesView& view) {
  return temperature_steps(core::MilliCelsius{row_of(id).get(view.settings)});
}
template <SettingId id>
LineCommand ask_temperature(std::uint32_t raw, const LinesView& view) {
  const auto value = static_cast<std::int64_t>(raw) * kMilliCelsiusPerStep + kMilliCelsiusAtStep0;
  return change(id, value, view);
}

template <std::uint32_t value>
std::uint32_t always(const LinesView& /*view*/) {
  return value;
}

// 1: 250 A, 2: 500 A, 11: 1000 A. The real product's 0 is 125 A, which we do not have, and it does
// not know our others.
std::uint32_t sensor_now(const LinesView& view) {
  constexpr std::uint32_t kOther = 0xFF;
  switch (view.factory.sensor) {
    case core::SensorRange::a250: return 1;
    case core::SensorRange::a500: return 2;
    case core::SensorRange::a1000: return 11;
    default: return kOther;
  }
}

std::uint32_t critical_now(const LinesView& view) {
  return view.options.mode == core::Mode::critical ? 1 : 0;
}

// RELAY-9: 1 holds the relay open, 0 lets the rules decide. Nobody can hold one closed, so 2 ("keep
// on") cannot be had.
std::uint32_t charge_held(const LinesView& view) { return view.board.hold_charge_open ? 1 : 0; }
std::uint32_t load_held(const LinesView& view) { return view.board.hold_load_open ? 1 : 0; }

LineCommand hold(std::uint32_t raw, bool charge, const LinesView& view) {
  if (raw > 1) return {};
  LineCommand command;
  command.action = LineAction::hold;
  command.hold_charge_open = charge ? raw == 1 : view.board.hold_charge_open;
  command.hold_load_open = charge ? view.board.hold_load_open : raw == 1;
  return command;
}
LineCommand ask_hold_charge(std::uint32_t raw, const LinesView& view) {
  return hold(raw, true, view);
}
LineCommand ask_hold_load(std::uint32_t raw, const LinesView& view) {
  return hold(raw, false, view);
}

using enum Register;
using Id = SettingId;

constexpr std::int32_t kRestartDelayStep = 5000;  // ms
constexpr std::uint32_t kFunctionCharge = 1;
constexpr std::uint32_t kFunctionLoad = 2;

// clang-format off
constexpr std::array<RegisterRow, 34> kRegisters{{
    {solar_peak_power,        2, steps_now<Id::solar_peak_power, 10>,                ask_steps<Id::solar_peak_power, 10>},
    {chemistry,               1, always<0>,                                          nullptr},
    {sensor_type,             1, sensor_now,                                         nullptr},
    {critical_mode,           1, critical_now,                                       nullptr},  // IN-1: a switch
    {charge_forced_off,       1, charge_held,                                        ask_hold_charge},
    {load_forced_off,         1, load_held,                                          ask_hold_load},
    {inverter_peak_power,     2, steps_now<Id::inverter_peak_power, 10>,             ask_steps<Id::inverter_peak_power, 10>},
    {capacity,                2, steps_now<Id::battery_capacity, 100>,               ask_steps<Id::battery_capacity, 100>},
    {v_min,                   2, steps_now<Id::v_min, 5>,                            ask_steps<Id::v_min, 5>},
    {v_min_hysteresis,        1, steps_now<Id::v_min_hysteresis, 10>,                ask_steps<Id::v_min_hysteresis, 10>},
    {v_low,                   2, always<0>,                                          nullptr},
    {v_nominal,               2, steps_now<Id::nominal_cell_voltage, 5>,             ask_steps<Id::nominal_cell_voltage, 5>},
    {v_max,                   2, steps_now<Id::v_max, 5>,                            ask_steps<Id::v_max, 5>},
    {v_max_hysteresis,        1, steps_now<Id::v_max_hysteresis, 10>,                ask_steps<Id::v_max_hysteresis, 10>},
    {t_min_charge,            2, temperature_now<Id::t_min>,                         ask_temperature<Id::t_min>},
    {t_min_discharge,         2, temperature_now<Id::t_min>,                         nullptr},
    {t_max,                   2, temperature_now<Id::t_max>,                         ask_temperature<Id::t_max>},
    {charge_restart,          1, steps_now<Id::charge_restart, 1>,                   ask_steps<Id::charge_restart, 1>},
    {discharge_restart,       1, steps_now<Id::discharge_restart, 1>,                ask_steps<Id::discharge_restart, 1>},
    {charge_restart_delay,    2, steps_now<Id::restart_delay, kRestartDelayStep>,    ask_steps<Id::restart_delay, kRestartDelayStep>},
    {discharge_restart_delay, 2, steps_now<Id::restart_delay, kRestartDelayStep>,    nullptr},
    {charge_pause_delay,      1, always<0>,                                          nullptr},
    {discharge_pause_delay,   1, always<0>,                                          nullptr},
    {measured_capacity,       1, always<0>,                                          nullptr},
    {soc_correction,          1, always<0>,                                          nullptr},
    {invert_charge_sensor,    1, always<0>,                                          nullptr},
    {invert_discharge_sensor, 1, always<0>,                                          nullptr},
    {tail_current,            1, always<0>,                                          nullptr},
    {relay_1_function,        1, always<kFunctionCharge>,                            nullptr},
    {relay_1_invert,          1, always<0>,                                          nullptr},
    {relay_1_force,           1, charge_held,                                        ask_hold_charge},
    {relay_2_function,        1, always<kFunctionLoad>,                              nullptr},
    {relay_2_invert,          1, always<0>,                                          nullptr},
    {relay_2_force,           1, load_held,                                          ask_hold_load},
}};
// clang-format on

}  // namespace

const RegisterRow* find_register(std::uint16_t address) {
  for (const RegisterRow& row : kRegisters) {
    const auto first = static_cast<std::uint16_t>(row.at);
    if (address >= first && address < first + row.bytes) return &row;
  }
  return nullptr;
}

std::uint32_t register_now(Register at, const LinesView& view) {
  const RegisterRow* row = find_register(static_cast<std::uint16_t>(at));
  return row == nullptr ? 0 : row->now(view);
}

}  // namespace cellwarden::protocol
