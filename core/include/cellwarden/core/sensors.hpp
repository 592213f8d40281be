// SPDX-License-Identifier: Apache-2.0
// The current sensors: I-1 on J1 (the charger, or the only one) and I-2 on J2 (the consumers). Both
// measure both directions. What they report is coarse, what SOC counts is not (IN-3).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

// The eight sensors that the factory settings know, by what switches 1, 2, 3 say (IN-2).
enum class SensorRange : std::uint8_t { a25, a50, a100, a250, a400, a500, a1000, a2000 };

inline constexpr std::array<Milliamps, 8> kSensorRanges{
    Milliamps{25'000},  Milliamps{50'000},  Milliamps{100'000},   Milliamps{250'000},
    Milliamps{400'000}, Milliamps{500'000}, Milliamps{1'000'000}, Milliamps{2'000'000}};

constexpr Milliamps full_range(SensorRange range) {
  return kSensorRanges[static_cast<std::size_t>(range)];
}

// One step of the current as reported: range/200 (IN-3).
constexpr Milliamps reported_step(SensorRange range) { return full_range(range) / 200; }

// How far a sensor may be off: range/100 (IN-3).
constexpr Milliamps sensor_accuracy(SensorRange range) { return full_range(range) / 100; }

// A zero further off than 5 % of the range is no offset: a current is flowing (IN-6).
constexpr Milliamps auto_zero_limit(SensorRange range) { return full_range(range) / 20; }

// The current as reported: the nearest whole step, halves away from zero (IN-3).
Milliamps reported_current(Milliamps current, SensorRange range);

// At or above the range in either direction (IN-7).
bool saturated(Milliamps current, SensorRange range);

// Less than one reported step counts as 0 A when the blind spot is on (IN-5).
Milliamps without_blind_spot(Milliamps current, SensorRange range, bool blind_spot);

// What arrived from the IN board. No second sensor is "unknown", never 0 A (IN-4).
struct SensorReadings {
  Milliamps in;
  std::optional<Milliamps> out;
  bool in_saturated{false};
  bool out_saturated{false};
};

// Flags filled in from the numbers, for recorded data (IN-7).
SensorReadings sensor_readings(Milliamps in, std::optional<Milliamps> out, SensorRange range);

// The currents that every rule uses: after the blind spot, each sensor by itself (IN-5, EN-1).
struct Currents {
  Milliamps in;                      // I-1
  std::optional<Milliamps> out;      // I-2
  std::optional<Milliamps> battery;  // I-1 − I-2, or I-1 alone; unknown while I-2 is lost (IN-4)
};

// second_expected: the pack was commissioned with two sensors (IN-4).
Currents judged_currents(const SensorReadings& readings, SensorRange range, bool blind_spot,
                         bool second_expected);

// Auto zero of one sensor (IN-6): while the switch is ON the average raw reading is the new zero;
// it is kept when the switch goes OFF after at least 5 s. Not if it is above 5 % of the range,
// because then a current is flowing.
struct AutoZero {
  Milliamps zero;    // what is subtracted from a raw reading now
  Milliamps before;  // what it was when the newest auto zero began
  std::optional<Milliseconds> began{};
  bool running{false};
  std::int64_t sum_ma{0};
  std::int32_t samples{0};
};

enum class AutoZeroResult : std::uint8_t { idle, running, refused, stored, too_short };

// One raw reading, every cycle. `stored` and `too_short` come once, when the switch goes OFF (and
// with `stored`, `zero` belongs into the non-volatile store); `refused` in each cycle in which the
// average is too large, and the old zero holds.
AutoZeroResult judge_auto_zero(AutoZero& state, Milliamps raw, bool switch_on, SensorRange range,
                               Milliseconds now);

// Switch 8 went ON: an auto zero that began less than 60 s before was only a switch on its way to a
// factory code, and is undone (IN-2). True if the zero changed by that, and must be stored again.
bool undo_recent_auto_zero(AutoZero& state, Milliseconds now);

}  // namespace cellwarden::core
