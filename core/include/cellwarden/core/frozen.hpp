// SPDX-License-Identifier: Apache-2.0
// A cell whose voltage stays the same to the millivolt for 10 minutes, although the battery current
// moved by more than 10 % of the sensor's range, is not being measured any more (CELL-8).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

// 8 bytes, because a board keeps one for each of 255 cells. Currents up to ±4194 A are told apart
// to the milliamp, twice what the largest sensor measures; a larger one counts as that.
//
//   low   bit 0  mV    13  largest current above the least one, mA, at most 2¹⁸−1    31  bit 0 of …
//   high  bit 0  age in s, 0…600, or a mark    10  … the least current, mA, with its sign
class FrozenWatch {
 public:
  // One reading of a good message. elapsed_s: whole seconds since the cell's last one. True once,
  // when the cell turns out to be frozen.
  bool judge(Millivolts voltage, Milliamps battery_current, Milliamps sensor_range,
             std::uint32_t elapsed_s);
  // Time that passed without a reading of this cell.
  void pass(std::uint32_t elapsed_s);

 private:
  std::uint32_t low_{0};
  std::uint32_t high_{0};
};

// All cells of a pack.
class FrozenWatches {
 public:
  // A good message of so many cells has come; then each of them is judged.
  void begin_message(std::size_t cells, Milliseconds now);
  bool judge(std::size_t index, Millivolts voltage, Milliamps battery_current,
             Milliamps sensor_range) {
    return cells_[index].judge(voltage, battery_current, sensor_range, elapsed_s_);
  }

 private:
  std::array<FrozenWatch, kMaxCells> cells_{};
  std::uint32_t judged_s_{0};   // the newest message
  std::uint32_t elapsed_s_{0};  // since the one before it
  std::uint8_t watched_{0};     // cells that ever were in one
};

}  // namespace cellwarden::core
