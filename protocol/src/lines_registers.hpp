// SPDX-License-Identifier: Apache-2.0
// The settings of the real product, by the address that writes them, and what they mean here. One
// table for reads and writes, so that what is written is what is read back.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/settings.hpp"
#include "cellwarden/protocol/lines.hpp"

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

struct RegisterRow {
  Register at;         // the address of its first byte
  std::uint8_t bytes;  // 1, or 2: the high one first
  // Its value now, on the wire.
  std::uint32_t (*now)(const LinesView& view);
  // What a write asks for: a changed command, or `none` if it cannot be had. Null: it cannot be
  // written, except with the value it has.
  LineCommand (*ask)(std::uint32_t raw, const LinesView& view);
};

// The row that this address is a byte of; nullptr: none.
const RegisterRow* find_register(std::uint16_t address);

std::uint32_t register_now(Register at, const LinesView& view);

}  // namespace cellwarden::protocol
