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

void keep(LinesPort& port, std::uint8_t byte) {
  if (!port.input_lost && !port.input.push(byte)) port.input_lost = true;
}

// What comes now must wait behind something.
bool occupied(const LinesPort& port) {
  return port.command.action != LineAction::none || port.telling.part != Telling::Part::nothing ||
         !port.input.empty() || port.input_lost || port.output.room() < kRoomForAnswer;
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

void give_verdict(LinesPort& port, const LinesView& view) {
  const bool may_have_reason =
      port.command_extended && port.command.action == LineAction::write_settings;
  if (port.verdict == LineVerdict::refused && may_have_reason) {
    const auto error = core::check_settings(port.command.settings, view.options.v_bypass);
    if (error) send(port, encode_line(RefusalLine{*error}));
  }
  send_verdict(port, *port.verdict);
  port.verdict.reset();
  port.command = {};
}

void begin_telling(LinesPort& port) {
  const core::Milliseconds now = *port.due;
  port.due.reset();
  if (!port.streaming && !port.extended) return;
  port.telling = {.part = port.streaming ? Telling::Part::live : Telling::Part::extensions,
                  .now = now};
}

// False: there is no room for more.
bool go_on_telling(LinesPort& port, const LinesView& view) {
  using Part = Telling::Part;
  const Telling& telling = port.telling;
  bool over = true;
  switch (telling.part) {
    case Part::nothing: break;
    case Part::live: over = tell_live(port, view); break;
    case Part::extensions: over = tell_extensions(port, view); break;
    case Part::events: over = tell_events(port, view); break;
    case Part::offsets: over = tell_offsets(port, view); break;
  }
  if (!over) return false;
  if (telling.asked) send_verdict(port, LineVerdict::ok);
  const bool both = telling.part == Part::live && port.extended;
  port.telling = {.part = both ? Part::extensions : Part::nothing, .now = telling.now};
  return true;
}

bool may_take(const LinesPort& port) {
  return port.command.action == LineAction::none && (!port.input.empty() || port.input_lost);
}

void take_waiting(LinesPort& port, const LinesView& view, core::Milliseconds now) {
  if (!port.input.empty()) return take(port, port.input.pop(), view, now);
  // The line that was cut is not obeyed.
  port.input_lost = false;
  port.line.clear();
  port.skipping = true;
}

// The next thing that waits. Lines that came in are before the next message's records, so that a
// slow peer is obeyed. False: there is none, or no room for it.
bool do_next(LinesPort& port, const LinesView& view, core::Milliseconds now) {
  if (port.telling.part != Telling::Part::nothing) return go_on_telling(port, view);
  if (port.output.room() < kRoomForAnswer) return false;
  if (port.verdict) {
    give_verdict(port, view);
  } else if (may_take(port)) {
    take_waiting(port, view, now);
  } else if (port.due) {
    begin_telling(port);
  } else {
    return false;
  }
  return true;
}

void go_on(LinesPort& port, const LinesView& view, core::Milliseconds now) {
  while (do_next(port, view, now)) {
  }
}

}  // namespace

void send(LinesPort& port, const LineText& line) {
  if (line.too_long()) return;  // no line of ours is
  for (const char c : line.view()) port.output.push(static_cast<std::uint8_t>(c));
  port.output.push(static_cast<std::uint8_t>(kLineEnd));
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
    if (occupied(port)) {
      keep(port, byte);
    } else {
      take(port, byte, view, now);
    }
  }
}

const LineCommand* pending(const LinesPort& port) {
  return port.command.action == LineAction::none || port.verdict ? nullptr : &port.command;
}

void answer(LinesPort& port, LineVerdict verdict, const LinesView& view, core::Milliseconds now) {
  if (pending(port) == nullptr) return;
  note(port, verdict);
  port.verdict = verdict;
  go_on(port, view, now);
}

void tell(LinesPort& port, const LinesView& view, core::Milliseconds now) {
  if (view.board.generation == Generation::three && !logged_in(port, view)) {
    port.streaming = false;
  }
  if (!logged_in(port, view)) port.extended = false;
  if (!port.streaming && !port.extended) return;
  if (port.due) {
    ++port.records_dropped;
    return;
  }
  port.due = now;
  go_on(port, view, now);
}

std::size_t transmit(LinesPort& port, std::span<std::uint8_t> room, const LinesView& view,
                     core::Milliseconds now) {
  std::size_t written = 0;
  for (;;) {
    if (port.output.empty()) go_on(port, view, now);
    if (port.output.empty() || written == room.size()) return written;
    room[written++] = port.output.pop();
  }
}

bool has_more(const LinesPort& port) {
  return !port.output.empty() || port.telling.part != Telling::Part::nothing || port.verdict ||
         port.due || may_take(port);
}

void disconnect(LinesPort& port) {
  log_out(port);
  port.line.clear();
  port.skipping = false;
  port.input.clear();
  port.input_lost = false;
  port.output.clear();
  port.telling = {};
  port.due.reset();
  port.verdict.reset();
  port.command = {};
}

}  // namespace cellwarden::protocol
