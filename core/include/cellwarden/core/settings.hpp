// SPDX-License-Identifier: Apache-2.0
// Everything an owner can set (section 7 of the requirements), and the one place that knows ranges,
// steps and defaults. A set is accepted or refused as a whole (SET-1).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/relay.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

enum class BoardVersion : std::uint8_t { v1 = 1, v2 = 2 };

struct Settings {
  Watts solar_peak_power{2000};
  Watts inverter_peak_power{1000};
  WattHours battery_capacity{4000};
  Millivolts nominal_cell_voltage{3200};
  std::uint16_t pin{1234};
  Millivolts v_min{2700};
  Millivolts v_max{3600};
  MilliCelsius t_min{10'000};
  MilliCelsius t_max{80'000};
  Percent charge_restart{95};
  Percent discharge_restart{5};
  Profile profile{Profile::guarded};
  Milliseconds restart_delay{30'000};
  Millivolts v_min_hysteresis{100};
  Millivolts v_max_hysteresis{50};
  BoardVersion out_board_version{BoardVersion::v2};
};

enum class SettingId : std::uint8_t {
  solar_peak_power,
  inverter_peak_power,
  battery_capacity,
  nominal_cell_voltage,
  pin,
  v_min,
  v_max,
  t_min,
  t_max,
  charge_restart,
  discharge_restart,
  profile,
  restart_delay,
  v_min_hysteresis,
  v_max_hysteresis,
  out_board_version,
  v_bypass,  // read only: the switches set it; named when another setting contradicts it
};

// One setting as a whole number in its stored unit (W, Wh, mV, 0.001 °C, %, ms), and how a person
// writes it: `decimals` places in `unit`.
struct SettingRow {
  SettingId id;
  const char* name;  // snake_case, as in files
  const char* unit;  // "" for plain numbers
  std::uint8_t decimals;
  std::int32_t min;
  std::int32_t max;
  std::int32_t step;
  std::int32_t (*get)(const Settings& settings);
  void (*set)(Settings& settings, std::int32_t value);
};

// All of them but V-bypass, in the order of SettingId.
std::span<const SettingRow> setting_rows();

enum class SettingProblem : std::uint8_t {
  out_of_range,  // outside min…max
  off_step,      // between two steps
  not_below,     // must be below `other`
  not_above,     // must be above `other`
};

struct SettingsError {
  SettingId id{};
  SettingProblem problem{};
  SettingId other{};  // with not_below and not_above
};

// The first thing that is wrong with one value, by its row.
std::optional<SettingProblem> check_value(const SettingRow& row, std::int64_t value);

// The first thing that is wrong with the set: each value against its row, then V-min < V-bypass <
// V-max, T-min < T-max, discharge restart < charge restart. Nothing wrong: empty.
std::optional<SettingsError> check_settings(const Settings& settings, Millivolts v_bypass);

// The new set if it may replace the old one, else the reason; nothing is half changed (SET-1).
Result<Settings, SettingsError> change_settings(const Settings& proposed, Millivolts v_bypass);

// A switch moved V-bypass to V-max or above, or to V-min or below, after the settings had been
// checked: the tables go on as they are, and it is an event (SET-0).
bool v_bypass_contradicts(const Settings& settings, Millivolts v_bypass);

}  // namespace cellwarden::core
