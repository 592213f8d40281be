// SPDX-License-Identifier: Apache-2.0
// The steps of the wire: whole numbers of 5 mV, 0.125 A, 0.857 °C and so on. The only place where a
// quantity of the core becomes narrower.
#pragma once

#include <algorithm>
#include <cstdint>

#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_frame.hpp"

namespace cellwarden::protocol {

inline constexpr std::int32_t kMillivoltsPerStep = 5;
inline constexpr std::int32_t kMilliampsPerStep = 125;
inline constexpr std::int32_t kWattHoursPerCapacityStep = 100;

// °C = raw × 0.857 − 232.1
inline constexpr std::int32_t kMilliCelsiusPerStep = 857;
inline constexpr std::int32_t kMilliCelsiusAtStep0 = -232'100;

inline constexpr std::int32_t kMax8 = 0xFF;
inline constexpr std::int32_t kMax16 = 0xFFFF;
inline constexpr std::int32_t kMax24 = 0xFF'FFFF;

// The nearest whole step (a half goes up), held within 0…steps_max.
template <class Rep>
constexpr std::uint32_t nearest_step(Rep value, std::int32_t step, std::int32_t steps_max) {
  const auto held = static_cast<std::int32_t>(std::clamp<Rep>(value, 0, Rep{step} * steps_max));
  return static_cast<std::uint32_t>((held + step / 2) / step);
}

constexpr std::uint32_t voltage_steps(core::Millivolts voltage, std::int32_t steps_max) {
  return nearest_step(voltage.count(), kMillivoltsPerStep, steps_max);
}

constexpr std::uint32_t temperature_steps(core::MilliCelsius temperature) {
  constexpr std::int32_t kWarmest = kMax16 * kMilliCelsiusPerStep + kMilliCelsiusAtStep0;
  const std::int32_t held = std::clamp(temperature.count(), kMilliCelsiusAtStep0, kWarmest);
  return nearest_step(held - kMilliCelsiusAtStep0, kMilliCelsiusPerStep, kMax16);
}

// The size of the current without its sign.
constexpr std::uint32_t current_steps(core::Milliamps current) {
  constexpr core::Milliamps kLargest{kMax16 * kMilliampsPerStep};
  const core::Milliamps held = std::clamp(current, -kLargest, kLargest);
  return nearest_step(core::abs(held).count(), kMilliampsPerStep, kMax16);
}

// One step is one unit.
template <class Quantity>
constexpr std::uint32_t whole_steps(Quantity quantity, std::int32_t steps_max) {
  return nearest_step(quantity.count(), 1, steps_max);
}

}  // namespace cellwarden::protocol
