// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines_commands.hpp"

#include <array>

#include "lines_codec.hpp"
#include "lines_framing.hpp"
#include "lines_parse.hpp"

namespace cellwarden::protocol {

namespace {

constexpr std::int32_t kMilliCelsiusPerTenth = 100;
constexpr int kWaiverDaysMax = 7;  // CELL-7
constexpr int kPinDigits = 4;
constexpr std::uint16_t kTen = 10;

void put_pin(LineText& text, std::uint16_t pin) {
  for (std::uint16_t place = 1000; place > 0; place /= kTen) {
    text.put(static_cast<char>('0' + pin / place % kTen));
  }
}

std::uint16_t read_pin(LineReader& line) {
  std::uint16_t pin = 0;
  for (int i = 0; i < kPinDigits; ++i) {
    const auto digit = static_cast<std::uint16_t>(line.hex(1));
    if (digit >= kTen) line.fail();
    pin = static_cast<std::uint16_t>(pin * kTen + digit);
  }
  return pin;
}

std::int32_t read_signed(LineReader& line) {
  constexpr int kDigitsMax = 6;
  const std::optional<std::int64_t> value = line.signed_field(kDigitsMax);
  if (!value) line.fail();
  return static_cast<std::int32_t>(value.value_or(0));
}

bool read_flag(LineReader& line) {
  const std::uint64_t value = line.field(1);
  if (value > 1) line.fail();
  return value == 1;
}

core::CellNumber read_cell_number(LineReader& line) {
  const std::uint64_t cell = line.field(2);
  if (cell == 0) line.fail();
  return static_cast<core::CellNumber>(cell);
}

// One row a command: its letter, and its fields in both directions.
struct CommandRow {
  char letter;
  LineAction action;
  void (*put)(LineText& text, const LineCommand& command);
  void (*read)(LineReader& line, ParsedCommand& parsed);
};

void put_nothing(LineText& /*text*/, const LineCommand& /*command*/) {}
void read_nothing(LineReader& /*line*/, ParsedCommand& /*parsed*/) {}

void put_set(LineText& text, const LineCommand& command) { put_settings(text, command.settings); }
void read_set(LineReader& line, ParsedCommand& parsed) {
  parsed.error = read_settings(line, parsed.command.settings);
}

void put_new_pin(LineText& text, const LineCommand& command) {
  text.put(kFieldSeparator);
  put_pin(text, command.pin);
}
void read_new_pin(LineReader& line, ParsedCommand& parsed) {
  line.skip(kFieldSeparator);
  parsed.command.pin = read_pin(line);
  parsed.command.settings.pin = parsed.command.pin;
}

void put_hold(LineText& text, const LineCommand& command) {
  text.field(command.hold_charge_open ? 1 : 0, 1);
  text.field(command.hold_load_open ? 1 : 0, 1);
}
void read_hold(LineReader& line, ParsedCommand& parsed) {
  parsed.command.hold_charge_open = read_flag(line);
  parsed.command.hold_load_open = read_flag(line);
}

void put_clock(LineText& text, const LineCommand& command) {
  FieldWriter{text}.quantity(command.local_time, 12);
}
void read_clock(LineReader& line, ParsedCommand& parsed) {
  constexpr int kDigitsMax = 12;
  parsed.command.local_time = core::Milliseconds{static_cast<std::int64_t>(line.field(kDigitsMax))};
}

void put_offset(LineText& text, const LineCommand& command) {
  const core::MilliCelsius temperature = command.offset.temperature;
  text.field(command.cell, 2);
  text.signed_field(command.offset.voltage.count(), 2);
  text.signed_field(nearest_signed_step(temperature.count(), kMilliCelsiusPerTenth), 2);
}
void read_offset(LineReader& line, ParsedCommand& parsed) {
  parsed.command.cell = read_cell_number(line);
  parsed.command.offset.voltage = core::Millivolts{read_signed(line)};
  const std::int32_t tenths = read_signed(line);
  parsed.command.offset.temperature = core::MilliCelsius{tenths * kMilliCelsiusPerTenth};
  if (!core::offset_allowed(parsed.command.offset)) line.fail();
}

void put_waiver(LineText& text, const LineCommand& command) {
  text.field(command.cell, 2);
  text.field(static_cast<std::uint64_t>(command.days), 1);
}
void read_waiver(LineReader& line, ParsedCommand& parsed) {
  parsed.command.cell = read_cell_number(line);
  parsed.command.days = static_cast<int>(line.field(1));
  if (parsed.command.days < 1 || parsed.command.days > kWaiverDaysMax) line.fail();
}

constexpr std::array<CommandRow, 8> kCommands{{
    {'S', LineAction::write_settings, put_set, read_set},           // SET-1
    {'N', LineAction::change_pin, put_new_pin, read_new_pin},       // SET-2
    {'Z', LineAction::clear_totals, put_nothing, read_nothing},     // EN-3
    {'K', LineAction::confirm_cells, put_nothing, read_nothing},    // CHAIN-7
    {'H', LineAction::hold, put_hold, read_hold},                   // RELAY-9
    {'T', LineAction::set_clock, put_clock, read_clock},            // EN-2
    {'O', LineAction::set_offset, put_offset, read_offset},         // CELL-10
    {'J', LineAction::waive_temperature, put_waiver, read_waiver},  // CELL-7
}};

constexpr std::array<std::string_view, 9> kRequests{"E!", "D!", "V@", "A@", "S@",
                                                    "O@", "T@", "L@", "Q@"};

}  // namespace

LineText encode_command(const LineCommand& command) {
  LineText text;
  if (command.action == LineAction::log_in) {
    text.put("PW");
    put_pin(text, command.pin);
    text.put('!');
    return text;
  }
  for (const CommandRow& row : kCommands) {
    if (row.action != command.action) continue;
    text = begin_extension(row.letter);
    row.put(text, command);
    put_check(text);
    text.put('!');
  }
  return text;
}

LineText encode_request(LineRequest request) {
  const std::string_view letter_and_end = kRequests[static_cast<std::size_t>(request)];
  LineText text = begin_extension(letter_and_end.front());
  put_check(text);
  text.put(letter_and_end.back());
  return text;
}

ParsedCommand parse_command(std::string_view text, const core::Settings& now) {
  ParsedCommand parsed;
  parsed.command.settings = now;
  LineReader line{text};
  line.skip(kExtensionLetter);
  for (const CommandRow& row : kCommands) {
    if (line.rest().empty() || line.rest().front() != row.letter) continue;
    line.skip(row.letter);
    row.read(line, parsed);
    if (line.ended()) parsed.command.action = row.action;
    return parsed;
  }
  return parsed;
}

}  // namespace cellwarden::protocol
