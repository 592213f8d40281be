// SPDX-License-Identifier: Apache-2.0
// The BMS as a value and a function: State is all that the OUT board knows, step() is all that it
// decides. No clock, no thread, no heap inside; Outputs{} means both relays open.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/cell_count.hpp"
#include "cellwarden/core/communication.hpp"
#include "cellwarden/core/energy.hpp"
#include "cellwarden/core/events.hpp"
#include "cellwarden/core/frozen.hpp"
#include "cellwarden/core/last_readings.hpp"
#include "cellwarden/core/list_view.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/relay.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/core/warnings.hpp"

namespace cellwarden::core {

enum class Arrival : std::uint8_t {
  nothing,  // time passes; call so at least every 100 ms
  damaged,  // something came, but not a message that is intact and in sequence (CHAIN-5)
  intact,   // a message: its readings may still be invalid (CELL-7)
};

struct Inputs {
  Arrival arrival{Arrival::nothing};
  // With Arrival::intact only. Cell 1 first, 2…255 of them.
  ListView<CellReading> cells;
  SensorReadings sensors;
  // As the newest intact message said.
  Options options;
  FactorySettings factory;
  // What the owner set.
  const Settings& settings;
  ListView<CellOffset> offsets;  // cell 1 first; may be shorter than the pack (CELL-10)
  bool hold_charge_open{false};  // RELAY-9
  bool hold_load_open{false};
  bool clock_off{false};  // OUT-6: this board's clock cannot be relied on
};

struct Outputs {
  bool charge_relay_closed{false};
  bool load_relay_closed{false};
};

// The owner runs without the temperature of one cell, for at most 7 days (CELL-7).
struct TemperatureWaiver {
  CellNumber cell{0};  // 0: none
  Milliseconds until;
};

// What the pack was like at the last good message, and what has been made of it since.
struct Status {
  bool known{false};  // there was a good message
  PackReading pack;
  Currents currents;
  Warnings warnings;
};

struct State {
  CommunicationWatch communication;
  std::int32_t missed{0};      // messages in a row, as of the newest call
  CellNumber invalid_cell{0};  // the first one that made the newest message not good
  CellCount cell_count;
  bool cell_count_differs{false};  // CHAIN-7: this, too, is E
  bool second_sensor{false};       // learned when the pack was commissioned (IN-4)
  bool second_sensor_seen{false};  // in the newest message that arrived intact
  StateOfCharge soc;
  EnergyCounters energy;
  DayClock clock;
  RelayState charge;
  RelayState load;
  Status status;
  TemperatureWaiver waiver;
  EventLog events;
  LastReadings cells;  // the last valid values, with the newest faults
  FrozenWatches frozen;
  bool in_saturated{false};
  bool out_saturated{false};
  bool second_sensor_lost{false};
  bool v_bypass_contradicts{false};
  bool full{false};                // SOC-2 held in the last good message
  bool corrected_at_empty{false};  // SOC-6 has acted since the pack became empty
};

// A board that has never run: capacity from the settings, SOC 50 % and uncalibrated (SOC-3).
State first_state(const Settings& settings);

// One message, or the passing of time. now: milliseconds since some fixed moment; never falls.
Outputs step(State& state, const Inputs& in, Milliseconds now);

// CHAIN-7: a person confirms the number of cells that was found, and whether there is an I-2
// (IN-4). True if one of them was different.
bool confirm_cells(State& state, const FactorySettings& factory, Milliseconds now);

// CELL-7: with the PIN. days: 1…7. False if cell or days are impossible.
bool waive_temperature(State& state, CellNumber cell, int days, Milliseconds now);

}  // namespace cellwarden::core
