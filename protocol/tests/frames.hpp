// SPDX-License-Identifier: Apache-2.0
// Frames for tests: the golden ones, a plain one, and ways to spoil them.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/protocol/data_frame.hpp"

namespace cellwarden::protocol::test {

using Bytes = std::vector<std::uint8_t>;

inline Bytes bytes_of_hex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(
        static_cast<std::uint8_t>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16)));
  }
  return bytes;
}

// The frames of tests/golden, one a line.
inline std::vector<Bytes> reference_frames() {
  std::ifstream file{CELLWARDEN_GOLDEN_FOLDER "/uart_REFERENCE_16s_20frames.hex"};
  std::vector<Bytes> frames;
  for (std::string line; std::getline(file, line);) frames.push_back(bytes_of_hex(line));
  EXPECT_EQ(frames.size(), 20U) << "the golden file is not there, or not whole";
  return frames;
}

inline FrameView view(const Bytes& bytes) { return FrameView{bytes.data(), kFrameLength}; }

inline Bytes to_bytes(const FrameBytes& frame) { return {frame.begin(), frame.end()}; }

inline Bytes joined(const std::vector<Bytes>& parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// The frame with one byte changed and the sum made right again.
inline Bytes with_byte(Bytes frame, std::size_t offset, std::uint8_t value) {
  frame[offset] = value;
  frame[kChecksumOffset] = checksum(view(frame));
  return frame;
}

// The frame with one byte changed and the sum left wrong.
inline Bytes damaged(Bytes frame, std::size_t offset) {
  frame[offset] ^= 0x01U;
  return frame;
}

template <class T>
void tell(std::ostream& out, const core::CellValue<T>& extreme) {
  out << extreme.value.count() << " of cell " << int{extreme.cell};
}

inline void tell(std::ostream& out, const std::optional<core::Milliamps>& current) {
  if (current) {
    out << current->count();
  } else {
    out << "X";
  }
}

// Everything in a frame, one field a line: to compare two, and to see where they differ.
inline std::string text(const DataFrame& f) {
  std::ostringstream out;
  out << "pack " << f.pack_voltage.count() << "\nI-1 ";
  tell(out, f.current_in);
  out << "\nI-2 ";
  tell(out, f.current_out);
  out << "\nbattery ";
  tell(out, f.battery_current);
  out << "\nlowest ";
  tell(out, f.cell_voltage_min);
  out << "\nhighest ";
  tell(out, f.cell_voltage_max);
  out << "\ncoldest ";
  tell(out, f.cell_temperature_min);
  out << "\nwarmest ";
  tell(out, f.cell_temperature_max);
  out << "\ncell " << int{f.cell} << " of " << int{f.cell_count} << ": " << f.cell_voltage.count()
      << ", " << f.cell_temperature.count();
  out << "\nallowed " << f.charge_allowed << f.discharge_allowed << "\nwarnings";
  for (const core::Warning warning : core::kWarnings) {
    if (f.warnings.has(warning)) out << ' ' << core::name(warning);
  }
  out << "\ncalibrated " << f.soc_calibrated << "\nenergy " << f.energy_in_today.count() << ' '
      << f.energy_stored.count() << ' ' << f.energy_out_today.count() << "\nSOC " << f.soc.count()
      << "\ntotals " << f.energy_in_total.count() << ' ' << f.energy_out_total.count();
  if (const auto* pair = std::get_if<KeyValue>(&f.trailer)) {
    out << "\nkey " << int{pair->key} << " = " << int{pair->value};
  } else if (const auto* time = std::get_if<DeviceTime>(&f.trailer)) {
    out << "\ntime " << int{time->hour} << ':' << int{time->minute};
  }
  out << "\ncapacity " << f.capacity.count() << "\nlimits " << f.v_min.count() << ' '
      << f.v_max.count() << ' ' << f.v_bypass.count() << '\n';
  return out.str();
}

// No two fields alike, every value on a step of the wire.
inline DataFrame plain_frame() {
  DataFrame f;
  f.pack_voltage = core::Millivolts{53'215};
  f.current_in = core::Milliamps{18'500};
  f.current_out = core::Milliamps{-2'125};
  f.battery_current = core::Milliamps{20'625};
  f.cell_voltage_min = {core::Millivolts{3'280}, 3};
  f.cell_voltage_max = {core::Millivolts{3'355}, 16};
  f.cell_temperature_min = {core::MilliCelsius{10'431}, 4};
  f.cell_temperature_max = {core::MilliCelsius{24'143}, 9};
  f.cell = 7;
  f.cell_count = 15;
  f.cell_voltage = core::Millivolts{3'310};
  f.cell_temperature = core::MilliCelsius{14'716};
  f.charge_allowed = true;
  f.energy_in_today = core::WattHours{70'001};
  f.energy_stored = core::WattHours{7'467};
  f.energy_out_today = core::WattHours{800};
  f.soc = core::Percent{49};
  f.energy_in_total = KilowattHours{66'000};
  f.energy_out_total = KilowattHours{2'111};
  f.trailer = KeyValue{.key = 6, .value = 0x33};
  f.capacity = core::WattHours{15'000};
  f.v_min = core::Millivolts{2'800};
  f.v_max = core::Millivolts{3'650};
  f.v_bypass = core::Millivolts{3'400};
  return f;
}

}  // namespace cellwarden::protocol::test
