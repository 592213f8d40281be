// SPDX-License-Identifier: Apache-2.0
// The answers to the public reads, the client's side, in the units of the core: V@, S1@, S2@, S3@,
// SRY0@, SRY1@, TS@, L0@…L9@, H0@…HD@. All but V@ have one source. The sum at the end is unproven
// (the only public answer does not fit it), so it is reported and never required. Fields and
// sources: docs/protocols/lines.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/result.hpp"
#include "cellwarden/core/sensors.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_output.hpp"
#include "cellwarden/protocol/key_values.hpp"
#include "cellwarden/protocol/lines_extensions.hpp"
#include "cellwarden/protocol/lines_records.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

enum class PublicReadKind : std::uint8_t {
  version,     // V@
  settings_1,  // S1@; tells the PIN, so a stranger does not get it from our boards
  settings_2,  // S2@
  settings_3,  // S3@, generation 3
  relay,       // SRY0@, SRY1@, generation 3
  log_clock,   // TS@
  log,         // L0@…L9@
  history,     // H0@…HD@
};

struct PublicRead {
  PublicReadKind kind{PublicReadKind::version};
  std::uint8_t number{0};  // relay: 0 or 1; log: 0…9; history: 0…13; else 0
};

// The line without its CR; empty: there is no such read.
LineText encode_read(PublicRead read);

// V@
struct PublicVersion {
  Generation generation{Generation::three};  // three digits are generation 3, fewer are before
  FirmwareVersion firmware;
  std::uint32_t unknown_1{0};  // nobody knows what these two mean
  std::uint32_t unknown_2{0};
  std::uint8_t status_1{0};  // byte 30 of the data output frame
  core::Millivolts v_bypass;
  bool sum_fits{false};
};

// S1@
struct PublicSettings1 {
  core::Watts solar_peak_power;
  core::Watts inverter_peak_power;
  core::WattHours battery_capacity;
  std::optional<std::uint16_t> pin;  // empty: what came is not four digits
  bool sum_fits{false};
};

// S2@. Generation 1 and 2 end before `more`.
struct PublicSettings2 {
  struct More {
    core::MilliCelsius t_min_discharge;
    core::Millivolts v_low;
    core::Millivolts v_nominal;
    core::Millivolts v_min_hysteresis;
    core::Millivolts v_max_hysteresis;
  };
  core::Millivolts v_min;
  core::Millivolts v_max;
  core::MilliCelsius t_min_charge;  // steps of 0.857 °C, so hardly ever a whole degree
  core::MilliCelsius t_max;
  core::Percent charge_restart;
  core::Percent discharge_restart;
  std::optional<More> more;
  bool sum_fits{false};
};

// S3@, generation 3.
struct PublicSettings3 {
  std::uint8_t sensor_code{0};              // 0: 125 A, 1: 250 A, 2: 500 A, 11: 1000 A
  std::optional<core::SensorRange> sensor;  // empty: a code that we have no range for
  std::uint8_t critical_mode{0};
  bool charge_forced_off{false};
  bool load_forced_off{false};
  std::uint8_t use_measured_capacity{0};
  core::Milliseconds charge_restart_delay;
  core::Milliseconds discharge_restart_delay;
  core::Milliseconds charge_pause_delay;
  core::Milliseconds discharge_pause_delay;
  std::uint8_t soc_correction{0};
  std::uint8_t chemistry{0};  // 0 other, 1 LFP, 2 LTO, 3 NMC, 4 NCA
  core::Milliamps tail_current;
  bool sum_fits{false};
};

// SRY0@ (number 0), SRY1@ (number 1), generation 3.
struct PublicRelay {
  std::uint8_t number{0};
  std::uint8_t force{0};     // 0 the rules decide, 1 held open, 2 held closed
  std::uint8_t function{0};  // 1 allowed to charge, 2 to discharge, 3 main relay, 4 pre-alarm
  std::uint8_t invert{0};
  bool sum_fits{false};
};

// TS@: the clock that the log entries are stamped with.
struct PublicLogClock {
  core::Milliseconds time;
  bool sum_fits{false};
};

enum class PublicLogType : std::uint8_t {
  empty,
  v_low,
  v_high,
  t_low_charge,
  t_high,
  communication,
  t_low_discharge,  // a device may send higher numbers; they are kept
};

// L0@ (number 0, the newest) … L9@
struct PublicLogEntry {
  std::uint8_t number{0};
  core::Milliseconds time;
  PublicLogType type{PublicLogType::empty};
  std::uint32_t raw{0};
  std::optional<core::Millivolts> voltage{};        // raw, with v_low and v_high
  std::optional<core::MilliCelsius> temperature{};  // raw, with the three of temperature
  core::CellNumber cell{0};
  bool sum_fits{false};
};

// H0@ (number 0) … HD@ (13): SOC by the hour, a ring of 168 places.
inline constexpr std::size_t kHistoryPlacesPerLine = 12;
struct PublicHistory {
  std::uint8_t number{0};
  std::uint8_t index{0};
  std::array<std::optional<core::Percent>, kHistoryPlacesPerLine> soc{};  // empty: 255, or > 100
  bool sum_fits{false};
};

using PublicAnswer = std::variant<PublicVersion, PublicSettings1, PublicSettings2, PublicSettings3,
                                  PublicRelay, PublicLogClock, PublicLogEntry, PublicHistory>;

// line: the answer without its CR. The alternative is that of read.kind.
core::Result<PublicAnswer, LineError> decode_read(PublicRead read, std::string_view line);

// A set of settings, as far as one has been told it.
struct KnownSettings {
  core::Settings settings;
  std::uint32_t known{0};  // bit n: the setting with SettingId n

  [[nodiscard]] bool has(core::SettingId id) const {
    return (known >> static_cast<unsigned>(id) & 1U) != 0;
  }
};

// Adds what this answer tells. T-min is the one for charging, the restart delay that of the charge
// relay. Values are as they came, so a temperature of a real board is between our steps.
void learn(KnownSettings& known, const PublicSettings1& read);
void learn(KnownSettings& known, const PublicSettings2& read);
void learn(KnownSettings& known, const PublicSettings3& read);
void learn(KnownSettings& known, const SettingsLine& read);  // all but the PIN

}  // namespace cellwarden::protocol
