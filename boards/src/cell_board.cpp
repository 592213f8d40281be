// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/cell_board.hpp"

#include <algorithm>

namespace cellwarden::boards {

using namespace core::literals;
using core::Milliseconds;

namespace {

constexpr Milliseconds kTick = 1_ms;

// CHAIN-6: a millisecond for each position, so that the first board behind the break speaks first.
// One that never heard its position takes the last: it must not speak before one that did.
constexpr Milliseconds kUnknownPosition{core::kMaxCells};

Milliseconds air_time(std::size_t bytes) {
  return Milliseconds{chain::bytes_microseconds(bytes) / 1000};
}

// 255 records take 181 ms.
constexpr Milliseconds kLongestPassing = 200_ms;
static_assert(chain::bytes_microseconds(chain::kLongestMessage) < 200'000);

Milliseconds silence(const CellBoard& board) {
  const Milliseconds own = board.position != 0 ? Milliseconds{board.position} : kUnknownPosition;
  return core::cycle_length(board.monitor.cycle) * kSilentCycles + own;
}

// From one message to the next as this board's clock shows it, which may be a few percent wrong; by
// the head if the two messages were not neighbours.
Milliseconds measured_period(const CellBoard& board, Milliseconds began) {
  const Milliseconds nominal = core::cycle_length(board.monitor.cycle);
  if (!board.message_began) return nominal;
  const Milliseconds measured = began - *board.message_began;
  return core::abs(measured - nominal) * 10 <= nominal ? measured : nominal;
}

void note_passed(CellBoard& board, const chain::PassedOn& passed, Milliseconds when) {
  switch (passed.what) {
    case chain::Passed::message: hear_message(board, passed.head, passed.position, when); break;
    case chain::Passed::report: hear_report(board, when); break;
    case chain::Passed::damaged:
    case chain::Passed::nothing: break;
  }
}

// CHAIN-5: what is half passed after more than 20 ms without a byte is abandoned.
void watch_pause(CellBoard& board, Milliseconds next_byte) {
  if (next_byte - board.last_byte > chain::kPause) chain::note_pause(board.forwarder);
}

// CHAIN-1, CHAIN-3
std::size_t pass_on(CellBoard& board, std::span<const std::uint8_t> bytes,
                    std::span<std::uint8_t> out, Milliseconds now) {
  watch_pause(board, bytes.empty() ? now : now - air_time(bytes.size() - 1));
  if (bytes.empty()) return 0;
  board.last_byte = now;
  std::size_t written = 0;
  while (!bytes.empty()) {
    const chain::PassedOn passed =
        chain::forward(board.forwarder, bytes, record(board.monitor), out.subspan(written));
    bytes = bytes.subspan(passed.consumed);
    written += passed.written;
    note_passed(board, passed, now - air_time(bytes.size()));
    if (passed.consumed == 0) break;
  }
  return written;
}

// What is due waits for the end of the message that is passing, but not for noise without an end.
Milliseconds when_free(const CellBoard& board, Milliseconds due) {
  return chain::inside(board.forwarder) ? due + kLongestPassing : due;
}

// CHAIN-6: for that long nothing intact came.
bool report_if_due(CellBoard& board, Milliseconds now) {
  if (now < when_free(board, board.report_due)) return false;
  board.report_due = now + core::cycle_length(board.monitor.cycle);
  return true;
}

// Just before the next message, so that the reading is fresh when it leaves; not while one passes.
bool sample_if_due(CellBoard& board, Milliseconds now) {
  if (now >= board.sample_due) {
    if (!board.sample_waits) board.sample_waits = board.sample_due;
    board.sample_due = now + board.period;
  }
  if (!board.sample_waits || now < when_free(board, *board.sample_waits)) return false;
  board.sample_waits.reset();
  begin_sampling(board.monitor);
  return true;
}

}  // namespace

CellBoard power_up_cell_board(Milliseconds now) {
  CellBoard board;
  board.sample_due = now;
  board.last_byte = now;
  board.flash_until = now;
  board.report_due = now + silence(board);
  return board;
}

void hear_message(CellBoard& board, const chain::Head& head, core::CellNumber position,
                  Milliseconds now) {
  board.position = position;
  hear_threshold(board.monitor, head.options.v_bypass, head.options.cycle, now);
  const Milliseconds began = now - air_time(chain::message_bytes(position > 1 ? position - 1 : 1));
  board.period = measured_period(board, began);
  board.message_began = began;
  if (now >= board.sample_due && !board.sample_waits) board.sample_waits = board.sample_due;
  board.sample_due = began + board.period - kSampleLead;
  board.report_due = now + silence(board);
  board.flash_until = now + kFlash;
}

void hear_report(CellBoard& board, Milliseconds now) { board.report_due = now + silence(board); }

CellBoardOutputs step(CellBoard& board, const CellBoardInputs& inputs, std::span<std::uint8_t> out,
                      Milliseconds now) {
  CellBoardOutputs outputs;
  if (inputs.samples) take_samples(board.monitor, *inputs.samples, now);
  outputs.written = pass_on(board, inputs.bytes, out, now);
  watch_threshold(board.monitor, now);
  watch_samples(board.monitor, now);
  outputs.report = report_if_due(board, now);
  if (outputs.report && !out.empty()) {
    outputs.written += chain::encode_report(1, out.subspan(outputs.written));
  }
  outputs.sample_now = sample_if_due(board, now);
  outputs.bypass = resistor_on(board.monitor);
  outputs.wake_at = wake_at(board, now);
  outputs.led_until = board.flash_until;
  return outputs;
}

bool only_samples_due(const CellBoard& board, Milliseconds now) {
  return now >= board.sample_due && now < board.report_due && now < watch_at(board.monitor) &&
         !board.sample_waits && !chain::inside(board.forwarder);
}

void sample(CellBoard& board, const Samples& samples, Milliseconds now) {
  board.sample_due = now + board.period;
  take_samples(board.monitor, samples, now);
}

Milliseconds wake_at(const CellBoard& board, Milliseconds now) {
  Milliseconds at = std::min(board.sample_due, watch_at(board.monitor));
  at = std::min(at, when_free(board, board.report_due));
  if (board.sample_waits) at = std::min(at, when_free(board, *board.sample_waits));
  if (chain::inside(board.forwarder)) at = std::min(at, board.last_byte + chain::kPause + kTick);
  return std::max(at, now + kTick);
}

bool led(const CellBoard& board, Milliseconds now) {
  return bypass_on(board.monitor) || now < board.flash_until;
}

}  // namespace cellwarden::boards
