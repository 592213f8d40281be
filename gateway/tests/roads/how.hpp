// SPDX-License-Identifier: Apache-2.0
// How fine a value comes over a road, restated here from docs/protocols, not from protocol/.
#pragma once

#include <cmath>

#include "roads.hpp"

namespace cellwarden::gateway::roads::how {

inline Value same(std::int64_t exact, const Truth& /*truth*/) { return exact; }

inline std::int64_t to_step(std::int64_t exact, double step) {
  return std::llround(static_cast<double>(exact) / step) * std::llround(step);
}

template <std::int64_t step>
Value nearest(std::int64_t exact, const Truth& /*truth*/) {
  return to_step(exact, step);
}
template <std::int64_t step>
Value cut(std::int64_t exact, const Truth& /*truth*/) {
  return exact / step * step;
}

// raw × 0.857 − 232.1 °C
inline Value raw_temperature(std::int64_t exact, const Truth& /*truth*/) {
  return std::llround(static_cast<double>(exact + 232'100) / 857) * 857 - 232'100;
}

// IN-3: first range/200, then the step of the format.
inline std::int64_t reported(std::int64_t exact, const Truth& truth) {
  constexpr std::array<double, 8> kRangesA{25, 50, 100, 250, 400, 500, 1000, 2000};
  const auto range = static_cast<std::size_t>(truth.board.head.factory.sensor);
  return to_step(exact, kRangesA.at(range) * 1000 / 200);
}
template <std::int64_t step>
Value current(std::int64_t exact, const Truth& truth) {
  return to_step(reported(exact, truth), step);
}
// The difference of the two as they are reported.
template <std::int64_t step>
Value battery(std::int64_t /*exact*/, const Truth& truth) {
  const core::Currents& it = truth.state().status.currents;
  const std::int64_t out = it.out ? reported(it.out->count(), truth) : 0;
  return to_step(reported(it.in.count(), truth) - out, step);
}

inline Value no_patch(std::int64_t exact, const Truth& /*truth*/) { return exact / 100 * 100; }

inline constexpr How kNo{"–", nullptr};
inline constexpr How kSame{"yes", same};
inline constexpr How k5mV{"5 mV", nearest<5>};
inline constexpr How kRaw{"0.857 °C", raw_temperature};
inline constexpr How kTenth{"0.1 °C", nearest<100>};
inline constexpr How k125mA{"0.125 A", current<125>};
inline constexpr How k50mA{"0.05 A", current<50>};
inline constexpr How kPercent{"1 %, cut off", cut<1000>};
inline constexpr How kKilowattHours{"1 kWh, cut off", cut<1000>};
inline constexpr How kHundredWh{"0.1 kWh", nearest<100>};

// In the order of Road: data output 3, 2, public lines 3, 6, 2, ours.
constexpr std::array<How, kRoads> all(How output, How lines, How ours) {
  return {output, output, lines, lines, lines, ours};
}
constexpr std::array<How, kRoads> everywhere(How it) { return all(it, it, it); }
constexpr std::array<How, kRoads> ours_only(How it = kSame) { return all(kNo, kNo, it); }

template <class Quantity>
Value count(const std::optional<Quantity>& value) {
  if (!value) return {};
  return std::int64_t{value->count()};
}
template <class Number>
Value number(const std::optional<Number>& value) {
  if (!value) return {};
  return static_cast<std::int64_t>(*value);
}

}  // namespace cellwarden::gateway::roads::how
