// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/pack_reading.hpp"

namespace cellwarden::core {

PackReading summarise(std::span<const CellReading> cells) {
  PackReading pack;
  pack.cell_count = static_cast<int>(cells.size());
  CellNumber number = 0;
  for (const CellReading& cell : cells) {
    ++number;
    if (cell.voltage_valid()) {
      pack.pack_voltage += cell.voltage;
      if (cell.voltage < pack.cell_voltage_min.value)
        pack.cell_voltage_min = {cell.voltage, number};
      if (cell.voltage > pack.cell_voltage_max.value)
        pack.cell_voltage_max = {cell.voltage, number};
    }
    if (cell.temperature_valid()) {
      if (cell.temperature < pack.cell_temperature_min.value) {
        pack.cell_temperature_min = {cell.temperature, number};
      }
      if (cell.temperature > pack.cell_temperature_max.value) {
        pack.cell_temperature_max = {cell.temperature, number};
      }
    }
  }
  return pack;
}

}  // namespace cellwarden::core
