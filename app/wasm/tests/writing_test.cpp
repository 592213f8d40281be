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
  EXPECT_EQ(error_code(simulator.command("hold", 1, kWrongPin, 1, 0)), "pin_locked");
  EXPECT_EQ(error_code(simulator.write(1, kPin)), "pin_locked");
  EXPECT_EQ(simulator.settings(1)["settings"]["v_max"]["value"], 3.6);
  simulator.advance(61'000);
  EXPECT_EQ(error_code(simulator.write(1, kPin)), "");
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
  ASSERT_EQ(error_code(simulator.command("hold", 1, kPin, 0, 1)), "");
  simulator.advance(3000);
  json shown = status(simulator);
  EXPECT_EQ(shown["panel"]["hold_load_open"], true);
  EXPECT_EQ(shown["load_relay"]["allowed"], false);
  EXPECT_EQ(shown["load_relay"]["reasons"][0]["rule"], "RELAY-9");
  EXPECT_EQ(shown["charge_relay"]["allowed"], true);
  ASSERT_EQ(error_code(simulator.command("hold", 1, kPin, 0, 0)), "");
  simulator.advance(60'000);
  EXPECT_EQ(status(simulator)["load_relay"]["allowed"], true);
}

TEST(Writing, ANewPinIsTheOneThatCounts) {
  Simulator simulator;
  start(simulator);
  ASSERT_EQ(error_code(simulator.command("change_pin", 1, kPin, 4321, 0)), "");
  EXPECT_EQ(error_code(simulator.command("clear_totals", 1, kPin, 0, 0)), "wrong_pin");
  EXPECT_EQ(error_code(simulator.command("clear_totals", 1, 4321, 0, 0)), "");
  simulator.advance(60'000);
  EXPECT_EQ(status(simulator)["links"][0]["signed_in"], true);
  EXPECT_EQ(error_code(simulator.command("change_pin", 1, 4321, 10'000, 0)), "bad_value");
}

// OUT-2: held for 5 s the PIN is 1234 again.
TEST(Writing, TheButtonResetsThePin) {
  Simulator simulator;
  start(simulator);
  ASSERT_EQ(error_code(simulator.command("change_pin", 1, kPin, 4321, 0)), "");
  simulator.fault("button", 1, 0, 0, true);
  simulator.advance(6000);
  simulator.fault("button", 1, 0, 0, false);
  simulator.advance(2000);
  EXPECT_EQ(error_code(simulator.command("clear_totals", 1, kPin, 0, 0)), "");
}

// CHAIN-7.
TEST(Writing, ANewPackIsConfirmed) {
  Simulator simulator;
  Plan plan = test::small_plan(7);
  plan.set("pack.commissioned", 0, 0, 0);
  plan.set("switches.factory_cells", 0, 0, 8);
  start(simulator, plan);
  ASSERT_EQ(status(simulator)["setup"]["cells_to_confirm"], 7);
  ASSERT_EQ(error_code(simulator.command("confirm_cells", 1, kPin, 0, 0)), "");
  simulator.advance(60'000);
  EXPECT_EQ(status(simulator)["setup"]["cells"], 7);
  EXPECT_TRUE(status(simulator)["warnings"].empty());
}

TEST(Writing, AnOutBoardWithoutSupplyDoesNotAnswer) {
  Simulator simulator;
  start(simulator);
  simulator.fault("out_power_loss", 1, 0, 0, true);
  simulator.advance(2000);
  EXPECT_EQ(error_code(simulator.command("hold", 1, kPin, 1, 1)), "timed_out");
}

}  // namespace
}  // namespace cellwarden::simulator
