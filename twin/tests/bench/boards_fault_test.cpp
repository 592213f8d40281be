// SPDX-License-Identifier: Apache-2.0
// Faults of boards, relays, memory and supply.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::count;
using test::fault;
using test::figure;
using test::first;
using test::small_pack;

// CHAIN-6: a dead board and a broken wire behind it look the same, and the sentence names both.
TEST(BoardFault, ADeadBoardOpensTheRelaysAndIsNamed) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::board_dead, 5, 60, 120)};
  Bench bench{scenario, {}};
  bench.run_until(100);
  EXPECT_LE(first(bench, "load_relay_opened").value_or(1e9) - 60, 3.6);
  EXPECT_EQ(bench.out_board(1).break_watch.cell, 5);
  bench.run_until(200);
  EXPECT_TRUE(first(bench, "load_relay_closed", 120));
}

// OUT-6: it is back after 2 s, before the third missed message: no E.
TEST(BoardFault, AHangingCellBoardIsResetByItsWatchdog) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::board_hanging, 5, 60.3, 61)};
  Bench bench{scenario, {}};
  bench.run_until(120);
  EXPECT_NEAR(first(bench, "board_reset").value_or(0), 62.3, 0.01);
  EXPECT_EQ(count(bench, "charge_relay_opened"), 0);
}

// OUT-6: the OUT board comes up with both relays open.
TEST(BoardFault, AHangingOutBoardComesUpWithBothRelaysOpen) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::board_hanging, 8, 60.3, 61)};
  Bench bench{scenario, {}};
  bench.run_until(120);
  EXPECT_NEAR(first(bench, "charge_relay_opened").value_or(0), 62.31, 0.02);
  EXPECT_NEAR(first(bench, "load_relay_opened").value_or(0), 62.31, 0.02);
  EXPECT_TRUE(first(bench, "charge_relay_closed", 63));
}

TEST(BoardFault, ABoardThatRebootsAgainAndAgainKeepsTheRelaysOpen) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::board_rebooting, 4, 60, 360, 5)};
  Bench bench{scenario, {}};
  bench.run_until(360);
  EXPECT_GT(count(bench, "board_reset"), 40);
  EXPECT_TRUE(bench.violations().empty());
}

// The IN board's clock is a little slow by itself, and so it is again after the fault.
TEST(BoardFault, AClockThatDriftedHasItsOwnRateAgain) {
  const auto messages = [](double drift_ppm) {
    Scenario scenario = small_pack();
    scenario.packs[0].spread.clock_error_ppm = 1000;
    if (drift_ppm != 0) scenario.faults = {fault(FaultKind::clock_drift, 1, 60, 61, drift_ppm)};
    Bench bench{scenario, {.seed = 5}};
    bench.run_until(10'000);
    return figure(bench, "messages_good");
  };
  const double own = messages(0);
  ASSERT_GT(std::abs(own - 10'000), 5);  // it is not a right one
  EXPECT_NEAR(messages(20'000), own, 1);
}

// RELAY-8: nobody judges while the OUT board has no power, and the contacts are looked at all the
// same: here a shock closes one of them in the dark.
TEST(BoardFault, ContactsAreLookedAtWhileTheOutBoardHasNoPower) {
  Scenario scenario = small_pack();
  const auto holds = [](const char* name) {
    Expectation e;
    e.shape = Expectation::Shape::holds;
    e.name = name;
    e.from_s = 61;
    e.to_s = 119;
    e.says = name;
    return e;
  };
  scenario.faults = {fault(FaultKind::out_power_loss, 0, 60, 120),
                     fault(FaultKind::relay_flipped, 1, 100, 1e9)};
  scenario.expectations = {holds("charge_relay_open"), holds("load_relay_open"),
                           holds("load_relay_closed"), holds("bypass_off")};
  scenario.expectations.back().number = 2;
  Bench bench{scenario, {}};
  bench.run_until(130);
  const std::vector<Verdict> verdicts = bench.verdicts();
  EXPECT_EQ(verdicts[0].sentence, "charge_relay_open (it was broken at 100.000 s).");
  EXPECT_TRUE(verdicts[1].kept) << verdicts[1].sentence;
  EXPECT_FALSE(verdicts[2].kept);
  EXPECT_TRUE(verdicts[3].kept) << verdicts[3].sentence;
}

// What the OUT board said last is no news: neither a warning nor its absence holds in the dark.
TEST(BoardFault, NothingIsKnownOfABoardWithoutPower) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::out_power_loss, 0, 60, 120)};
  for (const char* name : {"data", "warning_E", "no_warning_E", "no_warning_Vh", "soc_calibrated",
                           "soc_uncalibrated"}) {
    Expectation e;
    e.shape = Expectation::Shape::holds;
    e.name = name;
    e.from_s = 61;
    e.to_s = 119;
    scenario.expectations.push_back(e);
  }
  Bench bench{scenario, {}};
  bench.run_until(119);
  for (const Verdict& verdict : bench.verdicts()) {
    EXPECT_FALSE(verdict.kept);
    EXPECT_NE(verdict.sentence.find("it was broken at 6"), std::string::npos) << verdict.sentence;
  }
}

// CHAIN-7: a board that was taken out is "found 7 cells instead of 8".
TEST(BoardFault, AMissingBoardIsAnotherNumberOfCells) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::board_missing, 4, 60, 600)};
  Bench bench{scenario, {}};
  bench.run_until(120);
  EXPECT_LE(first(bench, "cell_count_differs").value_or(1e9) - 60, 1.2);
  EXPECT_LE(first(bench, "charge_relay_opened").value_or(1e9) - 60, 1.2);
  EXPECT_FALSE(first(bench, "charge_relay_closed", 60));
}

// Two wires in each other's place show the two cells in each other's place, and nothing else.
TEST(BoardFault, SwappedBoardsShowEachOthersCells) {
  Scenario scenario = small_pack(8);
  scenario.packs[0].cell_plans = {{.cell = 3, .soc_percent = 20}, {.cell = 6, .soc_percent = 80}};
  scenario.faults = {fault(FaultKind::boards_swapped, 3, 60, 600, 6)};
  Bench bench{scenario, {}};
  bench.run_until(59);
  const core::Millivolts low = bench.out_board(1).state.cells[2].voltage;
  const core::Millivolts high = bench.out_board(1).state.cells[5].voltage;
  ASSERT_LT(low, high);
  bench.run_until(70);
  EXPECT_GT(bench.out_board(1).state.cells[2].voltage, bench.out_board(1).state.cells[5].voltage);
}

// RELAY-8: no relay closed 0.5 s after the OUT board lost power.
TEST(BoardFault, NoRelayIsClosedHalfASecondAfterTheOutBoardLostPower) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::out_power_loss, 0, 100.4, 400)};
  Bench bench{scenario, {}};
  bench.run_until(100.9);
  EXPECT_FALSE(bench.pack(1).charge_contact_closed);
  EXPECT_FALSE(bench.pack(1).load_contact_closed);
  EXPECT_EQ(bench.pack(1).state, nullptr);
  bench.run_until(500);
  EXPECT_TRUE(bench.pack(1).charge_contact_closed);
  EXPECT_NEAR(core::milli_percent(bench.pack(1).state->soc).count() / 1000.0, 50, 2);
}

// The energy on the board outlasts a dip of 0.1 s; the relays open all the same.
TEST(BoardFault, AShortDipOfTheSupplyOpensTheRelaysWithoutAReset) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::out_power_loss, 0, 100.4, 100.5)};
  Bench bench{scenario, {}};
  bench.run_until(200);
  EXPECT_EQ(count(bench, "board_reset"), 0);
  EXPECT_EQ(count(bench, "charge_relay_opened"), 1);
  EXPECT_TRUE(first(bench, "charge_relay_closed", 101));
}

// RELAY-7: welded contacts, or a charger that does not care.
TEST(BoardFault, ARelayThatDoesNotOpenIsAnAlarm) {
  for (const FaultKind kind : {FaultKind::charge_relay_welded, FaultKind::charger_ignores}) {
    Scenario scenario = small_pack();
    scenario.faults = {fault(kind, 0, 60, 200),
                       fault(FaultKind::cell_voltage_bias, 2, 70, 200, 400)};
    Bench bench{scenario, {}};
    bench.run_until(150);
    EXPECT_NEAR(first(bench, "relay_did_not_open").value_or(0), 81, 1.5);
  }
}

// RELAY-7: the same of the load.
TEST(BoardFault, ALoadThatFlowsOnIsAnAlarm) {
  for (const FaultKind kind : {FaultKind::load_relay_welded, FaultKind::load_ignores}) {
    Scenario scenario = small_pack();
    scenario.faults = {fault(kind, 0, 60, 200),
                       fault(FaultKind::cell_voltage_bias, 2, 70, 200, -700)};
    Bench bench{scenario, {}};
    bench.run_until(150);
    EXPECT_NEAR(first(bench, "relay_did_not_open").value_or(0), 81, 1.5);
    EXPECT_GT(bench.site().load_w, 30);
  }
}

// CHAIN-5: without the IN board there is nothing to hear; the board behind it says so (CHAIN-6).
TEST(BoardFault, AnInBoardWithoutPowerOpensTheRelays) {
  Scenario scenario = small_pack(8);
  scenario.faults = {fault(FaultKind::in_power_loss, 0, 60, 120)};
  Bench bench{scenario, {}};
  bench.run_until(100);
  EXPECT_LE(first(bench, "load_relay_opened").value_or(1e9) - 60, 3.6);
  EXPECT_EQ(bench.out_board(1).break_watch.cell, 1);
  bench.run_until(200);
  EXPECT_TRUE(first(bench, "load_relay_closed", 120));
}

// RELAY-8: a pulse that was lost is repeated.
TEST(BoardFault, ALostCoilPulseIsRepeatedWithin60Seconds) {
  Scenario scenario = small_pack();
  scenario.site.sun.measured = test::always(0);
  scenario.site.house.measured_w = test::always(0);
  scenario.site.inverter.standby_w = 0;
  scenario.faults = {fault(FaultKind::coil_pulse_lost, 0, 60, 75, 1),
                     fault(FaultKind::chain_wire_broken, 2, 70, 300)};
  Bench bench{scenario, {}};
  bench.run_until(200);
  EXPECT_LE(first(bench, "charge_relay_opened").value_or(1e9), 133);
}

// OUT-5: no flipped bit changes a value that is read; at the worst the settings are lost, and said.
TEST(BoardFault, ACorruptMemoryNeverChangesAValue) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Scenario scenario = small_pack();
    scenario.packs[0].settings.v_max = core::Millivolts{3555};
    scenario.faults = {fault(FaultKind::memory_corruption, 0, 60, 61, 40),
                       fault(FaultKind::out_power_loss, 0, 62, 70)};
    Bench bench{scenario, {.seed = seed}};
    bench.run_until(75);
    const bool lost = first(bench, "settings_lost").has_value();
    EXPECT_EQ(bench.out_board(1).settings.v_max.count(), lost ? 3600 : 3555) << seed;
  }
}

// IN-1, IN-2: what somebody does with the switches. Switch 5 is critical mode.
TEST(BoardFault, ASwitchActsAfter3Seconds) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::switches, 0, 60, 61, 0b0001'0000)};
  Bench bench{scenario, {}};
  bench.run_until(62.5);
  EXPECT_EQ(bench.out_board(1).head.options.mode, core::Mode::normal);
  bench.run_until(65.5);
  EXPECT_EQ(bench.out_board(1).head.options.mode, core::Mode::critical);
}

// OUT-2: the button, held for 5 s.
TEST(BoardFault, TheButtonResetsThePin) {
  Scenario scenario = small_pack();
  scenario.packs[0].settings.pin = 4711;
  scenario.faults = {fault(FaultKind::button, 0, 60, 66)};
  Bench bench{scenario, {}};
  bench.run_until(60);
  EXPECT_EQ(bench.out_board(1).settings.pin, 4711);
  bench.run_until(70);
  EXPECT_EQ(bench.out_board(1).settings.pin, core::kFactoryPin);
}

}  // namespace
}  // namespace cellwarden::twin
