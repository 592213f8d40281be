// SPDX-License-Identifier: Apache-2.0
// The registers of the real product: addresses, widths, scales, and which read shows them in what
// order. The only place for that knowledge: a board encodes by it, a client decodes and writes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "cellwarden/core/sensors.hpp"
#include "cellwarden/core/settings.hpp"
#include "steps.hpp"

namespace cellwarden::protocol {

enum class Register : std::uint16_t {
  solar_peak_power = 0x010,
  chemistry = 0x015,
  sensor_type = 0x016,
  critical_mode = 0x017,
  charge_forced_off = 0x019,
  load_forced_off = 0x01A,
  inverter_peak_power = 0x020,
  capacity = 0x030,
  v_min = 0x040,
  v_min_hysteresis = 0x042,
  v_low = 0x044,
  v_nominal = 0x046,
  v_max = 0x050,
  v_max_hysteresis = 0x052,
  t_min_charge = 0x060,
  t_min_discharge = 0x062,
  t_max = 0x070,
  charge_restart = 0x080,
  discharge_restart = 0x081,
  charge_restart_delay = 0x082,
  discharge_restart_delay = 0x084,
  charge_pause_delay = 0x086,
  discharge_pause_delay = 0x087,
  measured_capacity = 0x08B,
  soc_correction = 0x08D,
  invert_charge_sensor = 0x08E,
  invert_discharge_sensor = 0x08F,
  tail_current = 0x092,
  relay_1_function = 0x340,
  relay_1_invert = 0x341,
  relay_1_force = 0x342,
  relay_2_function = 0x360,
  relay_2_invert = 0x361,
  relay_2_force = 0x362,
};

// value = raw × step + at_zero, in the stored unit of the core (W, Wh, mV, 0.001 °C, %, ms, mA).
struct RegisterScale {
  Register at;         // the address of its first byte
  std::uint8_t bytes;  // 1, or 2: the high one first
  std::int32_t step{1};
  std::int32_t at_zero{0};
};

namespace register_map {
using enum Register;
inline constexpr std::int32_t kRestartDelayStep = 5000;  // ms
inline constexpr std::int32_t kPauseDelayStep = 2000;    // ms
inline constexpr std::int32_t kTailCurrentStep = 200;    // mA

inline constexpr std::array<RegisterScale, 34> kScales{{
    {solar_peak_power, 2, 10},
    {chemistry, 1},
    {sensor_type, 1},
    {critical_mode, 1},
    {charge_forced_off, 1},
    {load_forced_off, 1},
    {inverter_peak_power, 2, 10},
    {capacity, 2, kWattHoursPerCapacityStep},
    {v_min, 2, kMillivoltsPerStep},
    {v_min_hysteresis, 1, 10},
    {v_low, 2, kMillivoltsPerStep},
    {v_nominal, 2, kMillivoltsPerStep},
    {v_max, 2, kMillivoltsPerStep},
    {v_max_hysteresis, 1, 10},
    {t_min_charge, 2, kMilliCelsiusPerStep, kMilliCelsiusAtStep0},
    {t_min_discharge, 2, kMilliCelsiusPerStep, kMilliCelsiusAtStep0},
    {t_max, 2, kMilliCelsiusPerStep, kMilliCelsiusAtStep0},
    {charge_restart, 1},
    {discharge_restart, 1},
    {charge_restart_delay, 2, kRestartDelayStep},
    {discharge_restart_delay, 2, kRestartDelayStep},
    {charge_pause_delay, 1, kPauseDelayStep},
    {discharge_pause_delay, 1, kPauseDelayStep},
    {measured_capacity, 1},
    {soc_correction, 1},
    {invert_charge_sensor, 1},
    {invert_discharge_sensor, 1},
    {tail_current, 1, kTailCurrentStep},
    {relay_1_function, 1},
    {relay_1_invert, 1},
    {relay_1_force, 1},
    {relay_2_function, 1},
    {relay_2_invert, 1},
    {relay_2_force, 1},
}};

// One field of an answer, and with how many digits at least it is sent.
struct Field {
  Register at;
  std::uint8_t digits;
};

inline constexpr std::array<Field, 3> kSettings1{
    {{solar_peak_power, 4}, {inverter_peak_power, 4}, {capacity, 4}}};  // and the PIN

inline constexpr std::array<Field, 6> kSettings2{{{v_min, 3},
                                                  {v_max, 3},
                                                  {t_min_charge, 3},
                                                  {t_max, 3},
                                                  {charge_restart, 2},
                                                  {discharge_restart, 2}}};

inline constexpr std::array<Field, 5> kSettings2More{{{t_min_discharge, 3},
                                                      {v_low, 3},
                                                      {v_nominal, 3},
                                                      {v_min_hysteresis, 2},
                                                      {v_max_hysteresis, 2}}};

inline constexpr std::array<Field, 12> kSettings3{{{sensor_type, 2},
                                                   {critical_mode, 2},
                                                   {charge_forced_off, 2},
                                                   {load_forced_off, 2},
                                                   {measured_capacity, 2},
                                                   {charge_restart_delay, 2},
                                                   {discharge_restart_delay, 2},
                                                   {charge_pause_delay, 2},
                                                   {discharge_pause_delay, 2},
                                                   {soc_correction, 2},
                                                   {chemistry, 2},
                                                   {tail_current, 2}}};

inline constexpr std::array<Field, 3> kRelay1{
    {{relay_1_force, 2}, {relay_1_function, 2}, {relay_1_invert, 2}}};
inline constexpr std::array<Field, 3> kRelay2{
    {{relay_2_force, 2}, {relay_2_function, 2}, {relay_2_invert, 2}}};

// The real product's 0 is 125 A, which we do not have, and it does not know our others.
struct SensorCode {
  std::uint8_t code;
  core::SensorRange range;
};
inline constexpr std::array<SensorCode, 3> kSensorCodes{
    {{1, core::SensorRange::a250}, {2, core::SensorRange::a500}, {11, core::SensorRange::a1000}}};

}  // namespace register_map

constexpr std::int32_t value_of(const RegisterScale& scale, std::uint32_t raw) {
  return static_cast<std::int32_t>(raw) * scale.step + scale.at_zero;
}

// The register that this address is a byte of; nullptr: none.
constexpr const RegisterScale* find_scale(std::uint16_t address) {
  for (const RegisterScale& scale : register_map::kScales) {
    const auto first = static_cast<std::uint16_t>(scale.at);
    if (address >= first && address < first + scale.bytes) return &scale;
  }
  return nullptr;
}

template <Register at>
inline constexpr RegisterScale kScaleOf = *find_scale(static_cast<std::uint16_t>(at));

}  // namespace cellwarden::protocol
