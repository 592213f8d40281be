// SPDX-License-Identifier: Apache-2.0
// What somebody does while the twin runs: knobs, and faults that are in no scenario.
#include <gtest/gtest.h>

#include "cellwarden/twin/check_scenario.hpp"
#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::count;
using test::fault;
using test::first;
using test::small_pack;

constexpr double kForever = 1e9;

Bench begun(const Scenario& scenario) {
  Bench bench{scenario, {}};
  bench.run_until(60);
  return bench;
}

TEST(ByHand, AWireThatIsCutIsFoundAndWhenMendedTheRelaysCloseAgain) {
  Bench bench = begun(small_pack(8));
  ASSERT_TRUE(bench.pack(1).load_contact_closed);
  const std::size_t number = bench.make_fault(fault(FaultKind::chain_wire_broken, 3, 0, kForever));
  bench.run_until(63.6);
  EXPECT_FALSE(bench.pack(1).load_contact_closed);
  EXPECT_EQ(bench.out_board(1).break_watch.cell, 3);
  bench.mend_fault(number);
  bench.run_until(180);
  EXPECT_TRUE(bench.pack(1).load_contact_closed);
  EXPECT_TRUE(first(bench, "fault_began"));
  EXPECT_TRUE(first(bench, "fault_ended"));
}

// CHAIN-4, CELL-6: behind the break nobody flashes.
TEST(ByHand, TheFlashesStopBehindABrokenWire) {
  Bench bench = begun(small_pack(8));
  bench.make_fault(fault(FaultKind::chain_wire_broken, 3, 0, kForever));
  bench.run_until(70);
  for (int cell = 1; cell <= 7; ++cell) {
    const BoardNow board = bench.board(1, cell);
    ASSERT_TRUE(board.since_flash);
    EXPECT_EQ(board.since_flash->count() > 3000, cell > 3) << cell;
  }
}

TEST(ByHand, AFaultIsTheSameAsOneOfTheScenario) {
  Scenario planned = small_pack(6);
  planned.faults = {fault(FaultKind::board_dead, 4, 60, 100)};
  Bench one{planned, {}};
  Bench other{small_pack(6), {}};
  one.run_until(60);
  other.run_until(60);
  const std::size_t number = other.make_fault(fault(FaultKind::board_dead, 4, 0, kForever));
  one.run_until(100);
  other.run_until(100);
  other.mend_fault(number);
  one.run_until(200);
  other.run_until(200);
  EXPECT_EQ(first(one, "communication_lost"), first(other, "communication_lost"));
  EXPECT_EQ(first(one, "communication_back"), first(other, "communication_back"));
  EXPECT_EQ(one.pack(1).pack_v, other.pack(1).pack_v);
}

TEST(ByHand, WhatHappensOnceIsOverAtOnce) {
  Bench bench = begun(small_pack(4));
  bench.make_fault(fault(FaultKind::switches, 0, 0, kForever, 0x01));
  EXPECT_EQ(bench.switches(1), 0x01);
  bench.run_until(70);
  EXPECT_EQ(count(bench, "fault_ended"), 0);
}

TEST(ByHand, AConnectionRisesFromNowOnAndIsMended) {
  Bench bench = begun(small_pack(4));
  const double own = bench.plant(1).connection(1);
  const std::size_t number =
      bench.make_fault(fault(FaultKind::connection_resistance, 2, 60, 120, 0.01));
  bench.run_until(90);
  EXPECT_NEAR(bench.plant(1).connection(1), own + 0.005, 0.0005);
  bench.run_until(200);
  EXPECT_DOUBLE_EQ(bench.plant(1).connection(1), own + 0.01);
  bench.mend_fault(number);
  bench.run_until(210);
  EXPECT_DOUBLE_EQ(bench.plant(1).connection(1), own);
}

TEST(ByHand, AHeatedCellBecomesWarmerThanTheOthers) {
  Bench bench = begun(small_pack(4));
  bench.make_fault(fault(FaultKind::cell_heated, 3, 0, kForever, 40));
  bench.run_until(4 * 3600);
  EXPECT_GT(bench.plant(1).cell_temperature_c(2), bench.plant(1).cell_temperature_c(0) + 20);
  EXPECT_NEAR(bench.plant(1).cell_temperature_c(1), bench.plant(1).cell_temperature_c(0), 1);
}

TEST(ByHand, TheKnobsAreTheWorld) {
  Bench bench = begun(small_pack(4));
  bench.turn({.sun_factor = 0.5, .sun_share = 0.8, .house_w = 123, .ambient_c = 31});
  bench.run_until(120);
  EXPECT_DOUBLE_EQ(bench.site().solar_w, 400);
  EXPECT_DOUBLE_EQ(bench.site().house_w, 123);
  EXPECT_DOUBLE_EQ(bench.site().ambient_c, 31);
  bench.turn({});
  bench.run_until(180);
  EXPECT_DOUBLE_EQ(bench.site().house_w, 40);
}

TEST(ByHand, CloudsComeOnTheDayOnWhichTheyAreAskedFor) {
  Scenario scenario = small_pack(4);
  scenario.begin_s = 12 * 3600;
  scenario.site.sun.measured.reset();
  scenario.site.sun.cloudiness = 0;
  Bench bench{scenario, {}};
  bench.run_until(600);
  const double clear_w = bench.site().solar_w;
  bench.turn({.cloudiness = 1});
  bench.run_until(1200);
  EXPECT_LT(bench.site().solar_w, clear_w / 2);
}

TEST(ByHand, WhatCannotBeIsASentence) {
  const Scenario scenario = small_pack(4);
  const auto sentence = [&](const Fault& made) {
    const auto problem = find_fault_problem(scenario, made);
    return problem ? problem->sentence : "";
  };
  EXPECT_EQ(sentence(fault(FaultKind::board_dead, 4, 0, 0)), "");
  EXPECT_EQ(sentence(fault(FaultKind::board_dead, 5, 0, 0)),
            "cell = 5 is not possible with board_dead; it may be 1 to 4.");
  EXPECT_EQ(sentence(fault(FaultKind::weak_cell, 2, 0, 0, 50)),
            "the fault weak_cell is there from the beginning: begin the simulation anew with it.");
  EXPECT_EQ(sentence(fault(FaultKind::cell_heated, 2, 0, 0, 900)),
            "warmer_c = 900 is not possible; it may be -100 to 200 °C.");
}

}  // namespace
}  // namespace cellwarden::twin
