// SPDX-License-Identifier: Apache-2.0
#include "bits.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/core/little_endian.hpp"

namespace cellwarden::chain {

using core::CellReading;
using core::MilliCelsius;
using core::Millivolts;
using core::ReadingFault;

namespace {

constexpr unsigned kVoltageBits = 13;
constexpr unsigned kTemperatureBits = 11;
constexpr unsigned kFaultBits = 3;
constexpr std::int32_t kColdest = -600;  // in steps of 0.1 °C

// A field of a record: a number that fits, or the reason why there is none (CELL-7).
struct Field {
  std::uint32_t bits{0};
  ReadingFault fault{ReadingFault::none};
};

Field field_of(std::int32_t value, ReadingFault fault, unsigned width) {
  if (fault != ReadingFault::none) return {.fault = fault};
  if (value < 0) return {.fault = ReadingFault::too_low};
  if (value >= 1 << width) return {.fault = ReadingFault::too_high};
  return {.bits = static_cast<std::uint32_t>(value)};
}

// Steps of 0.1 °C, halves away from zero; no sum that could overflow.
std::int32_t tenths(MilliCelsius temperature) {
  const std::int32_t steps = temperature.count() / 100;
  const std::int32_t rest = temperature.count() % 100;
  if (rest >= 50) return steps + 1;
  return rest <= -50 ? steps - 1 : steps;
}

}  // namespace

void encode_record(const Record& record, std::span<std::uint8_t, kRecordBytes> bytes) {
  const CellReading& reading = record.reading;
  const Field voltage = field_of(reading.voltage.count(), reading.voltage_fault, kVoltageBits);
  const Field temperature =
      field_of(tenths(reading.temperature) - kColdest, reading.temperature_fault, kTemperatureBits);
  BitWriter writer;
  writer.put(kVoltageBits, voltage.bits);
  writer.put(kTemperatureBits, temperature.bits);
  writer.put(kFaultBits, static_cast<std::uint32_t>(voltage.fault));
  writer.put(kFaultBits, static_cast<std::uint32_t>(temperature.fault));
  writer.flag(reading.bypass);
  writer.flag(record.hot);
  core::put_little_endian(bytes, writer.bits());
}

Record decode_record(std::span<const std::uint8_t, kRecordBytes> bytes) {
  BitReader reader{core::get_little_endian(bytes)};
  const auto voltage = static_cast<std::int32_t>(reader.get(kVoltageBits));
  const auto temperature = static_cast<std::int32_t>(reader.get(kTemperatureBits));
  Record record;
  CellReading& reading = record.reading;
  reading.voltage_fault = static_cast<ReadingFault>(reader.get(kFaultBits));
  reading.temperature_fault = static_cast<ReadingFault>(reader.get(kFaultBits));
  if (reading.voltage_valid()) reading.voltage = Millivolts{voltage};
  if (reading.temperature_valid()) {
    reading.temperature = MilliCelsius{(temperature + kColdest) * 100};
  }
  reading.bypass = reader.flag();
  record.hot = reader.flag();
  return record;
}

}  // namespace cellwarden::chain
