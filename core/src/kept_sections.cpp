// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/kept_sections.hpp"

#include <algorithm>

#include "cellwarden/core/little_endian.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr std::uint64_t kCalibratedBit = std::uint64_t{1} << 63;
constexpr std::int64_t kCapacityStepWattHours = 100;
constexpr std::int32_t kOffsetStepMilliCelsius = 100;
constexpr std::size_t kRestBytes = 6;
constexpr std::uint8_t kSecondSensor = 1;
constexpr std::uint8_t kHoldCharge = 2;
constexpr std::uint8_t kHoldLoad = 4;

// Fields one after the other.
class Writer {
 public:
  explicit Writer(std::span<std::uint8_t> bytes) : bytes_{bytes} {}
  void put(std::size_t size, std::uint64_t value) {
    put_little_endian(bytes_.subspan(at_, size), value);
    at_ += size;
  }

 private:
  std::span<std::uint8_t> bytes_;
  std::size_t at_{0};
};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_{bytes} {}
  std::uint64_t get(std::size_t size) {
    const std::uint64_t value = get_little_endian(bytes_.subspan(at_, size));
    at_ += size;
    return value;
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(get(1)); }
  std::int32_t signed_word() { return static_cast<std::int32_t>(get(4)); }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_{0};
};

std::uint32_t word(std::int32_t value) { return static_cast<std::uint32_t>(value); }

Problem envelope_problem(const StoredSection& stored, std::size_t length) {
  if (!stored.found) return SectionProblem::missing;
  if (stored.version != kSectionVersion) return SectionProblem::unknown_version;
  if (stored.payload.size() != length) return SectionProblem::wrong_length;
  return {};
}

void put_energy(Writer& writer, const EnergyCounter& counter, std::size_t whole_bytes) {
  const std::int64_t largest = (std::int64_t{1} << (8 * whole_bytes)) - 1;
  writer.put(whole_bytes, static_cast<std::uint64_t>(std::min(counter.whole.count(), largest)));
  writer.put(kRestBytes, static_cast<std::uint64_t>(counter.nanojoules));
}

// False if the rest is not one.
bool get_energy(Reader& reader, std::size_t whole_bytes, EnergyCounter& counter) {
  counter.whole = WattHours{static_cast<std::int64_t>(reader.get(whole_bytes))};
  counter.nanojoules = static_cast<std::int64_t>(reader.get(kRestBytes));
  return counter.nanojoules < kNanojoulesPerWattHour;
}

bool possible(const StateOfCharge& soc) {
  return soc.capacity > 0_Wh && soc.count >= SocCount{0} && soc.count <= full_count(soc.capacity);
}

CellOffset offset_at(const StoredSection& stored, std::size_t cell) {
  const std::size_t at = cell * kOffsetBytes;
  const auto voltage = static_cast<std::int8_t>(stored.payload[at]);
  const auto temperature = static_cast<std::int8_t>(stored.payload[at + 1]);
  return {.voltage = Millivolts{voltage},
          .temperature = MilliCelsius{temperature * kOffsetStepMilliCelsius}};
}

}  // namespace

void encode_settings(const Settings& settings, std::span<std::uint8_t, kSettingsBytes> bytes) {
  Writer writer{bytes};
  for (const SettingRow& row : setting_rows()) writer.put(4, word(row.get(settings)));
}

Problem decode_settings(const StoredSection& stored, Settings& settings) {
  if (const Problem problem = envelope_problem(stored, kSettingsBytes)) return problem;
  Reader reader{stored.payload};
  Settings found;
  for (const SettingRow& row : setting_rows()) {
    const std::int32_t value = reader.signed_word();
    if (check_value(row, value)) return SectionProblem::out_of_range;
    row.set(found, value);
  }
  // Some V-bypass must fit between V-min and V-max; which one is in force the switches say (SET-0).
  if (check_settings(found, found.v_min + 1_mV)) return SectionProblem::out_of_range;
  settings = found;
  return {};
}

void encode_access(const PinGuard& guard, Milliseconds now,
                   std::span<std::uint8_t, kAccessBytes> bytes) {
  bytes[0] = guard.wrong;
  bytes[1] = guard.locks;
  bytes[2] = lock_left(guard, now) > 0_ms ? 1 : 0;
}

Problem decode_access(const StoredSection& stored, PinGuard& access) {
  if (const Problem problem = envelope_problem(stored, kAccessBytes)) return problem;
  const std::uint8_t wrong = stored.payload[0];
  const std::uint8_t locks = stored.payload[1];
  const std::uint8_t locked = stored.payload[2];
  if (wrong >= kWrongPinsToLock || locked > 1 || locked > locks) {
    return SectionProblem::out_of_range;
  }
  access = {.wrong = wrong, .locks = locks, .locked = locked == 1, .locked_until = {}};
  return {};
}

void encode_commissioning(Commissioning commissioning,
                          std::span<std::uint8_t, kCommissioningBytes> bytes) {
  bytes[0] = commissioning.cells;
  bytes[1] = static_cast<std::uint8_t>((commissioning.second_sensor ? kSecondSensor : 0U) |
                                       (commissioning.hold_charge_open ? kHoldCharge : 0U) |
                                       (commissioning.hold_load_open ? kHoldLoad : 0U));
}

Problem decode_commissioning(const StoredSection& stored, Commissioning& commissioning) {
  if (const Problem problem = envelope_problem(stored, kCommissioningBytes)) return problem;
  const std::uint8_t cells = stored.payload[0];
  const std::uint8_t flags = stored.payload[1];
  constexpr unsigned kAllFlags = kSecondSensor | kHoldCharge | kHoldLoad;
  if ((cells != 0 && cells < kMinCells) || flags > kAllFlags) return SectionProblem::out_of_range;
  commissioning = {.cells = cells,
                   .second_sensor = (flags & kSecondSensor) != 0,
                   .hold_charge_open = (flags & kHoldCharge) != 0,
                   .hold_load_open = (flags & kHoldLoad) != 0};
  return {};
}

CellOffset CellOffsets::operator[](std::size_t index) const {
  const Packed& kept = offsets_[index];
  return {.voltage = Millivolts{kept.millivolts},
          .temperature = MilliCelsius{kept.tenths * kOffsetStepMilliCelsius}};
}

void CellOffsets::set(std::size_t index, CellOffset offset) {
  if (index >= offsets_.size()) return;
  while (size_ <= index) offsets_[size_++] = {};
  offsets_[index] = {
      .millivolts = static_cast<std::int8_t>(offset.voltage.count()),
      .tenths = static_cast<std::int8_t>(offset.temperature.count() / kOffsetStepMilliCelsius)};
}

void encode_offsets(ListView<CellOffset> offsets, std::span<std::uint8_t> bytes) {
  Writer writer{bytes};
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const CellOffset offset = offsets[i];
    writer.put(1, word(offset.voltage.count()));
    writer.put(1, word(offset.temperature.count() / kOffsetStepMilliCelsius));
  }
}

Problem decode_offsets(const StoredSection& stored, CellOffsets& offsets) {
  const std::size_t cells = stored.payload.size() / kOffsetBytes;
  if (const Problem problem = envelope_problem(stored, cells * kOffsetBytes)) return problem;
  if (cells > kMaxCells) return SectionProblem::wrong_length;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    if (!offset_allowed(offset_at(stored, cell))) return SectionProblem::out_of_range;
  }
  offsets.clear();
  for (std::size_t cell = 0; cell < cells; ++cell) offsets.push_back(offset_at(stored, cell));
  return {};
}

void encode_counters(const StateOfCharge& soc, const EnergyCounters& energy,
                     std::span<std::uint8_t, kCountersBytes> bytes) {
  const auto count = static_cast<std::uint64_t>(soc.count.count());
  Writer writer{bytes};
  writer.put(2, static_cast<std::uint64_t>(soc.capacity.count() / kCapacityStepWattHours));
  writer.put(8, soc.calibrated ? count | kCalibratedBit : count);
  put_energy(writer, energy.in_today, 4);
  put_energy(writer, energy.out_today, 4);
  put_energy(writer, energy.in_total, 5);
  put_energy(writer, energy.out_total, 5);
}

Problem decode_counters(const StoredSection& stored, Counters& counters) {
  if (const Problem problem = envelope_problem(stored, kCountersBytes)) return problem;
  Reader reader{stored.payload};
  const auto steps = static_cast<std::int64_t>(reader.get(2));
  const std::uint64_t count = reader.get(8);
  const StateOfCharge soc{.capacity = WattHours{steps * kCapacityStepWattHours},
                          .count = SocCount{static_cast<std::int64_t>(count & ~kCalibratedBit)},
                          .calibrated = (count & kCalibratedBit) != 0,
                          .empty_since = {}};
  EnergyCounters energy;
  const bool all_possible = possible(soc) && get_energy(reader, 4, energy.in_today) &&
                            get_energy(reader, 4, energy.out_today) &&
                            get_energy(reader, 5, energy.in_total) &&
                            get_energy(reader, 5, energy.out_total);
  if (!all_possible) return SectionProblem::out_of_range;
  counters = {.soc = soc, .energy = energy};
  return {};
}

void encode_factory(FactorySettings factory, std::span<std::uint8_t, kFactoryBytes> bytes) {
  bytes[0] = static_cast<std::uint8_t>(factory.sensor);
  bytes[1] = factory.cells;
}

Problem decode_factory(const StoredSection& stored, FactorySettings& factory) {
  if (const Problem problem = envelope_problem(stored, kFactoryBytes)) return problem;
  const std::uint8_t sensor = stored.payload[0];
  const std::uint8_t cells = stored.payload[1];
  if (sensor >= kSensorRanges.size() || cells < kMinCells) return SectionProblem::out_of_range;
  factory = {.sensor = static_cast<SensorRange>(sensor), .cells = cells};
  return {};
}

void encode_zeros(const Zeros& zeros, std::span<std::uint8_t, kZerosBytes> bytes) {
  Writer writer{bytes};
  for (const Milliamps zero : zeros) writer.put(4, word(zero.count()));
}

Problem decode_zeros(const StoredSection& stored, SensorRange sensor, Zeros& zeros) {
  if (const Problem problem = envelope_problem(stored, kZerosBytes)) return problem;
  const Milliamps limit = auto_zero_limit(sensor);
  Reader reader{stored.payload};
  Zeros found;
  for (Milliamps& zero : found) {
    zero = Milliamps{reader.signed_word()};
    if (zero < -limit || zero > limit) return SectionProblem::out_of_range;
  }
  zeros = found;
  return {};
}

}  // namespace cellwarden::core
