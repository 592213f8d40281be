// SPDX-License-Identifier: Apache-2.0
// The live records of the real product, both ways, in the units of the core: what a board streams
// and a gateway reads. Voltages are in steps of 5 mV, temperatures of 0.857 °C, currents of 0.05 A
// in generation 3 and of 0.125 A before. Bytes and sources: docs/protocols/lines.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cellwarden/core/pack_reading.hpp"
#include "cellwarden/core/result.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/data_output.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

enum class LineError : std::uint8_t {
  other_record,  // it does not begin with the letters of this record
  wrong_field,   // a field is missing, no number or too large, or there is something behind
  wrong_check,   // of our own lines only
};

// U. The order differs from the data output: I-1, battery, I-2.
struct PackRecord {
  core::Millivolts pack_voltage;
  std::optional<core::Milliamps> current_in;       // empty: X, not available
  std::optional<core::Milliamps> battery_current;  // + charging
  std::optional<core::Milliamps> current_out;
};

// V
struct VoltagesRecord {
  core::CellValue<core::Millivolts> min;
  core::CellValue<core::Millivolts> max;
  core::Millivolts v_bypass;
};

// T
struct TemperaturesRecord {
  core::CellValue<core::MilliCelsius> min;
  core::CellValue<core::MilliCelsius> max;
  std::optional<std::uint32_t> log_index;  // newer real devices; we do not send it
};

// C. The status bytes are byte 30 and key 16 of the data output frame.
struct CellRecord {
  core::CellNumber cell{0};  // 0, or above cell_count: to be ignored
  std::uint8_t cell_count{0};
  core::Millivolts voltage;
  core::MilliCelsius temperature;
  std::uint8_t status_1{0};
  std::optional<std::uint8_t> status_2;  // generation 3
};

// E
struct EnergyRecord {
  core::WattHours in_today;
  core::WattHours stored;
  core::WattHours out_today;
  core::Percent soc;
};

// M
struct TotalsRecord {
  KilowattHours in_total;
  KilowattHours out_total;
  DeviceTime time;
};

using Hundredths = core::Quantity<struct HundredthUnit, std::int32_t>;

// H, generation 3. Empty: unknown.
struct HealthRecord {
  std::optional<core::Percent> state_of_health;  // FF
  std::optional<core::WattHours> measured_capacity;
  std::optional<core::WattHours> measured_charge_capacity;
  std::optional<core::Percent> efficiency;  // FF
  std::optional<Hundredths> charge_cycles;
  std::optional<Hundredths> discharge_cycles;
};

// B, generation 3. Empty: unknown.
struct ChargedRecord {
  std::optional<KilowattHours> charged_total;
  std::optional<KilowattHours> discharged_total;
  std::optional<core::WattHours> charged_today;
  std::optional<core::WattHours> discharged_today;
};

// A line without its CR. Rounds to the nearest step; a value that does not fit is held at the end.
LineText encode_line(const PackRecord& record, Generation generation);
LineText encode_line(const VoltagesRecord& record);
LineText encode_line(const TemperaturesRecord& record);
LineText encode_line(const CellRecord& record);
LineText encode_line(const EnergyRecord& record);
LineText encode_line(const TotalsRecord& record);
LineText encode_line(const HealthRecord& record);
LineText encode_line(const ChargedRecord& record);

// line: without its CR. For the eight records above; the generation matters to U only.
template <class Record>
core::Result<Record, LineError> decode_line(std::string_view line,
                                            Generation generation = Generation::three);

}  // namespace cellwarden::protocol
