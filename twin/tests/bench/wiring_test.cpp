// SPDX-License-Identifier: Apache-2.0
// Who is connected to what: packs in parallel, one shared cable, isolated links.
#include <gtest/gtest.h>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::fault;
using test::first;
using test::small_pack;

// RELAY-5: charging only when all packs allow it; the same for the load.
TEST(Wiring, OneOfThreeParallelPacksStopsTheCharging) {
  Scenario scenario = small_pack();
  scenario.packs.assign(3, scenario.packs.front());
  Fault high = fault(FaultKind::cell_voltage_bias, 2, 100, 200, 400);
  high.pack = 2;
  scenario.faults = {high};
  Bench bench{scenario, {}};
  bench.run_until(99);
  EXPECT_GT(bench.site().charger_w, 50);
  bench.run_until(150);
  EXPECT_EQ(bench.site().charger_w, 0);
  EXPECT_TRUE(bench.pack(1).charge_contact_closed);
  EXPECT_FALSE(bench.pack(2).charge_contact_closed);
  EXPECT_GT(bench.site().load_w, 30);
}

// RELAY-6: one enable signal, critical mode: either contact stops both.
TEST(Wiring, ACombinedDeviceWithOneSignalStopsWhenEitherContactOpens) {
  Scenario scenario = small_pack();
  scenario.site.wiring = Wiring::combined_one;
  scenario.packs[0].options.mode = core::Mode::critical;
  scenario.packs[0].sensor_out.reset();
  scenario.faults = {fault(FaultKind::cell_voltage_bias, 2, 100, 200, 400)};
  Bench bench{scenario, {}};
  bench.run_until(150);
  EXPECT_EQ(bench.site().charger_w, 0);
  EXPECT_EQ(bench.site().load_w, 0);
  EXPECT_FALSE(bench.pack(1).charge_contact_closed);
  EXPECT_TRUE(bench.pack(1).load_contact_closed);
}

// RELAY-6: two enable signals.
TEST(Wiring, ACombinedDeviceWithTwoSignalsGoesOnServingTheLoad) {
  Scenario scenario = small_pack();
  scenario.site.wiring = Wiring::combined_two;
  scenario.packs[0].sensor_out.reset();
  scenario.faults = {fault(FaultKind::cell_voltage_bias, 2, 100, 200, 400)};
  Bench bench{scenario, {}};
  bench.run_until(150);
  EXPECT_EQ(bench.site().charger_w, 0);
  EXPECT_GT(bench.site().load_w, 30);
}

// IN-4: one sensor on the shared cable shows the battery current.
TEST(Wiring, OneSensorShowsTheBatteryCurrent) {
  Scenario scenario = small_pack();
  scenario.packs[0].sensor_out.reset();
  Bench bench{scenario, {}};
  bench.run_until(120);
  const core::Currents& currents = bench.out_board(1).state.status.currents;
  EXPECT_FALSE(currents.out.has_value());
  EXPECT_NEAR(currents.battery->count() / 1000.0, bench.pack(1).current_a, 0.1);
}

// CHAIN-8: an isolated link changes nothing but a microsecond.
TEST(Wiring, AnIsolatedLinkIsAsGoodAsAWire) {
  Scenario scenario = small_pack(8);
  scenario.packs[0].isolated_behind = {4};
  Bench bench{scenario, {.fidelity = Fidelity::bytes}};
  bench.run_until(300);
  EXPECT_TRUE(bench.pack(1).charge_contact_closed);
  EXPECT_EQ(test::figure(bench, "messages_bad"), 0);
}

// CHAIN-7, SOC-3: boards with empty memories take the factory number of cells, and 50 %.
TEST(Wiring, NewBoardsFindTheirCells) {
  Scenario scenario = small_pack();
  scenario.packs[0].commissioned = false;
  Bench bench{scenario, {}};
  bench.run_until(60);
  EXPECT_EQ(bench.out_board(1).state.cell_count.commissioned, 4);
  EXPECT_TRUE(first(bench, "settings_lost"));
  EXPECT_FALSE(bench.out_board(1).state.soc.calibrated);
  EXPECT_TRUE(bench.pack(1).charge_contact_closed);
}

}  // namespace
}  // namespace cellwarden::twin
