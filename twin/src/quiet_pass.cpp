// SPDX-License-Identifier: Apache-2.0
// The quiet pass: what the cell boards do one after the other within a few milliseconds, done for
// all of them in one loop instead of in as many events. It is the boards' own code, at the same
// moments by their own clocks. A board is part of a pass only if nothing can touch it, or look at
// it, between now and its moment, so the result is the same to the last digit; `bytes` never makes
// one, and the tests compare the two fidelities.
#include <algorithm>

#include "pack_bench.hpp"

namespace cellwarden::twin {

using core::Milliseconds;

bool PackBench::may_pass_quietly() const {
  return fidelity_ == Fidelity::messages && !faults_.any_active(number_);
}

// Samples of the boards that are due while the physics stand still. IN and OUT board are stepped by
// themselves, and a message may begin or be judged then: that ends the pass as well. Returns
// whether it did anything.
bool PackBench::sample_quietly() {
  WorldTime limit = std::min({quiet_.still_until, wakes_.at(0), wakes_.at(last())});
  if (limit <= wakes_.next() || !may_pass_quietly()) return false;
  for (const Transmission& transmission : in_flight_) limit = std::min(limit, transmission.end);
  due_.clear();
  for (std::size_t i = 1; i < last(); ++i) {
    const WorldTime time = wakes_.at(i);
    if (time >= limit || places_[i].senses != static_cast<int>(i)) continue;
    const Milliseconds now = places_[i].clock.at(time);
    if (boards::only_samples_due(cells_[i - 1], now)) due_.push_back({i, time, now});
  }
  if (due_.empty()) return false;
  const std::span<const double> volts = plant_.sensed_voltages(
      static_cast<int>(due_.front().index), static_cast<int>(due_.back().index), pack_a_);
  const std::span<const double> celsius = plant_.board_temperatures();
  for (const auto& [i, time, now] : due_) {
    boards::CellBoard& board = cells_[i - 1];
    Place& place = places_[i];
    const double sensed = volts[i - due_.front().index];
    boards::sample(board, samples_of(place, sensed, celsius[i]), now);
    follow_resistor(i, boards::resistor_on(board.monitor), sensed);
    wakes_.put(i, std::max(time + 1, place.clock.when(boards::wake_at(board, now))));
  }
  wakes_.settle();
  return true;
}

// The message through as many boards as nothing else touches before it is with them; the next one
// gets it as an event. A resistor could only be switched by another V-bypass.
void PackBench::hand_on_quietly(std::size_t& to, WorldTime& begin) {
  if (!may_pass_quietly() || !in_flight_.empty()) return;
  const WorldTime limit = std::min({faults_.next(), rarely_.next(), quiet_.next_step});
  const std::size_t first = to;
  for (; to < last(); ++to) {
    const Place& place = places_[to];
    boards::CellBoard& board = cells_[to - 1];
    const WorldTime end = begin + time_on_wire(to, message_bytes());
    const bool touched = place.bridged || !place.powered || end >= limit || end > wakes_.at(to);
    if (touched || board.monitor.v_bypass != message_.head.options.v_bypass) break;
    const Milliseconds now = place.clock.at(end);
    const auto position = static_cast<core::CellNumber>(message_.records.size() + 1);
    boards::hear_message(board, message_.head, position, now);
    wakes_.put(to, std::max(end + 1, place.clock.when(boards::wake_at(board, now))));
    message_.records.push_back(boards::record(board.monitor));
    begin += hand_on_;
  }
  if (to != first) wakes_.settle();
}

}  // namespace cellwarden::twin
