// SPDX-License-Identifier: Apache-2.0
// What one chain message says (CHAIN-2): the IN board's head, then one record for each cell, cell 1
// first. The bytes are in docs/protocols/chain.md and codec.hpp; these are the values.
#pragma once

#include <array>
#include <cstdint>

#include "cellwarden/core/fixed_list.hpp"
#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/sensors.hpp"

namespace cellwarden::chain {

// Of one current sensor (IN-6).
enum class AutoZeroState : std::uint8_t { idle, running, refused };

struct Firmware {
  std::uint8_t major{0};  // 0…15
  std::uint8_t minor{0};  // 0…15
  std::uint8_t patch{0};
};

struct Head {
  std::uint8_t sequence{0};
  core::SensorReadings sensors;  // to the milliamp; SOC counts these (IN-3)
  std::array<AutoZeroState, 2> auto_zero{};
  core::Options options;
  core::FactorySettings factory;
  bool switch_8{false};
  Firmware firmware;
};

struct Record {
  core::CellReading reading;  // voltage to 1 mV, temperature to 0.1 °C
  bool hot{false};            // its bypass is off because the board is hot (CELL-5)
};

struct Message {
  Head head;
  core::FixedList<Record, core::kMaxCells> records;
};

}  // namespace cellwarden::chain
