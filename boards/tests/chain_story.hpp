// SPDX-License-Identifier: Apache-2.0
// Cell boards on one wire, stepped as the hardware would: at `wake_at`, when bytes come, and 20 ms
// after they asked for samples. An IN board in front, as bytes; an OUT board's receiver behind.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "board_story.hpp"
#include "cellwarden/boards/cell_board.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/chain/receiver.hpp"

namespace cellwarden::boards::test {

using Bytes = std::vector<std::uint8_t>;

// What the IN board sends: one record, 3.301 V.
inline Bytes first_message(const chain::Head& head) {
  const chain::Record own{
      .reading = core::cell_reading(core::Millivolts{3301}, core::MilliCelsius{20'000})};
  Bytes bytes(chain::message_bytes(1));
  bytes.resize(chain::begin_message(head, own, bytes));
  return bytes;
}

inline chain::Head head_of(core::Cycle cycle) {
  chain::Head head;
  head.options.cycle = cycle;
  return head;
}

inline Bytes first_message() { return first_message(chain::Head{}); }

struct BoardStory {
  CellBoard board;
  CellBoardOutputs last;
  core::Millivolts cell{3300};
  bool wire_broken{false};  // in front of it
  bool dead{false};
  std::optional<core::Milliseconds> samples_at;
  std::vector<core::Milliseconds> asked;    // for samples
  std::vector<core::Milliseconds> reports;  // its own
  int flashes{0};
  int steps{0};
  bool lit{false};
};

class ChainStory {
 public:
  // Cells 2…cells−1 have cell boards, of 3.302 V, 3.303 V …
  explicit ChainStory(int cells) {
    for (int cell = 2; cell < cells; ++cell) {
      BoardStory& story = boards.emplace_back();
      story.board = power_up_cell_board(now);
      story.cell = core::Millivolts{3300 + cell};
    }
  }

  // The board on this cell.
  BoardStory& on(int cell) { return boards[static_cast<std::size_t>(cell - 2)]; }

  // Runs up to `to`, included. Messages start at 100 ms, 1.1 s, 2.1 s …
  void run(core::Milliseconds to) {
    for (; now <= to; now += core::Milliseconds{1}) {
      if (sending && now.count() % 1000 == 100) {
        chain::Head head = sent_head;
        head.sequence = sequence++;
        pass(first_message(head));
      } else {
        pass({});
      }
    }
  }

  // These bytes arrive at the first cell board now.
  void pass(Bytes bytes) {
    for (BoardStory& story : boards) {
      if (story.wire_broken) bytes.clear();
      bytes = step_one(story, bytes);
    }
    arrive(bytes);
  }

  core::Milliseconds now;
  std::vector<BoardStory> boards;
  bool sending{true};
  chain::Head sent_head;
  std::uint8_t sequence{0};
  // What the OUT board got.
  chain::Receiver receiver;
  std::vector<chain::ReceivedMessage> messages;
  int damaged{0};
  std::vector<int> report_hops;
  std::vector<core::Milliseconds> report_times;

 private:
  Bytes step_one(BoardStory& story, const Bytes& bytes) {
    const bool sampled = story.samples_at && now >= *story.samples_at;
    const bool due = now >= story.last.wake_at || !bytes.empty() || sampled;
    if (story.dead || !due) {
      note_led(story);
      return {};
    }
    CellBoardInputs inputs{.bytes = bytes, .samples = {}};
    if (sampled) {
      inputs.samples = samples_of(story.cell);
      story.samples_at.reset();
    }
    Bytes out(longest_output(bytes.size()));
    story.last = step(story.board, inputs, out, now);
    ++story.steps;
    out.resize(story.last.written);
    if (story.last.report) story.reports.push_back(now);
    if (story.last.sample_now) {
      story.asked.push_back(now);
      story.samples_at = now + kSamplingTime;
    }
    note_led(story);
    return out;
  }

  void note_led(BoardStory& story) const {
    const bool lit = !story.dead && led(story.board, now);
    if (lit && !story.lit) ++story.flashes;
    story.lit = lit;
  }

  void arrive(std::span<const std::uint8_t> bytes) {
    if (!bytes.empty()) {
      if (now - last_byte_ > chain::kPause && chain::note_pause(receiver)) ++damaged;
      last_byte_ = now;
    }
    while (!bytes.empty()) {
      const chain::Reception got = chain::receive(receiver, bytes);
      bytes = bytes.subspan(got.consumed);
      if (got.what == chain::Heard::message) messages.push_back(receiver.message);
      if (got.what == chain::Heard::damaged) ++damaged;
      if (got.what == chain::Heard::report) {
        report_hops.push_back(got.hops);
        report_times.push_back(now);
      }
    }
  }

  core::Milliseconds last_byte_;
};

}  // namespace cellwarden::boards::test
