// SPDX-License-Identifier: Apache-2.0
// The 58 bytes of the data output, both ways. A DataFrame speaks in the units of the core, so that
// the coarse steps of the wire (5 mV, 0.125 A, 0.857 °C) are known in this module only.
// Layout and sources: docs/protocols/data-output-frame.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>

#include "cellwarden/core/pack_reading.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/result.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/core/warnings.hpp"

namespace cellwarden::protocol {

inline constexpr std::size_t kFrameLength = 58;
using FrameBytes = std::array<std::uint8_t, kFrameLength>;
using FrameView = std::span<const std::uint8_t, kFrameLength>;

using KilowattHours = core::Quantity<struct KilowattHourUnit, std::int64_t>;

// Byte 47 is the key plus this in generation 3; below it, byte 47 is the hour of generations 1, 2.
inline constexpr std::uint8_t kKeyOffset = 25;

// Bytes 47 and 48 of generation 3.
struct KeyValue {
  std::uint8_t key{0};  // 0…230
  std::uint8_t value{0};
};

// Bytes 47 and 48 of generations 1 and 2.
struct DeviceTime {
  std::uint8_t hour{0};  // below 25
  std::uint8_t minute{0};
};

using Trailer = std::variant<KeyValue, DeviceTime>;

struct DataFrame {
  core::Millivolts pack_voltage;
  std::optional<core::Milliamps> current_in;       // I-1. Empty: not available, sign X (IN-4)
  std::optional<core::Milliamps> current_out;      // I-2
  std::optional<core::Milliamps> battery_current;  // I-1 − I-2
  core::CellValue<core::Millivolts> cell_voltage_min;
  core::CellValue<core::Millivolts> cell_voltage_max;
  core::CellValue<core::MilliCelsius> cell_temperature_min;
  core::CellValue<core::MilliCelsius> cell_temperature_max;
  // Another cell in each frame; a real pack may name one above cell_count, to be ignored.
  core::CellNumber cell{1};
  std::uint8_t cell_count{1};  // at least 1
  core::Millivolts cell_voltage;
  core::MilliCelsius cell_temperature;
  bool charge_allowed{false};
  bool discharge_allowed{false};
  core::Warnings warnings;
  bool soc_calibrated{true};
  core::WattHours energy_in_today;
  core::WattHours energy_stored;
  core::WattHours energy_out_today;
  core::Percent soc;  // 0…100
  KilowattHours energy_in_total;
  KilowattHours energy_out_total;
  Trailer trailer;
  core::WattHours capacity;  // in steps of 100 Wh
  core::Millivolts v_min;
  core::Millivolts v_max;
  core::Millivolts v_bypass;
};

// Why bytes are not a frame.
enum class FrameError : std::uint8_t {
  wrong_length,          // not 58 bytes
  wrong_sum,             // byte 57 is not the sum of bytes 0…56
  unknown_sign,          // byte 3, 6 or 9 is none of + - X
  soc_above_100,         //
  no_cells,              // the number of cells is 0
  voltages_crossed,      // the lowest cell voltage is above the highest
  temperatures_crossed,  // the lowest cell temperature is above the highest
  overlapped,            // it would be a frame, but a longer chain of frames has some of its bytes;
                         // from a search or a receiver only
};

// Rounds to the nearest step of the wire (CELL-1); a value that does not fit its field is held at
// the end of the field. A current that rounds to 0 has the sign '+'. The bytes decode if the lowest
// values are not above the highest ones.
FrameBytes encode(const DataFrame& frame);

// A frame only if there are 58 bytes, the sum fits and the content is plausible.
core::Result<DataFrame, FrameError> decode(std::span<const std::uint8_t> bytes);

// What decode() would complain about; empty: it is a frame.
std::optional<FrameError> frame_error(std::span<const std::uint8_t> bytes);

// What cannot be true in a frame, apart from its sum: the errors from unknown_sign on.
std::optional<FrameError> implausible(FrameView bytes);

// The low 8 bits of the plain sum of bytes 0…56: what byte 57 should be.
std::uint8_t checksum(FrameView bytes);

// Where the fields stand that make a frame plausible.
inline constexpr std::array<std::size_t, 3> kSignOffsets{3, 6, 9};
inline constexpr std::size_t kCellCountOffset = 25;
inline constexpr std::size_t kSocOffset = 40;
inline constexpr std::size_t kChecksumOffset = 57;

}  // namespace cellwarden::protocol
