// SPDX-License-Identifier: Apache-2.0
// The chain between the pack's boards: what is on its way, as a whole message or as bytes.
#include <algorithm>

#include "cellwarden/chain/forwarder.hpp"
#include "pack_bench.hpp"
#include "wire.hpp"

namespace cellwarden::twin {

namespace {

constexpr WorldTime kIsolatorDelay = 1;  // µs: a digital isolator's, rounded up (CHAIN-8)

WorldTime byte_time(std::size_t bytes) {
  return static_cast<WorldTime>(chain::bytes_microseconds(bytes));
}

}  // namespace

std::size_t PackBench::message_bytes() const {
  return chain::message_bytes(static_cast<int>(message_.records.size()));
}

// From the first byte leaving the board before `to` to the last one being there.
WorldTime PackBench::time_on_wire(std::size_t to, std::size_t bytes) const {
  WorldTime time = byte_time(bytes);
  for (const int cell : plan_.isolated_behind) {
    if (cell == static_cast<int>(to)) time += kIsolatorDelay;
  }
  return time;
}

// The message as a board would send it: encoded once, and passed on by as many boards.
std::vector<std::uint8_t> PackBench::message_as_bytes() const {
  std::vector<std::uint8_t> bytes(chain::message_bytes(1));
  chain::begin_message(message_.head, message_.records[0], bytes);
  for (std::size_t i = 1; i < message_.records.size(); ++i) {
    chain::Forwarder forwarder;
    std::vector<std::uint8_t> longer(chain::max_output(bytes.size()));
    const chain::PassedOn passed = chain::forward(forwarder, bytes, message_.records[i], longer);
    longer.resize(passed.written);
    bytes = std::move(longer);
  }
  return bytes;
}

void PackBench::transmit_whole(std::size_t to, WorldTime begin) {
  hand_on_quietly(to, begin);
  if (wire_is_faulty(faults_, number_, static_cast<int>(to))) {
    transmit(to, message_as_bytes(), begin);
    return;
  }
  Transmission transmission;
  transmission.to = to;
  transmission.begin = begin;
  transmission.end = begin + time_on_wire(to, message_bytes());
  transmission.whole = true;
  in_flight_.push_back(std::move(transmission));
}

void PackBench::transmit(std::size_t to, std::vector<std::uint8_t> bytes, WorldTime begin) {
  if (!pass_wire(faults_, number_, static_cast<int>(to), bytes, chance_)) return;
  if (fidelity_ == Fidelity::single_bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) fly(to, {bytes[i]}, begin + byte_time(i));
    return;
  }
  // A board that hears a report begin keeps its own back (CHAIN-6), so the first byte is handed on
  // as soon as it is there. Everything else may as well come in one piece.
  if (bytes.size() == chain::kReportBytes && bytes.front() == chain::kReportStart) {
    fly(to, {bytes.front()}, begin);
    fly(to, {bytes.begin() + 1, bytes.end()}, begin + kHandOn);
    return;
  }
  fly(to, std::move(bytes), begin);
}

void PackBench::fly(std::size_t to, std::vector<std::uint8_t> bytes, WorldTime begin) {
  Transmission transmission;
  transmission.to = to;
  transmission.begin = begin;
  transmission.end = begin + time_on_wire(to, bytes.size());
  transmission.bytes = std::move(bytes);
  in_flight_.push_back(std::move(transmission));
}

void PackBench::deliver(Transmission transmission) {
  const std::size_t to = transmission.to;
  const WorldTime time = transmission.end;
  const Place& place = places_[to];
  if (place.bridged && to != last()) {
    if (transmission.whole) {
      transmit_whole(to + 1, transmission.begin);
    } else {
      transmit(to + 1, std::move(transmission.bytes), transmission.begin);
    }
    return;
  }
  if (!place.powered) return;
  if (transmission.whole) {
    deliver_whole(to, transmission.begin, time);
  } else {
    step_board(to, transmission.bytes, transmission.begin, time);
  }
}

void PackBench::deliver_whole(std::size_t to, WorldTime begin, WorldTime time) {
  const core::Milliseconds now = places_[to].clock.at(time);
  if (to == last()) {
    boards::hear_message(out_, message_, now);
    step_out({}, time);
    return;
  }
  boards::CellBoard& board = cells_[to - 1];
  const std::size_t position = message_.records.size() + 1;
  boards::hear_message(board, message_.head, static_cast<core::CellNumber>(position), now);
  const bool resistor = boards::resistor_on(board.monitor);
  if (resistor != places_[to].resistor) follow_resistor(to, resistor);
  wake(to, std::max(time + 1, places_[to].clock.when(boards::wake_at(board, now))));
  message_.records.push_back(boards::record(board.monitor));
  transmit_whole(to + 1, begin + hand_on_);
}

}  // namespace cellwarden::twin
