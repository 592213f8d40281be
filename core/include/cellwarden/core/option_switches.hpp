// SPDX-License-Identifier: Apache-2.0
// The eight option switches on the IN board: seven that act while running (IN-1), and the eighth,
// which writes the other seven into the hidden factory settings (IN-2).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "cellwarden/core/sensors.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

enum class Mode : std::uint8_t { normal, critical };
enum class Cycle : std::uint8_t { slow, fast };

// T: the time from one message to the next (IN-1).
constexpr Milliseconds cycle_length(Cycle cycle) {
  return Milliseconds{cycle == Cycle::slow ? 1000 : 500};
}

// The eight thresholds of switches 2, 6, 7 (IN-1), in the order of their code.
inline constexpr std::array<Millivolts, 8> kBypassVoltages{
    Millivolts{3400}, Millivolts{3500}, Millivolts{3600}, Millivolts{3700},
    Millivolts{4000}, Millivolts{4100}, Millivolts{4200}, Millivolts{4300}};

// What the switches ask for; all switches OFF is what a default-made one says.
struct Options {
  Cycle cycle{Cycle::slow};
  Millivolts v_bypass{kBypassVoltages[0]};
  Mode mode{Mode::normal};
  bool blind_spot{false};
  bool auto_zero{false};
};

// Positions as bits: bit 0 is switch 1 … bit 7 is switch 8; 1 = ON.
using SwitchPositions = std::uint8_t;

Options options_of(SwitchPositions positions);

struct FactorySettings {
  SensorRange sensor{SensorRange::a100};
  std::uint8_t cells{16};
};

// The code on switches 1–7 (IN-2).
FactorySettings factory_settings_of(SwitchPositions positions);

struct OptionSwitches {
  bool started{false};
  SwitchPositions raw{0};     // as the contacts were last seen
  SwitchPositions acting{0};  // switches 1–7 as they act
  std::array<Milliseconds, 8> changed{};
  // Factory programming.
  bool programming{false};                // from switch 8 ON until 10 s after it is OFF
  bool armed{false};                      // switch 8 has been ON for 3 s
  std::optional<SwitchPositions> code{};  // positions at the moment it went OFF
};

struct SwitchVerdict {
  Options options;
  std::optional<FactorySettings> program;  // to be stored now: once, 3 s after 8 went OFF
  bool programming_began{false};           // 8 went ON just now: undo a recent auto zero (IN-2)
};

// The contacts as they are at `now`; call it at least every 100 ms. A switch acts after 3 s
// unchanged, those at power-up at once (IN-1). Switch 8 must have been ON for 3 s and then OFF for
// 3 s; the code is the positions of 1–7 in the moment it went OFF (IN-2).
SwitchVerdict judge_switches(OptionSwitches& state, SwitchPositions contacts, Milliseconds now);

}  // namespace cellwarden::core
