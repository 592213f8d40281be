// SPDX-License-Identifier: Apache-2.0
// Bistable relays move only when they are pulsed, and a shock can flip one. So a relay that must be
// open is told so at power-up (RELAY-2), again every minute (RELAY-8), and every cycle while its
// current still flows (RELAY-7).
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/sensors.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

enum class Pulse : std::uint8_t { none, open, close };

struct RelayDrive {
  std::optional<bool> told_closed;  // nothing yet at power-up
  Milliseconds told_at;             // when it was first told that
  Milliseconds pulsed_at;
  bool did_not_open{false};  // RELAY-7
};

struct DriveInputs {
  bool closed{false};          // what the rules say
  bool supply_falling{false};  // RELAY-8: open now, before anything else
  bool new_cycle{false};       // a message came, or was due
  // RELAY-7 is judged only with currents that are known, and in a bank only when all packs are
  // open.
  std::optional<Currents> currents{};
  bool bank_open{true};
  SensorRange range{SensorRange::a100};
};

struct DriveOutputs {
  Pulse pulse{Pulse::none};
  bool event_did_not_open{false};  // once
};

DriveOutputs drive_relay(RelayDrive& state, Relay relay, const DriveInputs& in, Milliseconds now);

// The current that proves the relay's consumer or source still runs: above two reported steps.
bool current_flows(Relay relay, const Currents& currents, SensorRange range);

}  // namespace cellwarden::core
