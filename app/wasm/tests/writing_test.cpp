// SPDX-License-Identifier: Apache-2.0
// What is written over the boards' lines (SET-1, SET-2, RELAY-9, CHAIN-7).
#include <gtest/gtest.h>

#include "story.hpp"

namespace cellwarden::simulator {
namespace {

using test::error_code;
using test::json;
using test::start;
using test::status;

constexpr int kPin = 1234;
constexpr int kWrongPin = 1111;

TEST(Writing, ASettingIsWrittenAndReadBack) {
  Simulator simulator;
  start(simulator);
  simulator.stage("v_max", 3.55);
  const json written = simulator.write(1, kPin);
  ASSERT_EQ(error_code(written), "") << written.dump();
  EXPECT_EQ(written["changes"][0]["before"], 3.6);
  EXPECT_EQ(written["changes"][0]["after"], 3.55);
  EXPECT_EQ(simulator.settings(1)["settings"]["v_max"]["value"], 3.55);
  EXPECT_EQ(simulator.bench().out_board(1).settings.v_max, core::Millivolts{3550});
}

TEST(Writing, AWrongPinIsRefusedAndFiveOfThemLockForAMinute) {
  Simulator simulator;
  start(simulator);
  for (int i = 1; i < 5; ++i) {
    simulator.stage("v_max", 3.55);
    EXPECT_EQ(error_code(simulator.write(1, kWrongPin)), "wrong_pin");
  }
  EXPECT_EQ(error_code(simulator.command("hold", 1, kWrongPin, 1, 0, 0)), "pin_locked");
  EXPECT_EQ(error_code(simulator.write(1, kPin)), "pin_locked");
  EXPECT_EQ(simulator.settings(1)["settings"]["v_max"]["value"], 3.6);
  simulator.advance(61'000);
  EXPECT_EQ(error_code(simulator.write(1, kPin)), "");
}

// SET-2: the board's own count is what the screen is told, and so is what is left of the lock.
TEST(Writing, WhatIsLeftOfALockIsTold) {
  Simulator simulator;
  start(simulator);
  json settings = simulator.settings(1);
  EXPECT_EQ(settings["factory_pin"], true);
  EXPECT_EQ(settings["pin_locked_s"], 0);
  for (int i = 1; i <= 5; ++i) simulator.write(1, kWrongPin);
  EXPECT_EQ(simulator.settings(1)["pin_locked_s"], 60);
  simulator.advance(20'000);
  EXPECT_EQ(simulator.settings(1)["pin_locked_s"], 40);
  EXPECT_EQ(simulator.write(1, kPin)["error"]["retry_after_s"], 40);
  simulator.advance(41'000);
  ASSERT_EQ(error_code(simulator.command("change_pin", 1, kPin, 4321, 0, 0)), "");
  EXPECT_EQ(simulator.settings(1)["factory_pin"], false);
}

// SET-1: what the board would refuse is found before, and nothing is written.
TEST(Writing, AChangeIsCheckedWithoutAPin) {
  Simulator simulator;
  start(simulator);
  simulator.stage("v_max", 3.55);
  const json good = simulator.check(1);
  EXPECT_EQ(error_code(good), "");
  EXPECT_EQ(good["changes"][0]["after"], 3.55);
  EXPECT_EQ(simulator.settings(1)["settings"]["v_max"]["value"], 3.6);
  simulator.stage("v_min", 3.5);
  const json refused = simulator.check(1);
  EXPECT_EQ(error_code(refused), "refused");
  EXPECT_EQ(refused["error"]["setting"], "v_min");
  simulator.stage("v_max", 7);
  EXPECT_EQ(error_code(simulator.check(1)), "bad_value");
  EXPECT_EQ(error_code(simulator.check(2)), "unknown");
}

// CELL-10.
TEST(Writing, ABoardIsCorrected) {
  Simulator simulator;
  start(simulator);
  const json before = status(simulator)["cells"]["3"];
  ASSERT_EQ(error_code(simulator.command("set_offset", 1, kPin, 3, 40, -1.5)), "");
  simulator.advance(10'000);
  const json after = status(simulator)["cells"]["3"];
  EXPECT_NEAR(after["mv"].get<double>(), before["mv"].get<double>() + 40, 5);
  EXPECT_NEAR(after["c"].get<double>(), before["c"].get<double>() - 1.5, 0.6);
  EXPECT_EQ(error_code(simulator.command("set_offset", 1, kPin, 3, 51, 0)), "refused");
}

TEST(Writing, WhatContradictsIsRefusedByTheBoardWithItsReason) {
  Simulator simulator;
  start(simulator);
  simulator.stage("v_min", 3.5);
  const json refused = simulator.write(1, kPin);
  EXPECT_EQ(error_code(refused), "refused");
  EXPECT_EQ(refused["error"]["setting"], "v_min");
  EXPECT_EQ(refused["error"]["sentence"],
            "The pack refused it; nothing has changed. v_min must be below v_bypass.");
  EXPECT_EQ(simulator.settings(1)["settings"]["v_min"]["value"], 2.7);
}

TEST(Writing, AValueOffItsStepOrRangeNamesWhatIsPossible) {
  Simulator simulator;
  start(simulator);
  for (const double value : {3.601, 7.0, -1.0}) {
    simulator.stage("v_max", value);
    const json refused = simulator.write(1, kPin);
    EXPECT_EQ(error_code(refused), "bad_value");
    EXPECT_EQ(refused["error"]["sentence"], "v_max may be 2 to 5 V in steps of 0.005.");
  }
  simulator.stage("pin", 1);
  EXPECT_EQ(error_code(simulator.write(1, kPin)), "unknown");
}

TEST(Writing, TheRelaysAreHeldOpenAndLetGo) {
  Simulator simulator;
  start(simulator);
  ASSERT_EQ(status(simulator)["load_relay"]["allowed"], true);
  ASSERT_EQ(error_code(simulator.command("hold", 1, kPin, 0, 1, 0)), "");
  simulator.advance(3000);
  json shown = status(simulator);
  EXPECT_EQ(shown["panel"]["hold_load_open"], true);
  EXPECT_EQ(shown["load_relay"]["allowed"], false);
  EXPECT_EQ(shown["load_relay"]["reasons"][0]["rule"], "RELAY-9");
  EXPECT_EQ(shown["charge_relay"]["allowed"], true);
  ASSERT_EQ(error_code(simulator.command("hold", 1, kPin, 0, 0, 0)), "");
  simulator.advance(60'000);
  EXPECT_EQ(status(simulator)["load_relay"]["allowed"], true);
}

TEST(Writing, ANewPinIsTheOneThatCounts) {
  Simulator simulator;
  start(simulator);
  ASSERT_EQ(error_code(simulator.command("change_pin", 1, kPin, 4321, 0, 0)), "");
  EXPECT_EQ(error_code(simulator.command("clear_totals", 1, kPin, 0, 0, 0)), "wrong_pin");
  EXPECT_EQ(error_code(simulator.command("clear_totals", 1, 4321, 0, 0, 0)), "");
  simulator.advance(60'000);
  EXPECT_EQ(status(simulator)["links"][0]["signed_in"], true);
  EXPECT_EQ(error_code(simulator.command("change_pin", 1, 4321, 10'000, 0, 0)), "bad_value");
}

// OUT-2: held for 5 s the PIN is 1234 again.
TEST(Writing, TheButtonResetsThePin) {
  Simulator simulator;
  start(simulator);
  ASSERT_EQ(error_code(simulator.command("change_pin", 1, kPin, 4321, 0, 0)), "");
  simulator.fault("button", 1, 0, 0, true);
  simulator.advance(6000);
  simulator.fault("button", 1, 0, 0, false);
  simulator.advance(2000);
  EXPECT_EQ(error_code(simulator.command("clear_totals", 1, kPin, 0, 0, 0)), "");
}

// CHAIN-7.
TEST(Writing, ANewPackIsConfirmed) {
  Simulator simulator;
  Plan plan = test::small_plan(7);
  plan.set("pack.commissioned", 0, 0, 0);
  plan.set("switches.factory_cells", 0, 0, 8);
  start(simulator, plan);
  ASSERT_EQ(status(simulator)["setup"]["cells_to_confirm"], 7);
  ASSERT_EQ(error_code(simulator.command("confirm_cells", 1, kPin, 0, 0, 0)), "");
  simulator.advance(60'000);
  EXPECT_EQ(status(simulator)["setup"]["cells"], 7);
  EXPECT_TRUE(status(simulator)["warnings"].empty());
}

TEST(Writing, AnOutBoardWithoutSupplyDoesNotAnswer) {
  Simulator simulator;
  start(simulator);
  simulator.fault("out_power_loss", 1, 0, 0, true);
  simulator.advance(2000);
  EXPECT_EQ(error_code(simulator.command("hold", 1, kPin, 1, 1, 0)), "timed_out");
}

}  // namespace
}  // namespace cellwarden::simulator
