// SPDX-License-Identifier: Apache-2.0
// A cell whose voltage stays the same to the millivolt for 10 minutes, although the battery current
// moved by more than 10 % of the sensor's range, is not being measured any more (CELL-8).
#pragma once

#include <cstdint>

#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

// 20 bytes, because a board keeps one for each of 255 cells: whole seconds are fine enough.
struct FrozenWatch {
  Millivolts voltage;
  std::uint32_t since_s{0};
  Milliamps current_min;
  Milliamps current_max;
  bool started{false};
  bool frozen{false};
};

// One reading of a good message. True once, when the cell turns out to be frozen.
bool judge_frozen(FrozenWatch& watch, Millivolts voltage, Milliamps battery_current,
                  Milliamps sensor_range, Milliseconds now);

}  // namespace cellwarden::core
