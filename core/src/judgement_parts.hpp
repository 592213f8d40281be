// SPDX-License-Identifier: Apache-2.0
// The parts of step(), in the order in which they run. Only judgement*.cpp include this.
#pragma once

#include "cellwarden/core/judgement.hpp"

namespace cellwarden::core {

// What one call found out about the newest message.
struct Message {
  bool intact{false};
  bool good{false};
  PackReading pack;      // of its valid readings
  Milliseconds elapsed;  // what its current counts for (SOC-5)
};

// E: the chain is silent, or the number of cells is not the commissioned one (WARN-1).
bool error(const State& s);

void log(State& s, Milliseconds now, EventKind kind, int number = 0, std::int32_t value = 0,
         std::int32_t limit = 0);

// True when the flag goes from false to true: an event is what begins.
bool begins(bool& flag, bool holds);

// Readings, cell count and communication: what arrived, and whether it is a good message.
Message receive(State& s, const Inputs& in, Milliseconds now);

// Everything that a good message moves, also while E waits for the second one: charge, energy,
// days.
void count(State& s, const Inputs& in, const Message& message, Milliseconds now);

// SOC-2 and SOC-6, which act without E only; then IN-7 and IN-4, which win.
void correct_soc(State& s, const Inputs& in, const Message& message, Milliseconds now);

}  // namespace cellwarden::core
