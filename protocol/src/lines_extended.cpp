// SPDX-License-Identifier: Apache-2.0
// Our own commands, and our own records as of now.
#include <algorithm>
#include <array>

#include "cellwarden/core/cell_count.hpp"
#include "cellwarden/protocol/lines_extensions.hpp"
#include "lines_framing.hpp"
#include "lines_parse.hpp"
#include "lines_port.hpp"

namespace cellwarden::protocol {

using namespace core::literals;

namespace {

// Cells that there are, or should be.
int cells_of(const core::State& state) {
  const core::CellCount& count = state.cell_count;
  return count.commissioned != 0 ? count.commissioned : count.found;
}

core::Milliseconds left(core::Milliseconds until, core::Milliseconds now) {
  return until > now ? until - now : 0_ms;
}

LineText version_line(const LinesView& view) {
  return encode_line(
      VersionLine{.firmware = view.board.firmware, .generation = view.board.generation});
}

LineText access_line(const LinesPort& port, const LinesView& view) {
  return encode_line(
      AccessLine{.logged_in = logged_in(port, view), .lock_left = view.board.lock_left});
}

LineText pack_line(const LinesView& view, core::Milliseconds now) {
  const core::CellCount& count = view.state.cell_count;
  return encode_line(PackLine{
      .commissioned = count.commissioned,
      .found = count.found,
      .to_confirm = core::cell_count_to_confirm(count, view.factory.cells, now).value_or(0),
      .factory_cells = view.factory.cells,
      .sensor = view.factory.sensor,
      .options = view.options,
      .second_sensor = view.state.second_sensor,
      .switch_8 = view.board.switch_8});
}

LineText currents_line(const LinesView& view) {
  const core::State& state = view.state;
  CurrentsLine line;
  line.in_saturated = state.in_saturated;
  line.out_saturated = state.out_saturated;
  line.second_sensor_lost = state.second_sensor_lost;
  line.zeroing = view.board.zeroing;
  // No old number passes for a live one.
  if (state.status.known && !state.status.warnings.has(core::Warning::communication)) {
    line.in = state.status.currents.in;
    line.out = state.status.currents.out;
    line.battery = state.status.currents.battery;
  }
  return encode_line(line);
}

LineText charge_line(const LinesView& view) {
  const core::State& state = view.state;
  return encode_line(ChargeLine{.soc = core::milli_percent(state.soc),
                                .calibrated = state.soc.calibrated,
                                .capacity = state.soc.capacity,
                                .stored = core::stored_energy(state.soc),
                                .in_today = state.energy.in_today.whole,
                                .out_today = state.energy.out_today.whole,
                                .in_total = state.energy.in_total.whole,
                                .out_total = state.energy.out_total.whole});
}

LineText warnings_line(const LinesView& view, core::Milliseconds now) {
  const core::State& state = view.state;
  WarningsLine line{.warnings = state.status.warnings,
                    .known = state.status.known,
                    .cell_count_differs = state.cell_count_differs,
                    .age = {},
                    .missed = static_cast<std::uint32_t>(std::max<std::int32_t>(state.missed, 0)),
                    .invalid_cell = state.invalid_cell,
                    .break_cell = view.board.break_cell,
                    .break_hops = view.board.break_hops,
                    .messages_good = view.board.messages_good,
                    .messages_damaged = view.board.messages_damaged,
                    .messages_short = view.board.messages_short,
                    .sequence_errors = view.board.sequence_errors};
  if (state.communication.error) line.warnings.set(core::Warning::communication);
  if (state.communication.last_good) line.age = left(now, *state.communication.last_good);
  return encode_line(line);
}

// True: this relay has more of them.
bool tell_reason(LinesPort& port, core::Relay relay, const core::RelayState& state) {
  const std::size_t index = port.telling.at++;
  ReasonLine line{.relay = relay, .closed = state.closed, .reason = {}};
  line.index = static_cast<std::uint8_t>(index);
  line.count = static_cast<std::uint8_t>(state.why.size());
  if (index < state.why.size()) line.reason = state.why[index];
  if (index < state.why.size() || index == 0) send(port, encode_line(line));
  return index + 1 < state.why.size();
}

LineText outputs_line(const LinesView& view, core::Milliseconds now) {
  const BoardFacts& board = view.board;
  const core::TemperatureWaiver& waiver = view.state.waiver;
  const bool waived = waiver.cell != 0 && waiver.until > now;
  return encode_line(OutputsLine{.info_led = board.info_led,
                                 .charge_led = board.charge_led,
                                 .load_led = board.load_led,
                                 .charge_contacts = board.charge_contacts,
                                 .load_contacts = board.load_contacts,
                                 .hold_charge_open = board.hold_charge_open,
                                 .hold_load_open = board.hold_load_open,
                                 .charge_did_not_open = board.charge_did_not_open,
                                 .load_did_not_open = board.load_did_not_open,
                                 .waived_cell = waived ? waiver.cell : core::CellNumber{0},
                                 .waiver_left = waived ? left(waiver.until, now) : 0_ms});
}

LineText clock_line(const LinesView& view, core::Milliseconds now) {
  const core::DayClock& clock = view.state.clock;
  ClockLine line{.running = now, .local = {}};
  if (clock.set_by_app && clock.offset) line.local = now + *clock.offset;
  return encode_line(line);
}

// The block of cells behind those told last; from cell 1 again after the last one.
CellsLine next_cells(const LinesPort& port, const LinesView& view, int count) {
  const int first = port.told_cells_upto >= count ? 1 : port.told_cells_upto + 1;
  const int last = std::min(count, first + static_cast<int>(kCellsPerLine) - 1);
  CellsLine line{.first = static_cast<core::CellNumber>(first), .cells = {}};
  for (int cell = first; cell <= last; ++cell) {
    const auto index = static_cast<std::size_t>(cell - 1);
    line.cells.push_back({.reading = view.state.cells[index], .hot = view.board.hot[index]});
  }
  return line;
}

// True: there are more of them. Every cell once, beginning behind those told last.
bool tell_cells(LinesPort& port, const LinesView& view) {
  Telling& telling = port.telling;
  const int count = cells_of(view.state);
  if (telling.at == 0) telling.cells = static_cast<std::uint8_t>(count);
  telling.at = 1;
  if (count == 0 || telling.cells == 0) return false;
  const CellsLine line = next_cells(port, view, count);
  const std::size_t size = line.cells.size();
  port.told_cells_upto = static_cast<core::CellNumber>(line.first + size - 1);
  telling.cells =
      static_cast<std::uint8_t>(telling.cells - std::min<std::size_t>(size, telling.cells));
  send(port, encode_line(line));
  return telling.cells > 0;
}

// The event that `next` counts, or the oldest one behind it that is kept. True: there was one.
bool tell_event(LinesPort& port, std::uint32_t& next, const core::EventLog& events) {
  next = std::max(next, first_event(events));
  if (next >= events.written()) return false;
  send(port, encode_line(EventLine{.index = next, .event = events.at(next)}));
  ++next;
  return true;
}

// In their order; of some there are several lines.
enum class Kind : std::uint8_t {
  warnings,
  charge_reasons,
  load_reasons,
  currents,
  charge,
  outputs,
  pack,
  clock,
  events,
  cells,
  over,
};

void tell_line(LinesPort& port, const LinesView& view) {
  Telling& telling = port.telling;
  bool more = false;
  switch (static_cast<Kind>(telling.line)) {
    case Kind::warnings: send(port, warnings_line(view, telling.now)); break;
    case Kind::charge_reasons:
      more = tell_reason(port, core::Relay::charge, view.state.charge);
      break;
    case Kind::load_reasons: more = tell_reason(port, core::Relay::load, view.state.load); break;
    case Kind::currents: send(port, currents_line(view)); break;
    case Kind::charge: send(port, charge_line(view)); break;
    case Kind::outputs: send(port, outputs_line(view, telling.now)); break;
    case Kind::pack: send(port, pack_line(view, telling.now)); break;
    case Kind::clock: send(port, clock_line(view, telling.now)); break;
    case Kind::events: more = tell_event(port, port.told_events, view.state.events); break;
    case Kind::cells: more = tell_cells(port, view); break;
    case Kind::over: return;
  }
  if (more) return;
  ++telling.line;
  telling.at = 0;
}

void begin_reading(LinesPort& port, Telling::Part part, core::Milliseconds now) {
  port.telling = {.part = part, .asked = true, .now = now};
}

bool read_extension(LinesPort& port, char letter, const LinesView& view, core::Milliseconds now) {
  switch (letter) {
    case 'V': send(port, version_line(view)); return true;
    case 'A': send(port, access_line(port, view)); return true;
    case 'S': send(port, encode_line(SettingsLine{view.settings})); return true;
    case 'O': begin_reading(port, Telling::Part::offsets, now); return true;
    case 'T': send(port, clock_line(view, now)); return true;
    case 'L': begin_reading(port, Telling::Part::events, now); return true;
    case 'Q': begin_reading(port, Telling::Part::extensions, now); return true;
    default: return false;
  }
}

// XE and XD. Events are told from the oldest kept one on.
bool switch_stream(LinesPort& port, std::string_view text) {
  if (text.size() != 2 || (text[1] != 'E' && text[1] != 'D')) return false;
  port.extended = text[1] == 'E';
  port.told_cells_upto = 0;
  port.told_events = 0;
  return true;
}

void refuse(LinesPort& port, const std::optional<core::SettingsError>& error) {
  if (error) send(port, encode_line(RefusalLine{*error}));
  send_verdict(port, LineVerdict::refused);
}

void handle_action(LinesPort& port, std::string_view text, const LinesView& view) {
  if (switch_stream(port, text)) return send_verdict(port, LineVerdict::ok);
  const ParsedCommand parsed = parse_command(text, view.settings);
  if (parsed.command.action == LineAction::none || parsed.error) return refuse(port, parsed.error);
  port.command = parsed.command;
  port.command_extended = true;
}

}  // namespace

void handle_extension(LinesPort& port, std::string_view line, const LinesView& view,
                      core::Milliseconds now) {
  const char end = line.back();
  line.remove_suffix(1);
  const std::optional<std::string_view> text = without_check(line);
  const bool is_read = end == '@' && text && text->size() == 2;
  const bool for_strangers = is_read && ((*text)[1] == 'V' || (*text)[1] == 'A');
  if (!for_strangers && !logged_in(port, view)) {
    return send_verdict(port, LineVerdict::not_authorised);
  }
  if (end == '!' && text && text->size() >= 2) return handle_action(port, *text, view);
  const bool known = is_read && read_extension(port, (*text)[1], view, now);
  if (port.telling.part != Telling::Part::nothing) return;  // and then its verdict
  send_verdict(port, known ? LineVerdict::ok : LineVerdict::refused);
}

bool tell_extensions(LinesPort& port, const LinesView& view) {
  while (room_for_line(port)) {
    if (static_cast<Kind>(port.telling.line) == Kind::over) return true;
    tell_line(port, view);
  }
  return false;
}

bool tell_events(LinesPort& port, const LinesView& view) {
  while (room_for_line(port)) {
    if (!tell_event(port, port.telling.next, view.state.events)) return true;
  }
  return false;
}

bool tell_offsets(LinesPort& port, const LinesView& view) {
  const std::size_t count = std::min<std::size_t>(view.offsets.size(), core::kMaxCells);
  while (room_for_line(port)) {
    if (port.telling.next >= count) return true;
    const std::size_t index = port.telling.next++;
    const core::CellOffset offset = view.offsets[index];
    if (offset.voltage == 0_mV && offset.temperature == 0_mC) continue;
    send(port, encode_line(
                   OffsetLine{.cell = static_cast<core::CellNumber>(index + 1), .offset = offset}));
  }
  return false;
}

}  // namespace cellwarden::protocol
