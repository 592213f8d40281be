// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines_records.hpp"

#include "lines_codec.hpp"

namespace cellwarden::protocol {

namespace {

constexpr std::uint64_t kUnknownPercent = 0xFF;
constexpr std::int32_t kPercentMax = 100;
constexpr std::uint8_t kHoursPerDay = 24;
constexpr std::uint8_t kMinutesPerHour = 60;

// The letter of each record, and its fields. `Io` is a FieldWriter or a FieldReader.

template <class Io, class Record>
void fields(Io& io, Record& r, Generation generation)
  requires std::is_same_v<std::remove_const_t<Record>, PackRecord>
{
  io.voltage(r.pack_voltage, 4);
  io.current(r.current_in, generation);
  io.current(r.battery_current, generation);
  io.current(r.current_out, generation);
}

template <class Io, class Record>
void fields(Io& io, Record& r, Generation /*generation*/)
  requires std::is_same_v<std::remove_const_t<Record>, VoltagesRecord>
{
  io.voltage(r.min.value, 3);
  io.number(r.min.cell, 2);
  io.voltage(r.max.value, 3);
  io.number(r.max.cell, 2);
  io.voltage(r.v_bypass, 3);
}

template <class Io, class Record>
void fields(Io& io, Record& r, Generation /*generation*/)
  requires std::is_same_v<std::remove_const_t<Record>, TemperaturesRecord>
{
  io.temperature(r.min.value);
  io.number(r.min.cell, 2);
  io.temperature(r.max.value);
  io.number(r.max.cell, 2);
}

template <class Io, class Record>
void fields(Io& io, Record& r, Generation /*generation*/)
  requires std::is_same_v<std::remove_const_t<Record>, CellRecord>
{
  io.number(r.cell, 2);
  io.number(r.cell_count, 2);
  io.voltage(r.voltage, 3);
  io.temperature(r.temperature);
  io.number(r.status_1, 2);
}

template <class Io, class Record>
void fields(Io& io, Record& r, Generation /*generation*/)
  requires std::is_same_v<std::remove_const_t<Record>, EnergyRecord>
{
  io.quantity(r.in_today, 6);
  io.quantity(r.stored, 6);
  io.quantity(r.out_today, 6);
  io.quantity(r.soc, 2);
}

template <class Io, class Record>
void fields(Io& io, Record& r, Generation /*generation*/)
  requires std::is_same_v<std::remove_const_t<Record>, TotalsRecord>
{
  io.quantity(r.in_total, 6);
  io.quantity(r.out_total, 6);
}

template <class Io, class Record>
void fields(Io& io, Record& r, Generation /*generation*/)
  requires std::is_same_v<std::remove_const_t<Record>, ChargedRecord>
{
  io.optional_quantity(r.charged_total, 6);
  io.optional_quantity(r.discharged_total, 6);
  io.optional_quantity(r.charged_today, 6);
  io.optional_quantity(r.discharged_today, 6);
}

void percent_field(LineText& text, std::optional<core::Percent> percent) {
  text.field(percent ? whole_steps(*percent, kPercentMax) : kUnknownPercent, 2);
}

std::optional<core::Percent> percent_field(LineReader& line) {
  const std::uint64_t value = line.field(2);
  if (value > static_cast<std::uint64_t>(kPercentMax)) return {};
  return core::Percent{static_cast<std::int32_t>(value)};
}

constexpr char letter(const PackRecord& /*record*/) { return 'U'; }
constexpr char letter(const VoltagesRecord& /*record*/) { return 'V'; }
constexpr char letter(const TemperaturesRecord& /*record*/) { return 'T'; }
constexpr char letter(const CellRecord& /*record*/) { return 'C'; }
constexpr char letter(const EnergyRecord& /*record*/) { return 'E'; }
constexpr char letter(const TotalsRecord& /*record*/) { return 'M'; }
constexpr char letter(const HealthRecord& /*record*/) { return 'H'; }
constexpr char letter(const ChargedRecord& /*record*/) { return 'B'; }

template <class Record>
LineText written(const Record& record, Generation generation = Generation::three) {
  LineText text;
  text.put(letter(record));
  FieldWriter io{text};
  fields(io, record, generation);
  return text;
}

// What a list of plain fields does not say: optional fields at the end, HH:MM, FF for unknown.

template <class Record>
void read(LineReader& line, Record& record, Generation generation) {
  FieldReader io{line};
  fields(io, record, generation);
}

void read(LineReader& line, TemperaturesRecord& record, Generation generation) {
  read<TemperaturesRecord>(line, record, generation);
  if (!line.more()) return;
  const std::string_view rest = line.rest();
  if (rest.size() > 1 && rest[1] == 'X') {
    line.signed_field();
    return;
  }
  FieldReader{line}.number(record.log_index.emplace(), 2);
}

void read(LineReader& line, CellRecord& record, Generation generation) {
  read<CellRecord>(line, record, generation);
  if (line.more()) FieldReader{line}.number(record.status_2.emplace(), 2);
}

void read(LineReader& line, TotalsRecord& record, Generation generation) {
  read<TotalsRecord>(line, record, generation);
  line.skip(kFieldSeparator);
  record.time.hour = static_cast<std::uint8_t>(line.hex(2));
  line.skip(':');
  record.time.minute = static_cast<std::uint8_t>(line.hex(2));
  if (record.time.hour >= kHoursPerDay || record.time.minute >= kMinutesPerHour) line.fail();
}

void read(LineReader& line, EnergyRecord& record, Generation generation) {
  read<EnergyRecord>(line, record, generation);
  if (record.soc.count() > kPercentMax) line.fail();
}

void read(LineReader& line, HealthRecord& record, Generation /*generation*/) {
  FieldReader io{line};
  record.state_of_health = percent_field(line);
  io.optional_quantity(record.measured_capacity, 4);
  io.optional_quantity(record.measured_charge_capacity, 4);
  record.efficiency = percent_field(line);
  io.optional_quantity(record.charge_cycles, 6);
  io.optional_quantity(record.discharge_cycles, 6);
}

}  // namespace

LineText encode_line(const PackRecord& record, Generation generation) {
  return written(record, generation);
}
LineText encode_line(const VoltagesRecord& record) { return written(record); }
LineText encode_line(const ChargedRecord& record) { return written(record); }

LineText encode_line(const EnergyRecord& record) {
  EnergyRecord held = record;
  held.soc = core::Percent{static_cast<std::int32_t>(whole_steps(record.soc, kPercentMax))};
  return written(held);
}

LineText encode_line(const TemperaturesRecord& record) {
  LineText text = written(record);
  if (record.log_index) text.field(*record.log_index, 2);
  return text;
}

LineText encode_line(const CellRecord& record) {
  LineText text = written(record);
  if (record.status_2) text.field(*record.status_2, 2);
  return text;
}

LineText encode_line(const TotalsRecord& record) {
  LineText text = written(record);
  text.field(record.time.hour, 2);
  text.put(':');
  text.hex(record.time.minute, 2);
  return text;
}

LineText encode_line(const HealthRecord& record) {
  LineText text;
  text.put(letter(record));
  FieldWriter io{text};
  percent_field(text, record.state_of_health);
  io.optional_quantity(record.measured_capacity, 4);
  io.optional_quantity(record.measured_charge_capacity, 4);
  percent_field(text, record.efficiency);
  io.optional_quantity(record.charge_cycles, 6);
  io.optional_quantity(record.discharge_cycles, 6);
  return text;
}

template <class Record>
core::Result<Record, LineError> decode_line(std::string_view line, Generation generation) {
  Record record{};
  if (line.empty() || line.front() != letter(record)) {
    return core::failure(LineError::other_record);
  }
  LineReader reader{line};
  reader.skip(letter(record));
  read(reader, record, generation);
  if (!reader.ended()) return core::failure(LineError::wrong_field);
  return record;
}

template core::Result<PackRecord, LineError> decode_line(std::string_view, Generation);
template core::Result<VoltagesRecord, LineError> decode_line(std::string_view, Generation);
template core::Result<TemperaturesRecord, LineError> decode_line(std::string_view, Generation);
template core::Result<CellRecord, LineError> decode_line(std::string_view, Generation);
template core::Result<EnergyRecord, LineError> decode_line(std::string_view, Generation);
template core::Result<TotalsRecord, LineError> decode_line(std::string_view, Generation);
template core::Result<HealthRecord, LineError> decode_line(std::string_view, Generation);
template core::Result<ChargedRecord, LineError> decode_line(std::string_view, Generation);

}  // namespace cellwarden::protocol
