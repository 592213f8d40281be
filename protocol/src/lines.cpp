// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines.hpp"

#include <algorithm>
#include <array>

#include "cellwarden/protocol/lines_extensions.hpp"
#include "lines_framing.hpp"
#include "lines_port.hpp"

namespace cellwarden::protocol {

namespace {

constexpr std::uint8_t kPing = '$';
constexpr std::uint8_t kLineFeed = '\n';
constexpr std::string_view kEnquiry = "\x05";
constexpr std::string_view kStart = "E!";
constexpr std::string_view kStop = "D!";
constexpr std::string_view kPin = "PW";
constexpr std::string_view kReadPin = "S1@";
constexpr int kPinDigits = 4;

bool has_room(const LinesPort& port, const LineText& line, std::size_t left_free) {
  return !line.too_long() && port.output.room() >= line.view().size() + 1 + left_free;
}

bool send_if(LinesPort& port, const LineText& line, bool there_is_room) {
  if (!there_is_room) {
    ++port.records_dropped;
    return false;
  }
  for (const char c : line.view()) port.output.push(static_cast<std::uint8_t>(c));
  port.output.push(static_cast<std::uint8_t>(kLineEnd));
  return true;
}

void send_text(LinesPort& port, std::string_view line) {
  LineText text;
  text.put(line);
  send(port, text);
}

bool printable(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c > ' ' && c <= '~'; });
}

// PW1234!
void log_in(LinesPort& port, std::string_view line) {
  constexpr std::uint16_t kTen = 10;
  LineReader reader{line};
  reader.starts_with(kPin);
  LineCommand command;
  for (int i = 0; i < kPinDigits; ++i) {
    const auto digit = static_cast<std::uint16_t>(reader.hex(1));
    if (digit >= kTen) reader.fail();
    command.pin = static_cast<std::uint16_t>(command.pin * kTen + digit);
  }
  reader.skip('!');
  // What cannot be a PIN is no guess at it.
  if (!reader.ended()) return send_verdict(port, LineVerdict::not_authorised);
  command.action = LineAction::log_in;
  port.command = command;
  port.command_extended = false;
}

// 02-040!
void write(LinesPort& port, std::string_view line, const LinesView& view) {
  LineReader reader{line};
  const auto value = static_cast<std::uint8_t>(reader.hex(2));
  reader.skip('-');
  const auto address = static_cast<std::uint16_t>(reader.hex(3));
  reader.skip('!');
  if (!reader.ended()) {
    port.held.reset();
    return send_verdict(port, LineVerdict::refused);
  }
  const std::optional<LineVerdict> verdict = write_byte(port, address, value, view);
  if (verdict) send_verdict(port, *verdict);
}

void start_or_stop(LinesPort& port, bool start) {
  port.streaming = start;
  if (!start) port.extended = false;
  port.told_cell = 0;
  send_verdict(port, LineVerdict::ok);
}

// Generation 3 tells a stranger nothing. Before it, the PIN was needed for writes only; but S1@ has
// the PIN in it.
bool may(const LinesPort& port, std::string_view line, const LinesView& view) {
  if (logged_in(port, view)) return true;
  if (view.board.generation == Generation::three) return false;
  return line == kStart || line == kStop || (line.back() == '@' && line != kReadPin);
}

void read(LinesPort& port, std::string_view line, const LinesView& view, core::Milliseconds now) {
  const std::optional<LineText> text = read_answer(line, view, now);
  if (!text) return send_verdict(port, LineVerdict::refused);
  send(port, *text);
}

void handle(LinesPort& port, std::string_view line, const LinesView& view, core::Milliseconds now) {
  if (line.front() == kExtensionLetter) return handle_extension(port, line, view, now);
  if (LineReader{line}.starts_with(kPin)) return log_in(port, line);
  if (!may(port, line, view)) return send_verdict(port, LineVerdict::not_authorised);
  if (line == kStart || line == kStop) return start_or_stop(port, line == kStart);
  if (line.back() == '@') return read(port, line, view, now);
  write(port, line, view);
}

void finish_line(LinesPort& port, const LinesView& view, core::Milliseconds now) {
  const core::FixedList<char, kMaxLine> line = port.line;
  const bool skipped = port.skipping;
  port.line.clear();
  port.skipping = false;
  if (skipped || line.empty()) return;
  const std::string_view text{line.begin(), line.size()};
  if (text == kEnquiry) return send_text(port, text);
  if (!printable(text)) return;  // noise
  send_text(port, text);
  handle(port, text, view, now);
}

// A ping may come in the middle of a line, from another task of the client.
void take(LinesPort& port, std::uint8_t byte, const LinesView& view, core::Milliseconds now) {
  if (byte == kPing || byte == kLineFeed) return;
  if (byte == static_cast<std::uint8_t>(kLineEnd)) return finish_line(port, view, now);
  if (!port.skipping && !port.line.push_back(static_cast<char>(byte))) port.skipping = true;
}

// While a command is pending, or after bytes were lost behind it.
void keep(LinesPort& port, std::uint8_t byte) {
  if (!port.input_lost && !port.input.push(byte)) port.input_lost = true;
}

void log_out(LinesPort& port) {
  port.pin.reset();
  port.streaming = false;
  port.extended = false;
  port.held.reset();
}

// What the port itself learns from a verdict.
void note(LinesPort& port, LineVerdict verdict) {
  const LineAction action = port.command.action;
  const bool ok = verdict == LineVerdict::ok;
  if (action == LineAction::log_in && !ok) log_out(port);
  if (ok && (action == LineAction::log_in || action == LineAction::change_pin)) {
    port.pin = port.command.pin;
  }
}

}  // namespace

bool send(LinesPort& port, const LineText& line) {
  return send_if(port, line, has_room(port, line, 0));
}

bool send_record(LinesPort& port, const LineText& record) {
  return send_if(port, record, has_room(port, record, kRoomForAnswers));
}

void send_verdict(LinesPort& port, LineVerdict verdict) {
  constexpr std::array<std::string_view, 3> kWords{"OK", "KO", "NA"};
  send_text(port, kWords[static_cast<std::size_t>(verdict)]);
}

bool logged_in(const LinesPort& port, const LinesView& view) {
  return port.pin && *port.pin == view.settings.pin;
}

void receive(LinesPort& port, std::span<const std::uint8_t> bytes, const LinesView& view,
             core::Milliseconds now) {
  for (const std::uint8_t byte : bytes) {
    if (pending(port) != nullptr) {
      keep(port, byte);
    } else {
      take(port, byte, view, now);
    }
  }
}

const LineCommand* pending(const LinesPort& port) {
  return port.command.action == LineAction::none ? nullptr : &port.command;
}

void answer(LinesPort& port, LineVerdict verdict, const LinesView& view, core::Milliseconds now) {
  if (pending(port) == nullptr) return;
  note(port, verdict);
  const bool may_have_reason =
      port.command_extended && port.command.action == LineAction::write_settings;
  if (verdict == LineVerdict::refused && may_have_reason) {
    const auto error = core::check_settings(port.command.settings, view.options.v_bypass);
    if (error) send(port, encode_line(RefusalLine{*error}));
  }
  send_verdict(port, verdict);
  port.command = {};
  while (pending(port) == nullptr && !port.input.empty()) {
    take(port, port.input.pop(), view, now);
  }
  if (!port.input.empty() || !port.input_lost) return;
  // The line that was cut is not obeyed.
  port.input_lost = false;
  port.line.clear();
  port.skipping = true;
}

void tell(LinesPort& port, const LinesView& view, core::Milliseconds now) {
  if (view.board.generation == Generation::three && !logged_in(port, view)) {
    port.streaming = false;
  }
  if (!logged_in(port, view)) port.extended = false;
  if (port.streaming) tell_live(port, view, now);
  if (port.extended) tell_extensions(port, view, now);
}

std::size_t transmit(LinesPort& port, std::span<std::uint8_t> room) {
  const std::size_t count = std::min(room.size(), port.output.size());
  for (std::uint8_t& byte : room.first(count)) byte = port.output.pop();
  return count;
}

void disconnect(LinesPort& port) {
  log_out(port);
  port.line.clear();
  port.skipping = false;
  port.input.clear();
  port.input_lost = false;
  port.output.clear();
  port.command = {};
}

}  // namespace cellwarden::protocol
