// SPDX-License-Identifier: Apache-2.0
// What every board does for its own cell, whichever board it is: five samples become one reading,
// and the reading decides about the bypass (CELL-1…CELL-9). IN, cell and OUT board each hold one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "cellwarden/chain/message.hpp"
#include "cellwarden/core/bypass.hpp"
#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::boards {

// A sampling takes this long (CELL-9), and begins so early that it is over when its message comes.
inline constexpr core::Milliseconds kSamplingTime{20};
inline constexpr core::Milliseconds kSampleLead{25};

// One flash of the LED for one message (CELL-6). 5 % of the slow cycle, so that it is seen and
// costs little (OUT-7).
inline constexpr core::Milliseconds kFlash{50};

// Cycles without a message after which a board acts by itself (CELL-3, CHAIN-6).
inline constexpr int kSilentCycles = 3;

// What the converter gave: five samples over 20 ms with the bypass paused (CELL-4, CELL-9), and its
// own reference as measured and as it must be (CELL-8). A default-made one is invalid.
struct Samples {
  std::array<std::int32_t, 5> voltage_mv{};
  std::int32_t temperature_mc{0};
  core::ReadingFault temperature_fault{core::ReadingFault::none};  // open, shorted …
  core::Millivolts reference;
  core::Millivolts reference_nominal;
};

struct Monitor {
  core::CellReading reading;
  core::Bypass bypass;
  std::optional<core::Millivolts> v_bypass;  // empty: nobody says what it is
  core::Cycle cycle{core::Cycle::slow};      // as last heard
  core::Milliseconds heard;                  // V-bypass
  core::Milliseconds sampled;                // the reading
  bool sampling{false};                      // asked for, and not yet here
};

// A sampling begins: the resistor is off until its samples are here (CELL-4).
void begin_sampling(Monitor& monitor);

// The samples are here. The reading is the median (CELL-9), invalid if it cannot be real (CELL-7)
// or if the converter missed its reference (CELL-8; the temperature stays, because a thermistor is
// measured as a ratio of the converter's own supply). Then the bypass is judged.
void take_samples(Monitor& monitor, const Samples& samples, core::Milliseconds now);

// A good message passed, and said what V-bypass and T are. The bypass is judged at once (CELL-3).
void hear_threshold(Monitor& monitor, core::Millivolts v_bypass, core::Cycle cycle,
                    core::Milliseconds now);

// None of them for 3 cycles: the bypass is off, and V-bypass unknown until the next (CELL-3).
// Call both at each step.
void watch_threshold(Monitor& monitor, core::Milliseconds now);

// No samples for 3 cycles: the reading is missing, not old (CELL-7).
void watch_samples(Monitor& monitor, core::Milliseconds now);

// When one of the two watches acts next.
core::Milliseconds watch_at(const Monitor& monitor);

// What the board says about its cell.
chain::Record record(const Monitor& monitor);

// It is bypassing: for the LED (CELL-6) and the record. Pauses for sampling are not seen here.
bool bypass_on(const Monitor& monitor);

// The resistor carries current now: the bypass is on and not paused (CELL-4).
bool resistor_on(const Monitor& monitor);

}  // namespace cellwarden::boards
