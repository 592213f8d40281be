// SPDX-License-Identifier: Apache-2.0
// What one link knows about a pack, group by group, each with the moment at which it was read.
// Values that come in one record have one age, so the age stands at the group. What a link cannot
// carry stays empty: unknown is not zero (IN-4, APP-7).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "cellwarden/core/contacts.hpp"
#include "cellwarden/core/events.hpp"
#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/core/warnings.hpp"
#include "cellwarden/protocol/key_values.hpp"
#include "cellwarden/protocol/lines.hpp"

namespace cellwarden::gateway {

// A group of values and when it was read, by the gateway's own clock, which never falls.
template <class Group>
struct Read {
  Group value;
  core::Milliseconds at;
};
template <class Group>
using Known = std::optional<Read<Group>>;

struct Currents {
  std::optional<core::Millivolts> pack_voltage;
  std::optional<core::Milliamps> in;       // I-1
  std::optional<core::Milliamps> out;      // I-2
  std::optional<core::Milliamps> battery;  // + charging
};

// Of the sensors themselves; our own boards only.
struct Sensors {
  bool in_saturated{false};
  bool out_saturated{false};
  bool second_sensor_lost{false};
  std::array<protocol::SensorZeroing, 2> zeroing{};
};

struct Charge {
  std::optional<core::MilliPercent> soc;
  bool calibrated{false};
  std::optional<core::WattHours> capacity;
  std::optional<core::WattHours> stored;
  std::optional<core::WattHours> in_today;
  std::optional<core::WattHours> out_today;
  std::optional<core::WattHours> in_total;
  std::optional<core::WattHours> out_total;
};

struct Alarms {
  core::Warnings warnings;
  // Bits as in core::Warning: seen in the newest frame, but not yet in two of the last three.
  std::uint8_t unconfirmed{0};
};

// Of the chain; our own boards only (CHAIN-5, CHAIN-6, CHAIN-7).
struct Chain {
  std::uint32_t missed{0};
  bool cell_count_differs{false};
  core::CellNumber invalid_cell{0};
  core::CellNumber break_cell{0};
  std::uint32_t good{0};
  std::uint32_t damaged{0};
  std::uint32_t cut_short{0};
  std::uint32_t sequence_errors{0};
};

// Of the charge or the load relay.
struct RelayView {
  bool allowed{false};
  std::optional<bool> closed;         // as the board drives it; of a real pack from status byte 2
  bool reasons_known{false};          // the board itself said why
  std::vector<core::Reason> reasons;  // empty: closed, or unknown
};

struct Panel {
  protocol::LedState info{protocol::LedState::off};
  protocol::LedState charge{protocol::LedState::off};
  protocol::LedState load{protocol::LedState::off};
  core::Contacts charge_contacts{};
  core::Contacts load_contacts{};
  bool hold_charge_open{false};
  bool hold_load_open{false};
  bool charge_did_not_open{false};
  bool load_did_not_open{false};
  core::CellNumber waived_cell{0};
  core::Milliseconds waiver_left;
};

// How the pack is set up; what a link does not say is empty.
struct Setup {
  std::optional<int> cells;
  std::optional<int> found;
  std::optional<int> to_confirm;
  std::optional<int> factory_cells;
  std::optional<core::SensorRange> sensor;
  std::optional<core::Cycle> cycle;
  std::optional<core::Mode> mode;
  std::optional<core::Millivolts> v_bypass;
  std::optional<bool> blind_spot;
  std::optional<bool> auto_zero;
  std::optional<bool> second_sensor;
  std::optional<bool> switch_8;
};

struct Clock {
  std::optional<core::Milliseconds> running;     // since power-up
  std::optional<core::Milliseconds> local;       // since 1970, the owner's local time
  std::optional<protocol::DeviceTime> of_day{};  // generations 1 and 2 tell no date
};

struct Health {
  std::optional<core::Percent> state_of_health;
  std::optional<core::Percent> efficiency;
  std::optional<std::int32_t> charge_cycles_hundredths;
  std::optional<core::WattHours> measured_capacity;
};

struct Identity {
  protocol::FirmwareVersion firmware;
  bool ours{false};  // a board that speaks our own lines
  std::optional<protocol::Generation> generation;
};

struct CellView {
  std::optional<core::Millivolts> voltage;
  std::optional<core::MilliCelsius> temperature;
  core::ReadingFault voltage_fault{core::ReadingFault::none};
  core::ReadingFault temperature_fault{core::ReadingFault::none};
  std::optional<bool> bypass;  // told by our boards; else inferred from V-bypass, not here
  bool hot{false};             // CELL-5
  bool in_turn{false};         // this link tells one cell a cycle, so it comes once in a rotation
};

// The settings that the link told, and which of them: a data output frame has four.
struct SettingsView {
  core::Settings settings;
  std::uint32_t known{0};  // bit n: SettingId n was told

  void tell(core::SettingId id) { known |= 1U << static_cast<unsigned>(id); }
  [[nodiscard]] bool knows(core::SettingId id) const {
    return (known >> static_cast<unsigned>(id) & 1U) != 0;
  }
};

struct Observation {
  Known<Currents> currents;
  Known<Sensors> sensors;
  Known<Charge> charge;
  Known<Alarms> alarms;
  Known<Chain> chain;
  Known<RelayView> charge_relay;
  Known<RelayView> load_relay;
  Known<Panel> panel;
  Known<Setup> setup;
  Known<Clock> clock;
  Known<Health> health;
  Known<Identity> identity;
  Known<SettingsView> settings;
  std::vector<Known<CellView>> cells;                                  // cell 1 first
  std::vector<std::pair<core::CellNumber, core::CellOffset>> offsets;  // CELL-10
  // When the board last said that its own data are good: no E. Age of the readings behind it all.
  std::optional<core::Milliseconds> newest;
};

// What comes over the chain and is told again while no message comes (E) is as old as it was.
// Nothing: then nobody knows how old it is, and it is not to be taken.
template <class Group>
std::optional<core::Milliseconds> told_again_at(const Known<Group>& before,
                                                const Observation& seen) {
  return before ? before->at : seen.newest;
}

}  // namespace cellwarden::gateway
