// SPDX-License-Identifier: Apache-2.0
// The board on cell N: it hears what the chain says, lets the core judge it, and moves the two
// relays. It also speaks: data output, Bluetooth lines, LEDs. A value and a step, like the others;
// a default-made output pulses nothing and allows nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/boards/button.hpp"
#include "cellwarden/boards/cadence.hpp"
#include "cellwarden/boards/data_line.hpp"
#include "cellwarden/boards/keeper.hpp"
#include "cellwarden/boards/monitor.hpp"
#include "cellwarden/chain/message.hpp"
#include "cellwarden/chain/receiver.hpp"
#include "cellwarden/core/access.hpp"
#include "cellwarden/core/cell_flags.hpp"
#include "cellwarden/core/contacts.hpp"
#include "cellwarden/core/judgement.hpp"
#include "cellwarden/core/relay_drive.hpp"
#include "cellwarden/protocol/lines.hpp"

namespace cellwarden::boards {

// OUT-6: a program that does not come round resets the board after this time.
inline constexpr core::Milliseconds kWatchdog{2000};

enum class Bluetooth : std::uint8_t {
  as_it_is,
  wake,    // advertise (OUT-2)
  set_up,  // anew, which takes about 10 s; no PIN reset (OUT-2)
};

// What came of the chain since power-up (CHAIN-5).
struct ChainCounters {
  std::uint32_t good{0};
  std::uint32_t damaged{0};
  std::uint32_t short_ones{0};
};

// Where the chain is silent (CHAIN-6).
struct BreakWatch {
  core::Milliseconds heard;  // the newest message, whatever became of it, or report
  std::uint8_t hops{0};      // of the newest report; 0: none since the last good message
  core::CellNumber cell{0};  // there is no data from this cell; 0: no break is known
};

struct OutBoard {
  core::Settings settings;
  core::PinGuard access;
  core::CellOffsets offsets;
  core::State state;
  bool hold_charge_open{false};  // RELAY-9
  bool hold_load_open{false};

  Monitor monitor;
  core::Milliseconds sample_due;
  chain::Receiver receiver;
  core::Milliseconds last_byte;
  core::SequenceWatch sequence;
  Cadence cadence;
  chain::Head head;  // of the newest message that was in sequence
  core::CellFlags hot;
  std::optional<core::Milliseconds> message_began;  // the last one's first byte, by this clock
  ChainCounters counters;
  BreakWatch break_watch;

  core::RelayDrive charge_drive;
  core::RelayDrive load_drive;
  std::optional<core::Milliseconds> judged;  // when the core last looked
  bool cycle_passed{false};                  // since the relays were driven: a message, or its lack
  bool supply_falling{false};

  Keeper keeper;
  std::optional<core::Settings> proposed;  // accepted, being stored (SET-1)
  Kept last_kept{Kept::stored};            // how the newest write ended
  bool answer_when_stored{false};          // a command waits for the write that runs, or the next
  protocol::LinesPort port;
  bool connected{false};
  DataLine data_line;
  protocol::Generation generation{protocol::Generation::three};
  core::CellNumber announced_cells{0};  // as in DataOutputInputs
  Button button;
  core::Milliseconds flash_until;
};

struct OutBoardInputs {
  std::span<const std::uint8_t> chain;  // without a pause between them, the last one just now
  std::span<const std::uint8_t> line;   // from the Bluetooth module
  bool connected{false};                // a client is connected to it
  std::optional<Samples> samples;
  bool button{false};
  bool supply_falling{false};  // RELAY-8
  bool bank_open{true};        // all packs' relays are open, as far as is known here (RELAY-7)
  std::span<const std::uint8_t> memory;  // of the store, as it is now
};

struct OutBoardOutputs {
  core::Pulse charge{core::Pulse::none};
  core::Pulse load{core::Pulse::none};
  bool sample_now{false};
  bool bypass{false};                           // the resistor; off while sampling (CELL-4)
  std::optional<protocol::FrameBytes> frame{};  // begins now on the data output (OUT-3)
  std::size_t line_written{0};                  // bytes of `line`, for the Bluetooth module
  Bluetooth bluetooth{Bluetooth::as_it_is};
  std::optional<core::Operation> operation{};  // on the store's memory, before the next call
  core::Milliseconds wake_at;                  // step again then at the latest
};

// As the memory has it, or the defaults and the event that settings were lost (OUT-5). Both relays
// are driven open by the first step (RELAY-2). button: it is held down (OUT-2).
OutBoard power_up_out_board(const core::StoreGeometry& geometry,
                            std::span<const std::uint8_t> memory, bool button,
                            core::Milliseconds now);

// line: room for what the Bluetooth module can take now; may be empty.
OutBoardOutputs step(OutBoard& board, const OutBoardInputs& inputs, std::span<std::uint8_t> line,
                     core::Milliseconds now);

// What step() calls when the chain's bytes are complete; for a twin that carries whole messages. It
// calls step() without bytes at once behind it.
// message: N−1 records. now: the moment its last byte was received.
void hear_message(OutBoard& board, const chain::Message& message, core::Milliseconds now);
void hear_message(OutBoard& board, const chain::ReceivedMessage& message, core::Milliseconds now);
void hear_damaged(OutBoard& board, core::Milliseconds now);
// hops: as received.
void hear_report(OutBoard& board, int hops, core::Milliseconds now);

// OUT-1.
struct OutLeds {
  bool info{false};
  bool charge{false};
  bool load{false};
};
OutLeds leds(const OutBoard& board, core::Milliseconds now);

// What is told on the lines besides the core's state.
protocol::BoardFacts facts(const OutBoard& board, core::Milliseconds now);

}  // namespace cellwarden::boards
