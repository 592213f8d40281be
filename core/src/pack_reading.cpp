// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/pack_reading.hpp"

namespace cellwarden::core {

namespace {

template <class Cells>
PackReading sum_up(const Cells& cells, std::size_t count) {
  PackReading pack;
  pack.cell_count = static_cast<int>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const CellReading& cell = cells[i];
    const auto number = static_cast<CellNumber>(i + 1);
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

}  // namespace

PackReading summarise(std::span<const CellReading> cells) { return sum_up(cells, cells.size()); }

PackReading summarise(const LastReadings& cells, std::size_t count) { return sum_up(cells, count); }

}  // namespace cellwarden::core
