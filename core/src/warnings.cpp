// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/warnings.hpp"

namespace cellwarden::core {

namespace {

// clang-format off
constexpr std::array<WarningRow, 5> kRows{{
    {"WARN-1", Warning::communication,    [](const Facts& f) { return f.communication_error; }},
    {"WARN-2", Warning::voltage_high,     [](const Facts& f) { return f.pack.cell_voltage_max.value >= f.v_max; }},
    {"WARN-3", Warning::voltage_low,      [](const Facts& f) { return f.pack.cell_voltage_min.value <= f.v_min; }},
    {"WARN-4", Warning::temperature_high, [](const Facts& f) { return f.pack.cell_temperature_max.value > f.t_max; }},
    {"WARN-5", Warning::temperature_low,  [](const Facts& f) { return f.pack.cell_temperature_min.value < f.t_min; }},
}};
// clang-format on

}  // namespace

const char* name(Warning warning) {
  constexpr std::array<const char*, 5> kNames{"E", "Vh", "Vl", "Th", "Tl"};
  return kNames[static_cast<std::size_t>(warning)];
}

std::span<const WarningRow> warning_rows() { return kRows; }

Warnings judge_warnings(const Facts& facts) {
  Warnings warnings;
  for (const WarningRow& row : kRows) {
    if (!row.holds(facts)) continue;
    warnings.set(row.warning);
    if (row.warning == Warning::communication) break;
  }
  return warnings;
}

}  // namespace cellwarden::core
