// SPDX-License-Identifier: Apache-2.0
// What a board says about its cell, and whether it can be true. A reading that cannot be real is
// invalid, with the reason; it is never clamped into something that looks like a reading (CELL-7).
#pragma once

#include <array>
#include <cstdint>

#include "cellwarden/core/result.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

inline constexpr int kMinCells = 2;    // CHAIN-1
inline constexpr int kMaxCells = 255;  // CHAIN-1

// Cells are numbered 1…N from the minus side; 0 means "no cell".
using CellNumber = std::uint8_t;

enum class ReadingFault : std::uint8_t {
  none,
  missing,         // nothing was read
  too_low,         // below what a living cell or a working sensor can show
  too_high,        // above it
  sensor_open,     //
  sensor_shorted,  //
  not_a_number,    // only in recorded data
  converter_off,   // the board's converter missed its reference (CELL-8)
};

// One cell as its board reports it. A default-made one is invalid, so forgetting is safe.
struct CellReading {
  Millivolts voltage;
  MilliCelsius temperature;
  ReadingFault voltage_fault{ReadingFault::missing};
  ReadingFault temperature_fault{ReadingFault::missing};
  bool bypass{false};

  [[nodiscard]] constexpr bool voltage_valid() const { return voltage_fault == ReadingFault::none; }
  [[nodiscard]] constexpr bool temperature_valid() const {
    return temperature_fault == ReadingFault::none;
  }
  [[nodiscard]] constexpr bool valid() const { return voltage_valid() && temperature_valid(); }
};

// A reading from the two numbers, with the faults that the numbers show by themselves: below 0.5 V,
// above 5.5 V, below −50 °C, above 125 °C (CELL-7).
CellReading cell_reading(Millivolts voltage, MilliCelsius temperature);

// The same reading with the faults its numbers show added; a fault it has already stays (CELL-7).
CellReading checked(CellReading reading);
void add_faults(CellReading& reading);

// The middle one of five samples taken over 20 ms (CELL-9).
std::int32_t median_of_five(const std::array<std::int32_t, 5>& samples);

// A board compares its converter with a reference every cycle: true if the two differ by more than
// 3 % of the reference, so that the voltage counts as invalid (CELL-8).
bool converter_off(Millivolts measured, Millivolts reference);

// What the owner found a board to be off by; added to its valid readings (CELL-10).
struct CellOffset {
  Millivolts voltage;
  MilliCelsius temperature;
};

// True if within ±50 mV and ±10 °C (CELL-10).
bool offset_allowed(CellOffset offset);

CellReading corrected(CellReading reading, CellOffset offset);

}  // namespace cellwarden::core
