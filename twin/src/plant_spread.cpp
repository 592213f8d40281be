// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cellwarden/twin/plant.hpp"

namespace cellwarden::twin {

std::vector<CellSpread> draw_spread(Random& random, int cells, const SpreadWidths& widths) {
  constexpr double kSmallestFactor = 0.1;
  const auto factor = [&](double width) {
    return std::max(kSmallestFactor, 1 + width * random.gauss());
  };
  std::vector<CellSpread> result;
  for (int i = 0; i < cells; ++i) {
    CellSpread cell;
    cell.capacity = factor(widths.capacity);
    cell.resistance = factor(widths.resistance);
    cell.soc_offset = widths.soc_offset * random.gauss();
    cell.temperature_offset_c = widths.temperature_offset_c * random.gauss();
    cell.self_discharge = factor(widths.self_discharge);
    cell.drain_a = std::max(0.0, cell.drain_a + widths.drain_a * random.gauss());
    result.push_back(cell);
  }
  return result;
}

}  // namespace cellwarden::twin
