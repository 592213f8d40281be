// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/readings.hpp"

#include <algorithm>

namespace cellwarden::core {

using namespace literals;

namespace {

// CELL-7
constexpr Millivolts kVoltageMin = 500_mV;
constexpr Millivolts kVoltageMax = 5500_mV;
constexpr MilliCelsius kTemperatureMin = -50_C;
constexpr MilliCelsius kTemperatureMax = 125_C;

template <class T>
ReadingFault fault_of(T value, T lowest, T highest) {
  if (value < lowest) return ReadingFault::too_low;
  if (value > highest) return ReadingFault::too_high;
  return ReadingFault::none;
}

}  // namespace

void add_faults(CellReading& reading) {
  if (reading.voltage_valid()) {
    reading.voltage_fault = fault_of(reading.voltage, kVoltageMin, kVoltageMax);
  }
  if (reading.temperature_valid()) {
    reading.temperature_fault = fault_of(reading.temperature, kTemperatureMin, kTemperatureMax);
  }
}

CellReading checked(CellReading reading) {
  add_faults(reading);
  return reading;
}

CellReading cell_reading(Millivolts voltage, MilliCelsius temperature) {
  return checked({.voltage = voltage,
                  .temperature = temperature,
                  .voltage_fault = ReadingFault::none,
                  .temperature_fault = ReadingFault::none});
}

// Without a branch: of two pairs the smallest and the largest are not the middle; of the three that
// are left it is the middle one.
std::int32_t median_of_five(const std::array<std::int32_t, 5>& samples) {
  const auto [a, b, c, d, e] = samples;
  const std::int32_t low = std::max(std::min(a, b), std::min(c, d));
  const std::int32_t high = std::min(std::max(a, b), std::max(c, d));
  return std::max(std::min(low, high), std::min(std::max(low, high), e));
}

bool converter_off(Millivolts measured, Millivolts reference) {
  return abs(measured - reference) * 100 > reference * 3;
}

bool offset_allowed(CellOffset offset) {
  return abs(offset.voltage) <= 50_mV && abs(offset.temperature) <= 10_C;
}

CellReading corrected(CellReading reading, CellOffset offset) {
  if (reading.voltage_valid()) reading.voltage += offset.voltage;
  if (reading.temperature_valid()) reading.temperature += offset.temperature;
  return reading;
}

}  // namespace cellwarden::core
