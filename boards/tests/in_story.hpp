// SPDX-License-Identifier: Apache-2.0
// An IN board with its switches, sensors and memory, stepped as the hardware would: at `wake_at`,
// when a switch moves, and 20 ms after it asked for samples.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

#include "board_story.hpp"
#include "cellwarden/boards/in_board.hpp"

namespace cellwarden::boards::test {

inline constexpr core::StoreGeometry kMemory{
    .page_size = 256, .pages_per_copy = 2, .program_unit = 8};

// The positions with these switches ON.
inline core::SwitchPositions on(std::initializer_list<int> switches) {
  unsigned bits = 0;
  for (const int number : switches) bits |= 1U << static_cast<unsigned>(number - 1);
  return static_cast<core::SwitchPositions>(bits);
}

struct Begun {
  core::Milliseconds at;
  chain::Head head;
};

class InStory {
 public:
  explicit InStory(core::SwitchPositions positions = 0) : switches{positions} { power_up(); }

  // Power off, and on again now.
  void power_up() {
    board = power_up_in_board(kMemory, memory, now);
    wake_at = now;
    samples_at.reset();
  }

  void set(std::initializer_list<int> on_switches) {
    switches = on(on_switches);
    wake_at = now;
  }

  // Runs up to `to`, included.
  void run(core::Milliseconds to) {
    for (; now <= to; now += core::Milliseconds{1}) {
      if (now >= wake_at || (samples_at && now >= *samples_at)) step_now();
    }
  }

  [[nodiscard]] const chain::Head& head() const { return messages.back().head; }

  core::Milliseconds now;
  core::SwitchPositions switches;
  CurrentSamples currents{.in = core::Milliamps{0}, .out = core::Milliamps{0}};
  core::Millivolts cell{3300};
  bool samples_come{true};
  std::vector<std::uint8_t> memory =
      std::vector<std::uint8_t>(core::store_size(kMemory), core::kErasedByte);
  int operations_left{1'000'000};  // until the power is cut
  bool memory_takes_nothing{false};

  InBoard board;
  core::Milliseconds wake_at;
  std::optional<core::Milliseconds> samples_at;
  std::vector<Begun> messages;
  std::vector<core::Milliseconds> asked;  // for samples
  std::vector<core::Milliseconds> erased;
  int operations{0};
  int steps{0};

 private:
  void step_now() {
    InBoardInputs inputs{
        .switches = switches, .samples = {}, .currents = currents, .memory = memory};
    if (samples_at && now >= *samples_at) {
      samples_at.reset();
      if (samples_come) inputs.samples = samples_of(cell);
    }
    const InBoardOutputs outputs = step(board, inputs, {}, now);
    ++steps;
    wake_at = outputs.wake_at;
    if (outputs.begin) messages.push_back({.at = now, .head = *outputs.begin});
    if (outputs.sample_now) {
      asked.push_back(now);
      samples_at = now + kSamplingTime;
    }
    if (outputs.operation) carry_out(*outputs.operation);
  }

  void carry_out(const core::Operation& operation) {
    ++operations;
    if (operation.kind == core::Operation::Kind::erase_page) erased.push_back(now);
    if (memory_takes_nothing || operations_left-- <= 0) return;
    const auto place = memory.begin() + operation.address;
    if (operation.kind == core::Operation::Kind::erase_page) {
      std::fill_n(place, kMemory.page_size, core::kErasedByte);
    } else {
      std::copy_n(operation.bytes.begin(), kMemory.program_unit, place);
    }
  }
};

}  // namespace cellwarden::boards::test
