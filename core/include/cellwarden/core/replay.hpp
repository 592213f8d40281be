// SPDX-License-Identifier: Apache-2.0
// What if? Recorded readings run through the very rules of the boards, with whatever settings one
// wants to try (PLUS-4). The OUT board's judgement is step(); the bypass of each cell is decided as
// its own board would, on the same readings.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/bypass.hpp"
#include "cellwarden/core/judgement.hpp"

namespace cellwarden::core {

struct ReplaySettings {
  int cells{kMinCells};  // taken as commissioned
  Settings settings;
  Options options;
  SensorRange sensor{SensorRange::a100};
  // 10⁻⁶ %: 50 % is 50'000'000. Any whole number of them is a whole SocCount.
  std::int64_t initial_soc_millionths{50'000'000};
  bool initial_calibrated{false};
};

// One message that was due at `time`.
struct RecordedMessage {
  Milliseconds time;
  bool intact{false};                    // it arrived intact; otherwise only `time` counts
  std::span<const CellReading> cells;    // cell 1 first
  Milliamps current_in;                  // I-1
  std::optional<Milliamps> current_out;  // I-2; empty: no second sensor
};

struct ReplayState {
  State state;
  std::array<Bypass, kMaxCells> bypass{};
};

ReplayState first_replay_state(const ReplaySettings& settings);

// Times must rise from message to message.
Outputs replay_step(ReplayState& replay, const ReplaySettings& settings,
                    const RecordedMessage& message);

}  // namespace cellwarden::core
