// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines_extensions.hpp"

#include "cellwarden/core/crc32.hpp"
#include "lines_codec.hpp"
#include "lines_framing.hpp"

namespace cellwarden::protocol {

using core::MilliCelsius;

namespace {

constexpr int kCheckDigits = 4;
constexpr std::int32_t kMilliCelsiusPerTenth = 100;
constexpr std::int64_t kSettingBias = 0x8000'0000;  // settings may be negative

// Flags go into one number; the first one is bit 0.
template <std::size_t Count>
void flags(FieldWriter& io, const std::array<const bool*, Count>& bits) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < Count; ++i) number |= (*bits[i] ? 1U : 0U) << i;
  io.number(number, 2);
}

template <std::size_t Count>
void flags(FieldReader& io, const std::array<bool*, Count>& bits) {
  std::uint32_t number = 0;
  io.number(number, 2);
  for (std::size_t i = 0; i < Count; ++i) *bits[i] = (number >> i & 1U) != 0;
}

template <class Io, class... Bools>
void flags_of(Io& io, Bools&... bits) {
  flags(io, std::array{&bits...});
}

// A temperature in whole 0.1 °C.
void tenths(FieldWriter& io, const MilliCelsius& value) {
  io.signed_number(nearest_signed_step(value.count(), kMilliCelsiusPerTenth), 3);
}

void tenths(FieldReader& io, MilliCelsius& value) {
  std::int16_t read = 0;
  io.signed_number(read, 3);
  value = MilliCelsius{read * kMilliCelsiusPerTenth};
}

template <class Quantity>
void signed_field(FieldWriter& io, const Quantity& value, int digits) {
  io.signed_number(value.count(), digits);
}

template <class Quantity>
void signed_field(FieldReader& io, Quantity& value, int digits) {
  typename Quantity::Rep read{};
  io.signed_number(read, digits);
  value = Quantity{read};
}

void warning_bits(FieldWriter& io, const core::Warnings& warnings) {
  std::uint32_t bits = 0;
  for (const core::Warning w : core::kWarnings) {
    if (warnings.has(w)) bits |= 1U << static_cast<unsigned>(w);
  }
  io.number(bits, 2);
}

void warning_bits(FieldReader& io, core::Warnings& warnings) {
  std::uint32_t bits = 0;
  io.number(bits, 2);
  warnings = {};
  for (const core::Warning w : core::kWarnings) {
    if ((bits >> static_cast<unsigned>(w) & 1U) != 0) warnings.set(w);
  }
}

// The fields of each record. `Io` is a FieldWriter or a FieldReader.

template <class Record, class Wanted>
concept Is = std::is_same_v<std::remove_const_t<Record>, Wanted>;

template <class Io, Is<VersionLine> R>
void fields(Io& io, R& r) {
  io.number(r.extension, 2);
  io.number(r.firmware.major, 2);
  io.number(r.firmware.minor, 2);
  io.number(r.firmware.patch, 2);
  io.choice(r.generation, Generation::one_or_two);
}

template <class Io, Is<AccessLine> R>
void fields(Io& io, R& r) {
  flags_of(io, r.logged_in);
  io.quantity(r.lock_left, 6);
}

template <class Io, Is<PackLine> R>
void fields(Io& io, R& r) {
  io.number(r.commissioned, 2);
  io.number(r.found, 2);
  io.number(r.to_confirm, 2);
  io.number(r.factory_cells, 2);
  io.choice(r.sensor, core::SensorRange::a2000);
  io.choice(r.options.cycle, core::Cycle::fast);
  io.choice(r.options.mode, core::Mode::critical);
  io.quantity(r.options.v_bypass, 4);
  flags_of(io, r.options.blind_spot, r.options.auto_zero, r.second_sensor, r.switch_8);
}

template <class Io, Is<CurrentsLine> R>
void fields(Io& io, R& r) {
  io.signed_quantity(r.in, 5);
  io.signed_quantity(r.out, 5);
  io.signed_quantity(r.battery, 5);
  flags_of(io, r.in_saturated, r.out_saturated, r.second_sensor_lost);
  for (auto& zeroing : r.zeroing) io.choice(zeroing, SensorZeroing::refused);
}

template <class Io, Is<ChargeLine> R>
void fields(Io& io, R& r) {
  io.quantity(r.soc, 5);
  flags_of(io, r.calibrated);
  io.quantity(r.capacity, 6);
  io.quantity(r.stored, 6);
  io.quantity(r.in_today, 6);
  io.quantity(r.out_today, 6);
  io.quantity(r.in_total, 8);
  io.quantity(r.out_total, 8);
}

template <class Io, Is<WarningsLine> R>
void fields(Io& io, R& r) {
  warning_bits(io, r.warnings);
  flags_of(io, r.known, r.cell_count_differs);
  io.optional_quantity(r.age, 6);
  io.number(r.missed, 4);
  io.number(r.invalid_cell, 2);
  io.number(r.break_cell, 2);
  io.number(r.break_hops, 2);
  io.number(r.messages_good, 8);
  io.number(r.messages_damaged, 8);
  io.number(r.messages_short, 8);
  io.number(r.sequence_errors, 8);
}

template <class Io, Is<ReasonLine> R>
void fields(Io& io, R& r) {
  io.choice(r.relay, core::Relay::load);
  flags_of(io, r.closed);
  io.number(r.index, 2);
  io.number(r.count, 2);
  io.choice(r.reason.id, core::kLastRule);
  io.choice(r.reason.subject, core::kLastSubject);
  io.number(r.reason.cell, 2);
  io.signed_number(r.reason.value, 4);
  io.signed_number(r.reason.limit, 4);
}

template <class Io, Is<OutputsLine> R>
void fields(Io& io, R& r) {
  io.choice(r.info_led, LedState::on);
  io.choice(r.charge_led, LedState::on);
  io.choice(r.load_led, LedState::on);
  flags_of(io, r.charge_contacts.pins_1_2_closed, r.charge_contacts.pins_2_3_closed,
           r.load_contacts.pins_1_2_closed, r.load_contacts.pins_2_3_closed);
  flags_of(io, r.hold_charge_open, r.hold_load_open, r.charge_did_not_open, r.load_did_not_open);
  io.number(r.waived_cell, 2);
  io.quantity(r.waiver_left, 8);
}

template <class Io, Is<EventLine> R>
void fields(Io& io, R& r) {
  io.number(r.index, 8);
  io.choice(r.event.kind, core::EventKind::settings_lost);
  io.number(r.event.number, 2);
  io.signed_number(r.event.value, 4);
  io.signed_number(r.event.limit, 4);
  io.quantity(r.event.since, 8);
}

template <class Io, Is<ClockLine> R>
void fields(Io& io, R& r) {
  io.quantity(r.running, 8);
  io.signed_quantity(r.local, 12);
}

template <class Io, Is<OffsetLine> R>
void fields(Io& io, R& r) {
  io.number(r.cell, 2);
  signed_field(io, r.offset.voltage, 2);
  tenths(io, r.offset.temperature);
}

template <class Io, Is<RefusalLine> R>
void fields(Io& io, R& r) {
  io.choice(r.error.id, core::SettingId::v_bypass);
  io.choice(r.error.problem, core::SettingProblem::not_above);
  io.choice(r.error.other, core::SettingId::v_bypass);
}

// Voltage, temperature in 0.1 °C plus 0x8000, both faults, and bypass and hot as bits 0 and 1.
constexpr std::int32_t kTenthsBias = 0x8000;

void put_cell(LineText& text, const CellState& cell) {
  const core::CellReading& reading = cell.reading;
  const auto tenth = nearest_signed_step(reading.temperature.count(), kMilliCelsiusPerTenth);
  text.field(nearest_step(reading.voltage.count(), 1, kMax16), 4);
  text.hex(nearest_step(tenth + kTenthsBias, 1, kMax16), 4);
  text.hex(static_cast<std::uint8_t>(reading.voltage_fault), 1);
  text.hex(static_cast<std::uint8_t>(reading.temperature_fault), 1);
  text.hex((reading.bypass ? 1U : 0U) | (cell.hot ? 2U : 0U), 1);
}

core::ReadingFault read_fault(LineReader& line) {
  const std::uint64_t fault = line.hex(1);
  if (fault > static_cast<std::uint64_t>(core::ReadingFault::converter_off)) line.fail();
  return line.ok() ? static_cast<core::ReadingFault>(fault) : core::ReadingFault::missing;
}

CellState read_cell(LineReader& line) {
  CellState cell;
  line.skip(kFieldSeparator);
  cell.reading.voltage = core::Millivolts{static_cast<std::int32_t>(line.hex(4))};
  const std::int32_t tenth = static_cast<std::int32_t>(line.hex(4)) - kTenthsBias;
  cell.reading.temperature = MilliCelsius{tenth * kMilliCelsiusPerTenth};
  cell.reading.voltage_fault = read_fault(line);
  cell.reading.temperature_fault = read_fault(line);
  const std::uint64_t bits = line.hex(1);
  cell.reading.bypass = (bits & 1U) != 0;
  cell.hot = (bits & 2U) != 0;
  return cell;
}

void write(LineText& text, const CellsLine& record) {
  text.field(record.first, 2);
  for (const CellState& cell : record.cells) put_cell(text, cell);
}

void read(LineReader& line, CellsLine& record) {
  FieldReader{line}.number(record.first, 2);
  while (line.more()) {
    if (!record.cells.push_back(read_cell(line))) line.fail();
  }
}

void write(LineText& text, const SettingsLine& record) { put_settings(text, record.settings); }

void read(LineReader& line, SettingsLine& record) {
  if (read_settings(line, record.settings)) line.fail();
}

template <class Record>
void write(LineText& text, const Record& record) {
  FieldWriter io{text};
  fields(io, record);
}

template <class Record>
void read(LineReader& line, Record& record) {
  FieldReader io{line};
  fields(io, record);
}

constexpr char letter(const VersionLine& /*record*/) { return 'V'; }
constexpr char letter(const AccessLine& /*record*/) { return 'A'; }
constexpr char letter(const PackLine& /*record*/) { return 'P'; }
constexpr char letter(const CellsLine& /*record*/) { return 'C'; }
constexpr char letter(const CurrentsLine& /*record*/) { return 'I'; }
constexpr char letter(const ChargeLine& /*record*/) { return 'Q'; }
constexpr char letter(const WarningsLine& /*record*/) { return 'W'; }
constexpr char letter(const ReasonLine& /*record*/) { return 'R'; }
constexpr char letter(const OutputsLine& /*record*/) { return 'B'; }
constexpr char letter(const EventLine& /*record*/) { return 'L'; }
constexpr char letter(const ClockLine& /*record*/) { return 'T'; }
constexpr char letter(const OffsetLine& /*record*/) { return 'O'; }
constexpr char letter(const SettingsLine& /*record*/) { return 'S'; }
constexpr char letter(const RefusalLine& /*record*/) { return 'F'; }

template <class Record>
LineText written(const Record& record) {
  LineText text = begin_extension(letter(record));
  write(text, record);
  put_check(text);
  return text;
}

}  // namespace

std::uint16_t extension_check(std::string_view text) {
  std::uint32_t crc = 0;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    crc = core::crc32({&byte, 1}, crc);
  }
  return static_cast<std::uint16_t>(crc & 0xFFFFU);
}

LineText begin_extension(char letter) {
  LineText text;
  text.put(kExtensionLetter);
  text.put(letter);
  return text;
}

void put_check(LineText& text) { text.field(extension_check(text.view()), kCheckDigits); }

std::optional<std::string_view> without_check(std::string_view line) {
  constexpr std::size_t kCheckLength = kCheckDigits + 1;  // with its separator
  if (line.size() < kCheckLength) return {};
  LineReader check{{line.data() + line.size() - kCheckLength, kCheckLength}};
  check.skip(kFieldSeparator);
  const std::uint64_t value = check.hex(kCheckDigits);
  line.remove_suffix(kCheckLength);
  if (!check.ended() || value != extension_check(line)) return {};
  return line;
}

void put_settings(LineText& text, const core::Settings& settings) {
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == core::SettingId::pin) continue;
    text.field(static_cast<std::uint64_t>(row.id), 2);
    text.hex(static_cast<std::uint64_t>(row.get(settings) + kSettingBias), 8);
  }
}

std::optional<core::SettingsError> read_settings(LineReader& line, core::Settings& settings) {
  std::optional<core::SettingsError> error;
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == core::SettingId::pin) continue;
    line.skip(kFieldSeparator);
    if (line.hex(2) != static_cast<std::uint64_t>(row.id)) line.fail();
    const std::int64_t value = static_cast<std::int64_t>(line.hex(8)) - kSettingBias;
    if (!line.ok()) return {};
    const std::optional<core::SettingProblem> problem = core::check_value(row, value);
    if (!problem) row.set(settings, static_cast<std::int32_t>(value));
    if (problem && !error) error = {.id = row.id, .problem = *problem, .other = row.id};
  }
  return error;
}

LineText encode_line(const VersionLine& record) { return written(record); }
LineText encode_line(const AccessLine& record) { return written(record); }
LineText encode_line(const PackLine& record) { return written(record); }
LineText encode_line(const CellsLine& record) { return written(record); }
LineText encode_line(const CurrentsLine& record) { return written(record); }
LineText encode_line(const ChargeLine& record) { return written(record); }
LineText encode_line(const WarningsLine& record) { return written(record); }
LineText encode_line(const ReasonLine& record) { return written(record); }
LineText encode_line(const OutputsLine& record) { return written(record); }
LineText encode_line(const EventLine& record) { return written(record); }
LineText encode_line(const ClockLine& record) { return written(record); }
LineText encode_line(const OffsetLine& record) { return written(record); }
LineText encode_line(const SettingsLine& record) { return written(record); }
LineText encode_line(const RefusalLine& record) { return written(record); }

template <class Record>
core::Result<Record, LineError> decode_extension(std::string_view line) {
  Record record{};
  if (line.size() < 2 || line[0] != kExtensionLetter || line[1] != letter(record)) {
    return core::failure(LineError::other_record);
  }
  const std::optional<std::string_view> checked = without_check(line);
  if (!checked) return core::failure(LineError::wrong_check);
  LineReader reader{*checked};
  reader.skip(kExtensionLetter);
  reader.skip(letter(record));
  read(reader, record);
  if (!reader.ended()) return core::failure(LineError::wrong_field);
  return record;
}

template core::Result<VersionLine, LineError> decode_extension(std::string_view);
template core::Result<AccessLine, LineError> decode_extension(std::string_view);
template core::Result<PackLine, LineError> decode_extension(std::string_view);
template core::Result<CellsLine, LineError> decode_extension(std::string_view);
template core::Result<CurrentsLine, LineError> decode_extension(std::string_view);
template core::Result<ChargeLine, LineError> decode_extension(std::string_view);
template core::Result<WarningsLine, LineError> decode_extension(std::string_view);
template core::Result<ReasonLine, LineError> decode_extension(std::string_view);
template core::Result<OutputsLine, LineError> decode_extension(std::string_view);
template core::Result<EventLine, LineError> decode_extension(std::string_view);
template core::Result<ClockLine, LineError> decode_extension(std::string_view);
template core::Result<OffsetLine, LineError> decode_extension(std::string_view);
template core::Result<SettingsLine, LineError> decode_extension(std::string_view);
template core::Result<RefusalLine, LineError> decode_extension(std::string_view);

}  // namespace cellwarden::protocol
