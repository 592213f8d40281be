// SPDX-License-Identifier: Apache-2.0
// How long it takes from the moment a limit is exceeded to the open contact, at any phase of the
// cycle. docs/reaction-times.md has the whole table.
#include <gtest/gtest.h>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::fault;
using test::first;
using test::small_pack;

double slowest(FaultKind kind, double magnitude, core::Cycle cycle) {
  double slowest_s = 0;
  for (int phase = 0; phase < 20; ++phase) {
    Scenario scenario = small_pack(16);
    scenario.packs[0].options.cycle = cycle;
    const double start_s = 60 + 0.053 * phase;
    scenario.faults = {fault(kind, 9, start_s, 600, magnitude)};
    Bench bench{scenario, {}};
    bench.run_until(start_s + 10);
    slowest_s = std::max(slowest_s, first(bench, "charge_relay_opened").value_or(1e9) - start_s);
  }
  return slowest_s;
}

// CELL-9, CHAIN-1: one cycle until the next sample, 25 ms, the message, the relay.
TEST(Reaction, ALimitOpensTheRelayWithin1200Or700Milliseconds) {
  EXPECT_LE(slowest(FaultKind::cell_voltage_bias, 400, core::Cycle::slow), 1.2);
  EXPECT_LE(slowest(FaultKind::cell_voltage_bias, 400, core::Cycle::fast), 0.7);
}

// CHAIN-5: the third missed message in a row.
TEST(Reaction, SilenceOpensTheRelayWithin3600Or1900Milliseconds) {
  EXPECT_LE(slowest(FaultKind::chain_wire_broken, 0, core::Cycle::slow), 3.6);
  EXPECT_LE(slowest(FaultKind::chain_wire_broken, 0, core::Cycle::fast), 1.9);
}

}  // namespace
}  // namespace cellwarden::twin
