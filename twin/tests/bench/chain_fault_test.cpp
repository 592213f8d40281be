// SPDX-License-Identifier: Apache-2.0
// Faults of the chain's wires, from the wire to the relay.
#include <gtest/gtest.h>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::count;
using test::fault;
using test::first;
using test::small_pack;

// CHAIN-5, CHAIN-6: within 3.6 s, and the place with it, whichever wire breaks.
TEST(ChainFault, EveryBrokenWireOpensTheRelaysAndIsLocated) {
  constexpr int kCells = 16;
  for (int cell = 1; cell < kCells; ++cell) {
    Scenario scenario = small_pack(kCells);
    scenario.faults = {fault(FaultKind::chain_wire_broken, cell, 60, 90)};
    Bench bench{scenario, {}};
    bench.run_until(150);
    const double opened = first(bench, "charge_relay_opened").value_or(1e9);
    EXPECT_LE(opened - 60, 3.6) << cell;
    EXPECT_EQ(count(bench, "break_located"), 1) << cell;
    for (const Occurrence& o : bench.occurrences()) {
      if (name_of(o) != "break_located") continue;
      EXPECT_EQ(number_of(o), cell);
      EXPECT_LE(o.time_s - first(bench, "warning_E_began", 60).value_or(0), 2.0);
    }
    EXPECT_TRUE(first(bench, "charge_relay_closed", 90)) << cell;
    EXPECT_TRUE(bench.violations().empty()) << cell;
  }
}

// CHAIN-6: from power-up on, with boards that never heard their position.
TEST(ChainFault, AWireThatIsBrokenFromTheBeginningIsLocatedToo) {
  Scenario scenario = small_pack(16);
  scenario.faults = {fault(FaultKind::chain_wire_broken, 6, 0, 60)};
  Bench bench{scenario, {}};
  bench.run_until(30);
  EXPECT_EQ(bench.out_board(1).break_watch.cell, 6);
  EXPECT_FALSE(first(bench, "charge_relay_closed"));
}

// CHAIN-5: damaged messages are never taken for good ones; E begins now and then.
TEST(ChainFault, BitErrorsAreNoticed) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::chain_bit_errors, 3, 60, 660, 1)};
  Bench bench{scenario, {}};
  bench.run_until(660);
  EXPECT_LE(first(bench, "warning_E_began", 60).value_or(1e9) - 60, 3.6);
  EXPECT_TRUE(bench.violations().empty());
  for (int cell = 0; cell < 8; ++cell) {
    EXPECT_NEAR(bench.out_board(1).state.cells[static_cast<std::size_t>(cell)].voltage.count(),
                bench.plant(1).cell_voltage(cell, bench.pack(1).current_a) * 1000, 100);
  }
}

// A byte that comes twice behind the end of a message does no harm, so E may come a little later.
TEST(ChainFault, LostAndDoubledBytesAreNoticed) {
  for (const FaultKind kind : {FaultKind::chain_bytes_lost, FaultKind::chain_bytes_doubled}) {
    Scenario scenario = small_pack(8);
    scenario.faults = {fault(kind, 5, 60, 120, 1)};
    Bench bench{scenario, {}};
    bench.run_until(180);
    EXPECT_LE(first(bench, "warning_E_began", 60).value_or(1e9) - 60,
              kind == FaultKind::chain_bytes_lost ? 3.7 : 20);
    EXPECT_TRUE(first(bench, "communication_back", 120));
  }
}

// CHAIN-5: one or two missed messages are not three.
TEST(ChainFault, ASingleLostMessageDoesNothing) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::chain_wire_broken, 4, 60, 61.5)};
  Bench bench{scenario, {}};
  bench.run_until(120);
  EXPECT_EQ(count(bench, "warning_E_began", 10), 0);
  EXPECT_EQ(count(bench, "charge_relay_opened"), 0);
}

// CHAIN-5: an IN board whose clock is 2 % off is still in time.
TEST(ChainFault, AClockThatIsTwoPercentOffDoesNotMatter) {
  for (const double ppm : {-20'000.0, 20'000.0}) {
    for (const int cell : {1, 4, 8}) {
      Scenario scenario = small_pack(8);
      scenario.faults = {fault(FaultKind::clock_drift, cell, 60, 600, ppm)};
      Bench bench{scenario, {}};
      bench.run_until(600);
      EXPECT_EQ(count(bench, "warning_E_began", 10), 0) << cell << ' ' << ppm;
    }
  }
}

}  // namespace
}  // namespace cellwarden::twin
