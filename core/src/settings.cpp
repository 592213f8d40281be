// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/settings.hpp"

#include <array>
#include <type_traits>

namespace cellwarden::core {

namespace {

template <auto Member>
using MemberType = std::remove_cvref_t<decltype(std::declval<Settings&>().*Member)>;

template <auto Member>
std::int32_t get(const Settings& settings) {
  const auto& value = settings.*Member;
  if constexpr (std::is_class_v<MemberType<Member>>) {
    return static_cast<std::int32_t>(value.count());
  } else {
    return static_cast<std::int32_t>(value);
  }
}

template <auto Member>
void set(Settings& settings, std::int32_t value) {
  using Value = MemberType<Member>;
  if constexpr (std::is_class_v<Value>) {
    settings.*Member = Value{value};
  } else {
    settings.*Member = static_cast<Value>(value);
  }
}

template <auto Member>
constexpr SettingRow row(SettingId id, const char* name, const char* unit, int decimals,
                         std::int32_t min, std::int32_t max, std::int32_t step) {
  return {id,   name,        unit,       static_cast<std::uint8_t>(decimals), min, max,
          step, get<Member>, set<Member>};
}

using Id = SettingId;
using S = Settings;

// clang-format off
constexpr std::array<SettingRow, 16> kRows{{
    //                                                              name               unit  decimals   min      max    step
    row<&S::solar_peak_power>    (Id::solar_peak_power,     "solar_peak_power",     "kW",  3,     10,  655350,    10),
    row<&S::inverter_peak_power> (Id::inverter_peak_power,  "inverter_peak_power",  "kW",  3,     10,  655350,    10),
    row<&S::battery_capacity>    (Id::battery_capacity,     "battery_capacity",     "kWh", 3,    100, 6553500,   100),
    row<&S::nominal_cell_voltage>(Id::nominal_cell_voltage, "nominal_cell_voltage", "V",   3,   2000,    4000,    10),
    row<&S::pin>                 (Id::pin,                  "pin",                  "",    0,      0,    9999,     1),
    row<&S::v_min>               (Id::v_min,                "v_min",                "V",   3,   2000,    5000,     5),
    row<&S::v_max>               (Id::v_max,                "v_max",                "V",   3,   2000,    5000,     5),
    row<&S::t_min>               (Id::t_min,                "t_min",                "°C",  3, -40000,   85000,  1000),
    row<&S::t_max>               (Id::t_max,                "t_max",                "°C",  3, -40000,   85000,  1000),
    row<&S::charge_restart>      (Id::charge_restart,       "charge_restart",       "%",   0,      1,     100,     1),
    row<&S::discharge_restart>   (Id::discharge_restart,    "discharge_restart",    "%",   0,      0,      99,     1),
    row<&S::profile>             (Id::profile,              "profile",              "",    0,      0,       1,     1),
    row<&S::restart_delay>       (Id::restart_delay,        "restart_delay",        "s",   3,      0,  600000,  5000),
    row<&S::v_min_hysteresis>    (Id::v_min_hysteresis,     "v_min_hysteresis",     "mV",  0,      0,     500,    10),
    row<&S::v_max_hysteresis>    (Id::v_max_hysteresis,     "v_max_hysteresis",     "mV",  0,      0,     500,    10),
    row<&S::out_board_version>   (Id::out_board_version,    "out_board_version",    "",    0,      1,       2,     1),
}};
// clang-format on

std::optional<SettingsError> check_order(const Settings& s, Millivolts v_bypass) {
  using enum SettingProblem;
  if (s.v_min >= v_bypass) return SettingsError{Id::v_min, not_below, Id::v_bypass};
  if (s.v_max <= v_bypass) return SettingsError{Id::v_max, not_above, Id::v_bypass};
  if (s.t_min >= s.t_max) return SettingsError{Id::t_min, not_below, Id::t_max};
  if (s.charge_restart <= s.discharge_restart) {
    return SettingsError{Id::charge_restart, not_above, Id::discharge_restart};
  }
  return {};
}

}  // namespace

std::span<const SettingRow> setting_rows() { return kRows; }

std::optional<SettingProblem> check_value(const SettingRow& row, std::int64_t value) {
  if (value < row.min || value > row.max) return SettingProblem::out_of_range;
  if ((value - row.min) % row.step != 0) return SettingProblem::off_step;
  return {};
}

std::optional<SettingsError> check_settings(const Settings& settings, Millivolts v_bypass) {
  for (const SettingRow& row : kRows) {
    const std::optional<SettingProblem> problem = check_value(row, row.get(settings));
    if (problem) return SettingsError{.id = row.id, .problem = *problem, .other = row.id};
  }
  return check_order(settings, v_bypass);
}

Result<Settings, SettingsError> change_settings(const Settings& proposed, Millivolts v_bypass) {
  const std::optional<SettingsError> error = check_settings(proposed, v_bypass);
  if (error) return failure(*error);
  return proposed;
}

bool v_bypass_contradicts(const Settings& settings, Millivolts v_bypass) {
  return v_bypass >= settings.v_max || v_bypass <= settings.v_min;
}

}  // namespace cellwarden::core
