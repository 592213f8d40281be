// SPDX-License-Identifier: Apache-2.0
// The last valid voltage and temperature of each cell, with the faults of its newest reading: 5
// bytes a cell, because a board keeps 255 of them. All zeros is a reading that is missing.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "cellwarden/core/readings.hpp"

namespace cellwarden::core {

class LastReadings {
 public:
  // index: of cell 1 it is 0.
  CellReading operator[](std::size_t index) const {
    const unsigned voltage = voltages_[index];
    const unsigned rest = rests_[index];
    CellReading reading;
    reading.voltage = Millivolts{static_cast<std::int32_t>(voltage & kVoltageMax)};
    reading.voltage_fault = fault(voltage >> kVoltageBits);
    // 19 bits with their sign, of which `rest` has the highest three.
    const std::uint32_t raw = temperatures_[index] | (rest & kHighBits) << 16U;
    reading.temperature = MilliCelsius{static_cast<std::int32_t>(raw << 13U) >> 13};
    reading.temperature_fault = fault(rest >> kFaultAt & kFaultBits);
    reading.bypass = rest >> kBypassAt != 0;
    return reading;
  }

  // Valid readings are 0.5…5.5 V and −50…125 °C, offsets are small (CELL-7, CELL-10): all fit.
  void set(std::size_t index, const CellReading& reading) {
    const auto voltage =
        static_cast<unsigned>(std::clamp<std::int32_t>(reading.voltage.count(), 0, kVoltageMax));
    const auto temperature = static_cast<std::uint32_t>(reading.temperature.count());
    voltages_[index] =
        static_cast<std::uint16_t>(voltage | code(reading.voltage_fault) << kVoltageBits);
    temperatures_[index] = static_cast<std::uint16_t>(temperature);
    rests_[index] = static_cast<std::uint8_t>((temperature >> 16U & kHighBits) |
                                              code(reading.temperature_fault) << kFaultAt |
                                              (reading.bypass ? 1U << kBypassAt : 0U));
  }

 private:
  static constexpr unsigned kVoltageBits = 13;
  static constexpr unsigned kVoltageMax = (1U << kVoltageBits) - 1;
  static constexpr unsigned kHighBits = 7;
  static constexpr unsigned kFaultAt = 3;
  static constexpr unsigned kFaultBits = 7;
  static constexpr unsigned kBypassAt = 6;

  // `missing` as 0.
  static constexpr unsigned code(ReadingFault fault) { return static_cast<unsigned>(fault) ^ 1U; }
  static constexpr ReadingFault fault(unsigned code) {
    return static_cast<ReadingFault>(code ^ 1U);
  }

  std::array<std::uint16_t, kMaxCells> voltages_{};      // mV, and the fault above them
  std::array<std::uint16_t, kMaxCells> temperatures_{};  // the low 16 bits, m°C
  std::array<std::uint8_t, kMaxCells> rests_{};          // high bits, fault, bypass
};

}  // namespace cellwarden::core
