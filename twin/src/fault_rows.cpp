// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/fault_rows.hpp"

#include <array>
#include <cstddef>

namespace cellwarden::twin {

namespace {

using Kind = FaultKind;
using On = FaultTarget;
using In = FaultTime;

constexpr bool kWhole = true;

// One without a magnitude.
constexpr FaultRow row(Kind kind, const char* name, On target, In time) {
  return {kind, name, target, time, nullptr, "", 0, 0, false};
}

constexpr FaultRow row(Kind kind, const char* name, On target, In time, const char* key,
                       const char* unit, double min, double max, bool whole = false) {
  return {kind, name, target, time, key, unit, min, max, whole};
}

// clang-format off
constexpr std::array kRows{
    //                               name                     about           time           magnitude       unit    min     max
    row(Kind::chain_wire_broken,     "chain_wire_broken",     On::wire,       In::lasts),
    row(Kind::chain_intermittent,    "chain_intermittent",    On::wire,       In::lasts,     "share",        "",     0,      1),
    row(Kind::chain_bit_errors,      "chain_bit_errors",      On::wire,       In::lasts,     "share",        "",     0,      1),
    row(Kind::chain_bytes_lost,      "chain_bytes_lost",      On::wire,       In::lasts,     "share",        "",     0,      1),
    row(Kind::chain_bytes_doubled,   "chain_bytes_doubled",   On::wire,       In::lasts,     "share",        "",     0,      1),
    row(Kind::clock_drift,           "clock_drift",           On::cell,       In::lasts,     "ppm",          "ppm",  -50'000, 50'000),
    row(Kind::board_dead,            "board_dead",            On::cell,       In::lasts),
    row(Kind::board_rebooting,       "board_rebooting",       On::cell,       In::lasts,     "every_s",      "s",    2,      86'400),
    row(Kind::board_hanging,         "board_hanging",         On::cell,       In::lasts),
    row(Kind::board_missing,         "board_missing",         On::inner_cell, In::lasts),
    row(Kind::boards_swapped,        "boards_swapped",        On::cell,       In::lasts,     "other_cell",   "",     1,      255,    kWhole),
    row(Kind::sensor_offset,         "sensor_offset",         On::sensor,     In::lasts,     "offset_a",     "A",    -5000,  5000),
    row(Kind::sensor_gain,           "sensor_gain",           On::sensor,     In::lasts,     "gain",         "",     0,      10),
    row(Kind::sensor_stuck,          "sensor_stuck",          On::sensor,     In::lasts),
    row(Kind::sensor_reversed,       "sensor_reversed",       On::sensor,     In::lasts),
    row(Kind::sensors_swapped,       "sensors_swapped",       On::consumers,  In::lasts),
    row(Kind::sensor_wrong_size,     "sensor_wrong_size",     On::sensor,     In::lasts,     "range_a",      "A",    1,      5000),
    row(Kind::sensor_lost,           "sensor_lost",           On::consumers,  In::lasts),
    row(Kind::cell_voltage_bias,     "cell_voltage_bias",     On::cell,       In::lasts,     "bias_mv",      "mV",   -6000,  6000),
    row(Kind::cell_voltage_spike,    "cell_voltage_spike",    On::cell,       In::lasts,     "spike_mv",     "mV",   -6000,  6000),
    row(Kind::cell_voltage_stuck,    "cell_voltage_stuck",    On::cell,       In::lasts),
    row(Kind::converter_off,         "converter_off",         On::cell,       In::lasts,     "off_percent",  "%",    -100,   100),
    row(Kind::thermistor_open,       "thermistor_open",       On::cell,       In::lasts),
    row(Kind::thermistor_shorted,    "thermistor_shorted",    On::cell,       In::lasts),
    row(Kind::connection_resistance, "connection_resistance", On::cell,       In::needs_end, "ohm",          "ohm",  0,      1),
    row(Kind::weak_cell,             "weak_cell",             On::cell,       In::always,    "left_percent", "%",    1,      100),
    row(Kind::internal_short,        "internal_short",        On::cell,       In::lasts,     "current_a",    "A",    0,      1000),
    row(Kind::cell_heated,           "cell_heated",           On::cell,       In::lasts,     "warmer_c",     "°C",   -100,   200),
    row(Kind::charge_relay_welded,   "charge_relay_welded",   On::nothing,    In::lasts),
    row(Kind::load_relay_welded,     "load_relay_welded",     On::nothing,    In::lasts),
    row(Kind::coil_pulse_lost,       "coil_pulse_lost",       On::nothing,    In::lasts,     "share",        "",     0,      1),
    row(Kind::relay_flipped,         "relay_flipped",         On::relay,      In::once),
    row(Kind::charger_ignores,       "charger_ignores",       On::site,       In::lasts),
    row(Kind::load_ignores,          "load_ignores",          On::site,       In::lasts),
    row(Kind::load_inrush,           "load_inrush",           On::site,       In::lasts,     "current_a",    "A",    0,      10'000),
    row(Kind::memory_corruption,     "memory_corruption",     On::nothing,    In::once,      "bits",         "",     1,      100'000, kWhole),
    row(Kind::out_power_loss,        "out_power_loss",        On::nothing,    In::lasts),
    row(Kind::in_power_loss,         "in_power_loss",         On::nothing,    In::lasts),
    row(Kind::switches,              "switches",              On::nothing,    In::once,      "on",           "",     0,      255,    kWhole),
    row(Kind::button,                "button",                On::nothing,    In::needs_end),
    row(Kind::ambient,               "ambient",               On::site,       In::lasts,     "warmer_c",     "°C",   -100,   100),
};
// clang-format on

constexpr bool in_the_order_of_the_kinds() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].kind) != i) return false;
  }
  return kRows.size() == static_cast<std::size_t>(Kind::ambient) + 1;
}
static_assert(in_the_order_of_the_kinds());

}  // namespace

std::span<const FaultRow> fault_rows() { return kRows; }

const FaultRow& row_of(FaultKind kind) { return kRows[static_cast<std::size_t>(kind)]; }

const FaultRow* find_fault_row(std::string_view name) {
  for (const FaultRow& row : kRows) {
    if (name == row.name) return &row;
  }
  return nullptr;
}

}  // namespace cellwarden::twin
