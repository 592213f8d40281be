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
template <Register at, SettingId id>
std::uint32_t steps_now(const LinesView& view) {
  constexpr RegisterScale kScale = kScaleOf<at>;
  return nearest_step(row_of(id).get(view.settings) - kScale.at_zero, kScale.step, kMax16);
}
template <Register at, SettingId id>
LineCommand ask_steps(std::uint32_t raw, const LinesView& view) {
  constexpr RegisterScale kScale = kScaleOf<at>;
  return change(id, static_cast<std::int64_t>(raw) * kScale.step + kScale.at_zero, view);
}
template <Register at, SettingId id>
constexpr RegisterRow setting() {
  return {at, steps_now<at, id>, ask_steps<at, id>};
}

template <std::uint32_t value>
std::uint32_t always(const LinesView& /*view*/) {
  return value;
}

std::uint32_t sensor_now(const LinesView& view) {
  constexpr std::uint32_t kOther = 0xFF;
  for (const register_map::SensorCode& known : register_map::kSensorCodes) {
    if (known.range == view.factory.sensor) return known.code;
  }
  return kOther;
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

constexpr std::uint32_t kFunctionCharge = 1;
constexpr std::uint32_t kFunctionLoad = 2;

// In the order of register_map::kScales.
// clang-format off
constexpr std::array<RegisterRow, register_map::kScales.size()> kRegisters{{
    setting<solar_peak_power, Id::solar_peak_power>(),
    {chemistry,               always<0>,               nullptr},
    {sensor_type,             sensor_now,              nullptr},
    {critical_mode,           critical_now,            nullptr},  // IN-1: a switch
    {charge_forced_off,       charge_held,             ask_hold_charge},
    {load_forced_off,         load_held,               ask_hold_load},
    setting<inverter_peak_power, Id::inverter_peak_power>(),
    setting<capacity, Id::battery_capacity>(),
    setting<v_min, Id::v_min>(),
    setting<v_min_hysteresis, Id::v_min_hysteresis>(),
    {v_low,                   steps_now<v_low, Id::v_min>, nullptr},
    setting<v_nominal, Id::nominal_cell_voltage>(),
    setting<v_max, Id::v_max>(),
    setting<v_max_hysteresis, Id::v_max_hysteresis>(),
    setting<t_min_charge, Id::t_min>(),
    {t_min_discharge,         steps_now<t_min_discharge, Id::t_min>, nullptr},
    setting<t_max, Id::t_max>(),
    setting<charge_restart, Id::charge_restart>(),
    setting<discharge_restart, Id::discharge_restart>(),
    setting<charge_restart_delay, Id::restart_delay>(),
    {discharge_restart_delay, steps_now<discharge_restart_delay, Id::restart_delay>, nullptr},
    {charge_pause_delay,      always<0>,               nullptr},
    {discharge_pause_delay,   always<0>,               nullptr},
    {measured_capacity,       always<0>,               nullptr},
    {soc_correction,          always<0>,               nullptr},
    {invert_charge_sensor,    always<0>,               nullptr},
    {invert_discharge_sensor, always<0>,               nullptr},
    {tail_current,            always<0>,               nullptr},
    {relay_1_function,        always<kFunctionCharge>, nullptr},
    {relay_1_invert,          always<0>,               nullptr},
    {relay_1_force,           charge_held,             ask_hold_charge},
    {relay_2_function,        always<kFunctionLoad>,   nullptr},
    {relay_2_invert,          always<0>,               nullptr},
    {relay_2_force,           load_held,               ask_hold_load},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRegisters.size(); ++i) {
    if (kRegisters[i].at != register_map::kScales[i].at) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const RegisterRow* find_register(Register at) {
  for (const RegisterRow& row : kRegisters) {
    if (row.at == at) return &row;
  }
  return nullptr;
}

std::uint32_t register_now(Register at, const LinesView& view) {
  const RegisterRow* row = find_register(at);
  return row == nullptr ? 0 : row->now(view);
}

}  // namespace cellwarden::protocol
