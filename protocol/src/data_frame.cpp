// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/data_frame.hpp"

#include "steps.hpp"

namespace cellwarden::protocol {

using core::CellNumber;
using core::CellValue;
using core::Milliamps;
using core::MilliCelsius;
using core::Millivolts;
using core::Percent;
using core::Warning;
using core::WattHours;

namespace {

constexpr std::uint8_t kPlus = 0x2B;
constexpr std::uint8_t kMinus = 0x2D;
constexpr std::uint8_t kNotAvailable = 0x58;  // 'X'

constexpr std::size_t kVoltageMinOffset = 12;
constexpr std::size_t kVoltageMaxOffset = 15;
constexpr std::size_t kTemperatureMinOffset = 18;
constexpr std::size_t kTemperatureMaxOffset = 21;

constexpr std::int32_t kSocMax = 100;
constexpr std::uint8_t kKeyMax = kMax8 - kKeyOffset;
constexpr std::uint8_t kHourMax = kKeyOffset - 1;

// Byte 30.
constexpr unsigned kChargeAllowedBit = 0;
constexpr unsigned kDischargeAllowedBit = 1;
constexpr unsigned kNotCalibratedBit = 7;
struct WarningBit {
  Warning warning;
  unsigned bit;
};
constexpr std::array<WarningBit, 5> kWarningBits{{{Warning::communication, 2},
                                                  {Warning::voltage_low, 3},
                                                  {Warning::voltage_high, 4},
                                                  {Warning::temperature_low, 5},
                                                  {Warning::temperature_high, 6}}};

std::uint8_t status_byte(const DataFrame& frame) {
  unsigned bits = 0;
  if (frame.charge_allowed) bits |= 1U << kChargeAllowedBit;
  if (frame.discharge_allowed) bits |= 1U << kDischargeAllowedBit;
  for (const auto& [warning, bit] : kWarningBits) {
    if (frame.warnings.has(warning)) bits |= 1U << bit;
  }
  if (!frame.soc_calibrated) bits |= 1U << kNotCalibratedBit;
  return static_cast<std::uint8_t>(bits);
}

void read_status(DataFrame& frame, std::uint8_t status) {
  const auto has = [status](unsigned bit) { return (unsigned{status} >> bit & 1U) != 0; };
  frame.charge_allowed = has(kChargeAllowedBit);
  frame.discharge_allowed = has(kDischargeAllowedBit);
  for (const auto& [warning, bit] : kWarningBits) {
    if (has(bit)) frame.warnings.set(warning);
  }
  frame.soc_calibrated = !has(kNotCalibratedBit);
}

// Puts the fields one behind the other; numbers are big-endian.
class Writer {
 public:
  void byte(std::uint8_t value) { bytes_[at_++] = value; }
  void pair(std::uint32_t value) {
    byte(static_cast<std::uint8_t>(value >> 8U));
    byte(static_cast<std::uint8_t>(value));
  }
  void triple(std::uint32_t value) {
    byte(static_cast<std::uint8_t>(value >> 16U));
    pair(value);
  }
  void current(std::optional<Milliamps> value) {
    const std::uint32_t steps = value ? current_steps(*value) : 0;
    const bool negative = steps != 0 && *value < Milliamps{0};
    byte(!value ? kNotAvailable : negative ? kMinus : kPlus);
    pair(steps);
  }
  void voltage(Millivolts value) { pair(voltage_steps(value, kMax16)); }
  void temperature(MilliCelsius value) { pair(temperature_steps(value)); }
  void trailer(const Trailer& value) {
    if (const auto* pair = std::get_if<KeyValue>(&value)) {
      byte(static_cast<std::uint8_t>(kKeyOffset + std::min(pair->key, kKeyMax)));
      byte(pair->value);
    } else if (const auto* time = std::get_if<DeviceTime>(&value)) {
      byte(std::min(time->hour, kHourMax));
      byte(time->minute);
    }
  }
  FrameBytes finish() {
    bytes_[kChecksumOffset] = checksum(bytes_);
    return bytes_;
  }

 private:
  FrameBytes bytes_{};
  std::size_t at_{0};
};

// Takes the fields one after the other.
class Reader {
 public:
  explicit Reader(FrameView bytes) : bytes_{bytes} {}

  std::uint8_t byte() { return bytes_[at_++]; }
  std::int32_t pair() {
    const std::int32_t high = byte();
    return high << 8 | byte();
  }
  std::int32_t triple() {
    const std::int32_t high = byte();
    return high << 16 | pair();
  }
  std::optional<Milliamps> current() {
    const std::uint8_t sign = byte();
    const Milliamps size{pair() * kMilliampsPerStep};
    if (sign == kNotAvailable) return {};
    return sign == kMinus ? -size : size;
  }
  Millivolts voltage() { return Millivolts{pair() * kMillivoltsPerStep}; }
  MilliCelsius temperature() {
    return MilliCelsius{pair() * kMilliCelsiusPerStep + kMilliCelsiusAtStep0};
  }
  template <class T>
  CellValue<T> of_cell(T value) {
    return {value, byte()};
  }
  Trailer trailer() {
    const std::uint8_t first = byte();
    const std::uint8_t second = byte();
    if (first < kKeyOffset) return DeviceTime{first, second};
    return KeyValue{static_cast<std::uint8_t>(first - kKeyOffset), second};
  }

 private:
  FrameView bytes_;
  std::size_t at_{0};
};

bool is_sign(std::uint8_t byte) { return byte == kPlus || byte == kMinus || byte == kNotAvailable; }

}  // namespace

std::uint8_t checksum(FrameView bytes) {
  std::uint32_t sum = 0;
  for (const std::uint8_t byte : bytes.first<kChecksumOffset>()) sum += byte;
  return static_cast<std::uint8_t>(sum);
}

std::optional<FrameError> implausible(FrameView bytes) {
  const auto pair = [bytes](std::size_t at) { return bytes[at] << 8 | bytes[at + 1]; };
  for (const std::size_t offset : kSignOffsets) {
    if (!is_sign(bytes[offset])) return FrameError::unknown_sign;
  }
  if (bytes[kSocOffset] > kSocMax) return FrameError::soc_above_100;
  if (bytes[kCellCountOffset] == 0) return FrameError::no_cells;
  if (pair(kVoltageMinOffset) > pair(kVoltageMaxOffset)) return FrameError::voltages_crossed;
  if (pair(kTemperatureMinOffset) > pair(kTemperatureMaxOffset)) {
    return FrameError::temperatures_crossed;
  }
  return {};
}

std::optional<FrameError> frame_error(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != kFrameLength) return FrameError::wrong_length;
  const FrameView frame = bytes.first<kFrameLength>();
  if (frame[kChecksumOffset] != checksum(frame)) return FrameError::wrong_sum;
  return implausible(frame);
}

FrameBytes encode(const DataFrame& frame) {
  Writer out;
  out.triple(voltage_steps(frame.pack_voltage, kMax24));
  out.current(frame.current_in);
  out.current(frame.current_out);
  out.current(frame.battery_current);
  for (const auto& extreme : {frame.cell_voltage_min, frame.cell_voltage_max}) {
    out.voltage(extreme.value);
    out.byte(extreme.cell);
  }
  for (const auto& extreme : {frame.cell_temperature_min, frame.cell_temperature_max}) {
    out.temperature(extreme.value);
    out.byte(extreme.cell);
  }
  out.byte(frame.cell);
  out.byte(std::max<std::uint8_t>(frame.cell_count, 1));
  out.voltage(frame.cell_voltage);
  out.temperature(frame.cell_temperature);
  out.byte(status_byte(frame));
  out.triple(whole_steps(frame.energy_in_today, kMax24));
  out.triple(whole_steps(frame.energy_stored, kMax24));
  out.triple(whole_steps(frame.energy_out_today, kMax24));
  out.byte(static_cast<std::uint8_t>(whole_steps(frame.soc, kSocMax)));
  out.triple(whole_steps(frame.energy_in_total, kMax24));
  out.triple(whole_steps(frame.energy_out_total, kMax24));
  out.trailer(frame.trailer);
  out.pair(nearest_step(frame.capacity.count(), kWattHoursPerCapacityStep, kMax16));
  out.voltage(frame.v_min);
  out.voltage(frame.v_max);
  out.voltage(frame.v_bypass);
  return out.finish();
}

core::Result<DataFrame, FrameError> decode(std::span<const std::uint8_t> bytes) {
  if (const std::optional<FrameError> error = frame_error(bytes)) return core::failure(*error);
  Reader in{bytes.first<kFrameLength>()};
  DataFrame frame;
  frame.pack_voltage = Millivolts{in.triple() * kMillivoltsPerStep};
  frame.current_in = in.current();
  frame.current_out = in.current();
  frame.battery_current = in.current();
  frame.cell_voltage_min = in.of_cell(in.voltage());
  frame.cell_voltage_max = in.of_cell(in.voltage());
  frame.cell_temperature_min = in.of_cell(in.temperature());
  frame.cell_temperature_max = in.of_cell(in.temperature());
  frame.cell = in.byte();
  frame.cell_count = in.byte();
  frame.cell_voltage = in.voltage();
  frame.cell_temperature = in.temperature();
  read_status(frame, in.byte());
  frame.energy_in_today = WattHours{in.triple()};
  frame.energy_stored = WattHours{in.triple()};
  frame.energy_out_today = WattHours{in.triple()};
  frame.soc = Percent{in.byte()};
  frame.energy_in_total = KilowattHours{in.triple()};
  frame.energy_out_total = KilowattHours{in.triple()};
  frame.trailer = in.trailer();
  frame.capacity = WattHours{std::int64_t{in.pair()} * kWattHoursPerCapacityStep};
  frame.v_min = in.voltage();
  frame.v_max = in.voltage();
  frame.v_bypass = in.voltage();
  return frame;
}

}  // namespace cellwarden::protocol
