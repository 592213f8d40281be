// SPDX-License-Identifier: Apache-2.0
// A whole pack in six numbers: every rule about "a cell" or "all cells" is a comparison with the
// lowest or the highest one, and the number of that cell is what an owner wants to know.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "cellwarden/core/last_readings.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

template <class T>
struct CellValue {
  T value;
  CellNumber cell{0};
};

// Made from the valid readings only. With no valid one, the highest is the lowest number there is
// and the lowest the highest, so that "a cell above" and "a cell below" are both false.
struct PackReading {
  int cell_count{0};
  Millivolts pack_voltage;
  CellValue<Millivolts> cell_voltage_min{Millivolts{std::numeric_limits<std::int32_t>::max()}, 0};
  CellValue<Millivolts> cell_voltage_max{Millivolts{std::numeric_limits<std::int32_t>::min()}, 0};
  CellValue<MilliCelsius> cell_temperature_min{
      MilliCelsius{std::numeric_limits<std::int32_t>::max()}, 0};
  CellValue<MilliCelsius> cell_temperature_max{
      MilliCelsius{std::numeric_limits<std::int32_t>::min()}, 0};
};

// cells: cell 1 first, at most 255. Of equal cells the one with the lowest number is named.
PackReading summarise(std::span<const CellReading> cells);
// The first `count` of them.
PackReading summarise(const LastReadings& cells, std::size_t count);

}  // namespace cellwarden::core
