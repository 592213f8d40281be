// SPDX-License-Identifier: Apache-2.0
// The ASCII lines on the OUT board's Bluetooth, the board's side (OUT-4): bytes in, bytes out, and
// at most one command at a time that the board itself must do. A port knows who is logged in and
// what is streamed; it changes nothing by itself, because only the board can store and read back
// (SET-1). The lines are in docs/protocols/lines.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/cell_flags.hpp"
#include "cellwarden/core/contacts.hpp"
#include "cellwarden/core/judgement.hpp"
#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_output.hpp"
#include "cellwarden/protocol/key_values.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

// What an LED shows now (OUT-1).
enum class LedState : std::uint8_t { off, flashing, on };

// Of one current sensor, as the newest message said (IN-6).
enum class SensorZeroing : std::uint8_t { idle, running, refused };

// What the OUT board knows besides the state of the core. A default-made one knows nothing.
struct BoardFacts {
  FirmwareVersion firmware{};
  Generation generation{Generation::three};
  // CHAIN-6. The cell from which there is no data any more (its own number, 1…N); 0: no break
  // report. hops: how many boards the report passed on its way to the OUT board, as it said.
  core::CellNumber break_cell{0};
  std::uint32_t break_hops{0};
  // Messages since power-up, by what became of them (CHAIN-5).
  std::uint32_t messages_good{0};
  std::uint32_t messages_damaged{0};
  std::uint32_t messages_short{0};
  std::uint32_t sequence_errors{0};
  LedState info_led{LedState::off};
  LedState charge_led{LedState::off};
  LedState load_led{LedState::off};
  core::Contacts charge_contacts{};  // RELAY-4
  core::Contacts load_contacts{};
  bool hold_charge_open{false};  // RELAY-9
  bool hold_load_open{false};
  bool charge_did_not_open{false};  // RELAY-7
  bool load_did_not_open{false};
  std::array<SensorZeroing, 2> zeroing{};  // I-1, I-2
  bool switch_8{false};
  core::CellFlags hot;             // CELL-5
  core::Milliseconds lock_left{};  // of core::lock_left(): how long PINs are refused (SET-2)
};

// All that is read to answer and to tell; valid for one call.
struct LinesView {
  const core::State& state;
  const core::Settings& settings;
  const core::Options& options;
  const core::FactorySettings& factory;
  core::ListView<core::CellOffset> offsets;  // cell 1 first; may be shorter than the pack
  const BoardFacts& board;
};

// What a client wants the board to do. All but log_in come only from who is logged in (SET-2).
enum class LineAction : std::uint8_t {
  none,
  log_in,             // pin: try it with core::try_pin()
  write_settings,     // settings: the whole proposed set, for core::change_settings()
  change_pin,         // the same; only the PIN in it is new, and `pin` is that PIN
  clear_totals,       // EN-3
  confirm_cells,      // CHAIN-7, core::confirm_cells()
  hold,               // RELAY-9: hold_charge_open, hold_load_open, both as they are to be
  set_clock,          // EN-2: local_time
  set_offset,         // CELL-10: cell, offset (allowed by core::offset_allowed())
  waive_temperature,  // CELL-7: cell, days 1…7
};

struct LineCommand {
  LineAction action{LineAction::none};
  std::uint16_t pin{0};  // 0…9999
  core::Settings settings{};
  bool hold_charge_open{false};
  bool hold_load_open{false};
  core::Milliseconds local_time{};  // since 1970, in the owner's local time; not negative
  core::CellNumber cell{0};         // 1…255; the board checks that it has such a cell
  core::CellOffset offset{};
  int days{0};
};

enum class LineVerdict : std::uint8_t {
  ok,              // done, stored and read back: OK
  refused,         // nothing has changed: KO
  not_authorised,  // NA; to log_in: a wrong PIN, or PINs are locked
};

inline constexpr std::size_t kLinesInputWaiting = 512;
// An answer, or a few records: the next ones are made when these have left. A pack of 255 cells
// tells ten times as much with a message.
inline constexpr std::size_t kLinesOutputWaiting = 512;

// Several lines that belong together, each made when there is room for it. Times are those of the
// moment at which it began, all else is as of now.
struct Telling {
  enum class Part : std::uint8_t { nothing, live, extensions, events, offsets };

  Part part{Part::nothing};
  bool asked{false};       // by a read: OK comes behind it
  std::uint8_t line{0};    // of the part: the next one, or the next kind of them
  std::uint8_t at{0};      // of that kind
  std::uint8_t cells{0};   // that are still to be told
  std::uint32_t next{0};   // event or offset
  core::Milliseconds now;  // when it began
};

// The high byte of a word that was written, until the low byte comes.
struct HeldByte {
  std::uint16_t address{0};
  std::uint8_t value{0};
};

struct LinesPort {
  core::FixedList<char, kMaxLine> line;  // as far as it has come
  bool skipping{false};                  // up to the next CR
  ByteQueue<kLinesInputWaiting> input;   // waits while a command is pending, or lines are told
  bool input_lost{false};                // more came than could wait
  ByteQueue<kLinesOutputWaiting> output;
  Telling telling;
  std::optional<core::Milliseconds> due;  // another message's records come behind the telling
  std::uint32_t records_dropped{0};       // messages whose records the peer left no room for
  LineCommand command;                    // the pending one
  bool command_extended{false};           // it came in a line of ours
  std::optional<LineVerdict> verdict;     // on it, when the telling is over
  std::optional<std::uint16_t> pin;       // logged in with; good as long as it is the PIN
  bool streaming{false};                  // E!
  bool extended{false};                   // our own records besides
  std::optional<HeldByte> held;
  core::CellNumber told_cell{0};        // by the newest C record
  core::CellNumber told_cells_upto{0};  // by our own records
  std::uint32_t told_events{0};
};

// bytes: as they came, in any pieces. Reads are answered at once, or when what is being told has
// left. A command that the board must do becomes pending; what comes behind it waits until
// answer().
void receive(LinesPort& port, std::span<const std::uint8_t> bytes, const LinesView& view,
             core::Milliseconds now);

// What the board is to do now; nullptr: nothing. Good until answer() or disconnect().
const LineCommand* pending(const LinesPort& port);

// The board did it, or did not. view: as things are now. Goes on with what waited. Nothing happens
// if no command is pending.
void answer(LinesPort& port, LineVerdict verdict, const LinesView& view, core::Milliseconds now);

// After each message, and after each missed one: the records of this cycle, if the client asked for
// them.
void tell(LinesPort& port, const LinesView& view, core::Milliseconds now);

// Moves what there is to say into `room`, as much as fits; returns how many bytes. A command may
// become pending by it. If the peer is slower than the messages, the records of some of these are
// left out and counted; no line is ever cut.
std::size_t transmit(LinesPort& port, std::span<std::uint8_t> room, const LinesView& view,
                     core::Milliseconds now);

// transmit() has more to say.
bool has_more(const LinesPort& port);

// The client went away: logged out, no stream, nothing waits and nothing is pending.
void disconnect(LinesPort& port);

}  // namespace cellwarden::protocol
