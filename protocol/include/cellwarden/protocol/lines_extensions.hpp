// SPDX-License-Identifier: Apache-2.0
// Our own records, for what the public ones cannot carry (OUT-4): every cell to the millivolt, why
// a relay is open, where the chain is broken, events, outputs, exact settings. They begin with X
// and a second letter, so that known clients skip them, and end with a check. Nobody gets one who
// did not ask. Bytes: docs/protocols/lines.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "cellwarden/core/contacts.hpp"
#include "cellwarden/core/events.hpp"
#include "cellwarden/core/fixed_list.hpp"
#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/core/warnings.hpp"
#include "cellwarden/protocol/lines.hpp"
#include "cellwarden/protocol/lines_records.hpp"

namespace cellwarden::protocol {

inline constexpr std::uint8_t kExtensionVersion = 1;

// XV: whom one talks to.
struct VersionLine {
  std::uint8_t extension{kExtensionVersion};
  FirmwareVersion firmware;
  Generation generation{Generation::three};
};

// XA: may I write, and when may I try again (SET-2)?
struct AccessLine {
  bool logged_in{false};
  core::Milliseconds lock_left;
};

// XP: how the pack is set up (CHAIN-7, IN-1, IN-2, IN-4).
struct PackLine {
  std::uint8_t commissioned{0};  // cells; 0: never yet
  std::uint8_t found{0};         // in the newest intact message
  std::uint8_t to_confirm{0};    // what confirm_cells would take now; 0: nothing
  std::uint8_t factory_cells{0};
  core::SensorRange sensor{core::SensorRange::a100};
  core::Options options;
  bool second_sensor{false};
  bool switch_8{false};
};

// XC: up to eight cells that follow one another (CELL-1, CELL-7).
inline constexpr std::size_t kCellsPerLine = 8;
struct CellState {
  core::CellReading reading;  // the last valid values, with the newest faults; 0.1 °C on the wire
  bool hot{false};            // CELL-5
};
struct CellsLine {
  core::CellNumber first{1};
  core::FixedList<CellState, kCellsPerLine> cells;
};

// XI: the currents that the rules use, to the milliamp (IN-3…IN-7).
struct CurrentsLine {
  std::optional<core::Milliamps> in;
  std::optional<core::Milliamps> out;
  std::optional<core::Milliamps> battery;
  bool in_saturated{false};
  bool out_saturated{false};
  bool second_sensor_lost{false};
  std::array<SensorZeroing, 2> zeroing{};
};

// XQ: SOC and energy, to the watt-hour (SOC-1, EN-1).
struct ChargeLine {
  core::MilliPercent soc;
  bool calibrated{false};
  core::WattHours capacity;
  core::WattHours stored;
  core::WattHours in_today;
  core::WattHours out_today;
  core::WattHours in_total;
  core::WattHours out_total;
};

// XW: warnings and the chain (WARN-1…5, CHAIN-5, CHAIN-6, CHAIN-7).
struct WarningsLine {
  core::Warnings warnings;
  bool known{false};  // there was a good message
  bool cell_count_differs{false};
  std::optional<core::Milliseconds> age;  // of the last good message
  std::uint32_t missed{0};                // in a row
  core::CellNumber invalid_cell{0};
  core::CellNumber break_cell{0};  // no data from this cell; 0: no break
  std::uint32_t break_hops{0};
  std::uint32_t messages_good{0};
  std::uint32_t messages_damaged{0};
  std::uint32_t messages_short{0};
  std::uint32_t sequence_errors{0};
};

// XR: one reason why a relay is open (RELAY-3); a closed one has one line without a reason.
struct ReasonLine {
  core::Relay relay{core::Relay::charge};
  bool closed{false};
  std::uint8_t index{0};
  std::uint8_t count{0};  // of reasons; 0: `reason` says nothing
  core::Reason reason;
};

// XB: what the board shows and drives (OUT-1, RELAY-4, RELAY-7, RELAY-9, CELL-7).
struct OutputsLine {
  LedState info_led{LedState::off};
  LedState charge_led{LedState::off};
  LedState load_led{LedState::off};
  core::Contacts charge_contacts{};
  core::Contacts load_contacts{};
  bool hold_charge_open{false};
  bool hold_load_open{false};
  bool charge_did_not_open{false};
  bool load_did_not_open{false};
  core::CellNumber waived_cell{0};  // 0: none
  core::Milliseconds waiver_left;
};

// XL: an event. index counts from the first one since power-up, so that a gap shows.
struct EventLine {
  std::uint32_t index{0};
  core::Event event;
};

// XT: the time since power-up, in which events are stamped, and the owner's local time (EN-2).
struct ClockLine {
  core::Milliseconds running;
  std::optional<core::Milliseconds> local;  // since 1970; empty: never set
};

// XO: the correction of one cell (CELL-10); 0.1 °C on the wire.
struct OffsetLine {
  core::CellNumber cell{1};
  core::CellOffset offset;
};

// XS: all settings but the PIN, exactly (SET-1). What is decoded has the PIN of a default-made one.
struct SettingsLine {
  core::Settings settings;
};

// XF: why settings were refused (SET-1).
struct RefusalLine {
  core::SettingsError error;
};

LineText encode_line(const VersionLine& record);
LineText encode_line(const AccessLine& record);
LineText encode_line(const PackLine& record);
LineText encode_line(const CellsLine& record);
LineText encode_line(const CurrentsLine& record);
LineText encode_line(const ChargeLine& record);
LineText encode_line(const WarningsLine& record);
LineText encode_line(const ReasonLine& record);
LineText encode_line(const OutputsLine& record);
LineText encode_line(const EventLine& record);
LineText encode_line(const ClockLine& record);
LineText encode_line(const OffsetLine& record);
LineText encode_line(const SettingsLine& record);
LineText encode_line(const RefusalLine& record);

// For the records above.
template <class Record>
core::Result<Record, LineError> decode_extension(std::string_view line);

// The low 16 bits of the CRC-32 of the characters: the last field of every line of ours, commands
// included, over all characters before its separator.
std::uint16_t extension_check(std::string_view text);

}  // namespace cellwarden::protocol
