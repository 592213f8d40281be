// SPDX-License-Identifier: Apache-2.0
// An OUT board that hears whole messages, with its memory, button, supply and a client: stepped at
// `wake_at`, when something comes, and 20 ms after it asked for samples.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "board_story.hpp"
#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/chain/codec.hpp"

namespace cellwarden::boards::test {

inline constexpr core::StoreGeometry kOutMemory{
    .page_size = 1024, .pages_per_copy = 2, .program_unit = 8};

struct Pulsed {
  core::Milliseconds at;
  core::Relay relay;
  core::Pulse pulse;
};

// Four cells of 3.300 V; a message every second from 100 ms on.
class OutStory {
 public:
  OutStory() {
    head.factory.cells = 4;
    head.sensors.in = core::Milliamps{1000};
    head.sensors.out = core::Milliamps{500};
    power_up();
  }

  void power_up() {
    board = power_up_out_board(kOutMemory, memory, button, now);
    wake_at = now;
    samples_at.reset();
    off = false;
  }

  // Runs up to `to`, included.
  void run(core::Milliseconds to) {
    for (; now <= to; now += core::Milliseconds{1}) {
      if (off) continue;
      if (sending && now.count() % 1000 == 100) {
        message();
      } else if (now >= wake_at || (samples_at && now >= *samples_at)) {
        step_now();
      }
    }
  }

  // A message from the three other boards arrives now.
  void message() {
    chain::Message heard;
    heard.head = head;
    heard.head.sequence = sequence++;
    for (const core::Millivolts cell : others) {
      heard.records.push_back({.reading = core::cell_reading(cell, temperature)});
    }
    hear_message(board, heard, now);
    step_now();
  }

  void damage() {
    ++sequence;
    hear_damaged(board, now);
    step_now();
  }

  // The client sends a line, and gets what has been answered 100 ms later.
  std::string ask(std::string_view line) {
    told.clear();
    connected = true;
    from_client = std::string{line} + '\r';
    step_now();
    const core::Milliseconds until = now + core::Milliseconds{100};
    run(until);
    return told;
  }

  [[nodiscard]] bool closed(core::Relay relay) const {
    bool is = false;
    for (const Pulsed& p : pulses) {
      if (p.relay == relay) is = p.pulse == core::Pulse::close;
    }
    return is;
  }
  [[nodiscard]] bool charge_closed() const { return closed(core::Relay::charge); }
  [[nodiscard]] bool load_closed() const { return closed(core::Relay::load); }

  [[nodiscard]] bool happened(core::EventKind kind) const {
    const core::EventLog& events = board.state.events;
    for (std::uint32_t i = 0; i < events.written(); ++i) {
      if (events.at(i).kind == kind) return true;
    }
    return false;
  }

  void step_now() {
    OutBoardInputs inputs;
    inputs.line = {reinterpret_cast<const std::uint8_t*>(from_client.data()), from_client.size()};
    inputs.connected = connected;
    inputs.button = button;
    inputs.supply_falling = supply_falling;
    inputs.memory = memory;
    if (samples_at && now >= *samples_at) {
      samples_at.reset();
      inputs.samples = samples_of(own, temperature);
    }
    std::array<std::uint8_t, 256> room{};
    last = step(board, inputs, room, now);
    from_client.clear();
    told.append(reinterpret_cast<const char*>(room.data()), last.line_written);
    wake_at = last.wake_at;
    if (last.charge != core::Pulse::none) pulses.push_back({now, core::Relay::charge, last.charge});
    if (last.load != core::Pulse::none) pulses.push_back({now, core::Relay::load, last.load});
    if (last.frame) frames.push_back(now);
    if (last.bluetooth != Bluetooth::as_it_is) bluetooth.push_back(last.bluetooth);
    if (last.sample_now) samples_at = now + kSamplingTime;
    if (last.operation) carry_out(*last.operation);
  }

  core::Milliseconds now;
  chain::Head head;
  std::vector<core::Millivolts> others{3, core::Millivolts{3300}};  // cells 1…3
  core::Millivolts own{3300};                                       // cell 4
  core::MilliCelsius temperature{20'000};
  bool sending{true};
  bool connected{false};
  bool button{false};
  bool supply_falling{false};
  bool off{false};
  std::string from_client;
  std::uint8_t sequence{0};
  int operations_left{1'000'000};
  std::vector<std::uint8_t> memory =
      std::vector<std::uint8_t>(core::store_size(kOutMemory), core::kErasedByte);

  OutBoard board;
  OutBoardOutputs last;
  core::Milliseconds wake_at;
  std::optional<core::Milliseconds> samples_at;
  std::vector<Pulsed> pulses;
  std::vector<core::Milliseconds> frames;
  std::vector<Bluetooth> bluetooth;
  std::string told;

 private:
  void carry_out(const core::Operation& operation) {
    if (operations_left-- <= 0) return;
    const auto place = memory.begin() + operation.address;
    if (operation.kind == core::Operation::Kind::erase_page) {
      std::fill_n(place, kOutMemory.page_size, core::kErasedByte);
    } else {
      std::copy_n(operation.bytes.begin(), kOutMemory.program_unit, place);
    }
  }
};

}  // namespace cellwarden::boards::test
