// SPDX-License-Identifier: Apache-2.0
// What the plant's tests share: a pack of equal cells, and a cell whose every number can be worked
// out by hand.
#pragma once

#include <vector>

#include "cellwarden/twin/plant.hpp"

namespace cellwarden::twin {

inline PlantSettings equal_cells(int cells, double soc, double ambient_c = 25) {
  return {.cells = cells, .capacity_ah = 100, .soc = soc, .ambient_c = ambient_c, .spread = {}};
}

// No board, no wires, no self-discharge of its own choice.
inline CellSpread bare() { return {.drain_a = 0, .connection_ohm = 0, .sense_wire_ohm = 0}; }

inline PlantSettings one_bare_cell(double soc, double ambient_c = 25) {
  PlantSettings settings = equal_cells(1, soc, ambient_c);
  settings.spread = {bare()};
  return settings;
}

// 100 Ah, 3.2 V + 0.1 V · SOC, ±20 mV hysteresis, R0 1 mΩ, RC pairs 0.6 mΩ · 10 s and 0.4 mΩ · 200
// s charging, twice that discharging; nothing depends on the temperature.
inline CellParameters plain_cell() {
  CellParameters cell = lfp_prismatic_100ah();
  cell.ocv = {{-1, 3.1}, {2, 3.4}};
  cell.hysteresis = {{0, 0.02}, {1, 0.02}};
  cell.entropy = {{0, 0}, {1, 0}};
  cell.temperature_c = {25};
  cell.r0 = {{0, {0.001}}};
  cell.rc_charge = {{0, {0.001}}};
  cell.rc_discharge = {{0, {0.002}}};
  cell.rc1_share = 0.6;
  cell.rc1_seconds = 10;
  cell.rc2_seconds = 200;
  cell.self_discharge_a = 0;
  return cell;
}

inline void run(Plant& plant, int steps, double seconds, double current_a, double ambient_c = 25) {
  for (int i = 0; i < steps; ++i) plant.advance(seconds, current_a, ambient_c);
}

}  // namespace cellwarden::twin
