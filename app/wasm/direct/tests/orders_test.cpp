// SPDX-License-Identifier: Apache-2.0
// What is written to a pack straight from a browser (SET-1, SET-2, RELAY-9, CELL-10).
#include <gmock/gmock.h>

#include "across.hpp"

namespace cellwarden::direct {
namespace {

using test::Across;
using test::code_of;
using test::json;
using test::kPin;

class Orders : public testing::Test {
 protected:
  void SetUp() override {
    across.connect();
    ASSERT_EQ(code_of(across.sign_in(kPin)), "");
    across.run(5);
  }
  Across across;
};

TEST_F(Orders, ASettingIsWrittenAndReadBack) {
  const json done = across.apply({{"v_min", 2.75}});
  ASSERT_EQ(code_of(done), "") << done.dump();
  EXPECT_EQ(done["changes"][0]["before"], 2.7);
  EXPECT_EQ(done["changes"][0]["after"], 2.75);
  EXPECT_EQ(across.board().settings.v_min, core::Millivolts{2750});
  EXPECT_EQ(across.setting("v_min"), 2.75);
}

TEST_F(Orders, WhatTheRulesForbidIsFoundBeforeAnythingIsSent) {
  across.direct.stage("v_min", 3.5);
  const json checked = across.direct.check();
  EXPECT_EQ(checked["ok"], false);
  EXPECT_EQ(checked["refusal"]["setting"], "v_min");
  EXPECT_EQ(checked["refusal"]["other"], "v_bypass");
  EXPECT_EQ(code_of(across.apply({{"v_min", 3.5}})), "setting_refused");
  EXPECT_EQ(across.board().settings.v_min, core::Millivolts{2700});
  across.direct.stage("v_min", 2.75);
  EXPECT_EQ(across.direct.check()["ok"], true);
}

TEST_F(Orders, EachNeedsThePinAndGuessesAreLimited) {
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}}, 1111)), "wrong_pin");
  }
  EXPECT_EQ(code_of(across.command("hold", 1111, 1, 0)), "pin_locked");
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}})), "pin_locked");
  EXPECT_EQ(across.settings()["pin_locked_s"], 60);
  EXPECT_EQ(across.board().settings.v_min, core::Millivolts{2700});
  across.run(61);
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}})), "");
}

TEST_F(Orders, OneAtATime) {
  across.direct.stage("v_min", 2.75);
  across.direct.apply(kPin, across.now());
  across.direct.command("hold", kPin, 1, 0, 0, across.now());
  EXPECT_EQ(code_of(json::parse(across.direct.take_outcome())), "busy");
  EXPECT_EQ(code_of(across.outcome()), "");
  EXPECT_EQ(across.board().settings.v_min, core::Millivolts{2750});
}

TEST_F(Orders, ALostConnectionSaysThatItMayHaveBeenDone) {
  across.direct.stage("v_min", 2.75);
  across.direct.apply(kPin, across.now());
  across.hang_up();
  EXPECT_EQ(code_of(across.outcome()), "dropped");
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}})), "no_connection");
}

TEST_F(Orders, HoldsARelayOpen) {
  ASSERT_EQ(code_of(across.command("hold", kPin, 1, 0)), "");
  across.run(3);
  EXPECT_EQ(across.pack()["panel"]["hold_charge_open"], true);
  EXPECT_EQ(across.pack()["charge_relay"]["allowed"], false);
  ASSERT_EQ(code_of(across.command("hold", kPin, 0, 0)), "");
}

TEST_F(Orders, CorrectsACell) {
  EXPECT_EQ(code_of(across.command("offset", kPin, 3, 51, 0)), "bad_request");
  EXPECT_EQ(code_of(across.command("offset", kPin, 3, 10, 0.25)), "bad_request");
  ASSERT_EQ(code_of(across.command("offset", kPin, 3, -10, 0.5)), "");
  across.run(3);
  EXPECT_EQ(across.pack()["cells"]["3"]["offset_mv"], -10);
  EXPECT_EQ(across.pack()["cells"]["3"]["offset_c"], 0.5);
}

// The new one is tried before it is said to be the PIN.
TEST_F(Orders, ChangesThePin) {
  ASSERT_EQ(code_of(across.command("pin", kPin, 4321)), "");
  EXPECT_EQ(across.board().settings.pin, 4321);
  EXPECT_EQ(across.settings()["factory_pin"], false);
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}})), "wrong_pin");
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}}, 4321)), "");
}

// One source alone says how: so it is off, and what no source says is not there at all.
TEST(OrdersToARealOne, AreOffUntilTheOwnerAllowsThem) {
  Across across;
  across.connect(false);
  ASSERT_EQ(code_of(across.sign_in(kPin)), "");
  across.run(20);
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}})), "unproven");
  EXPECT_EQ(code_of(across.command("clear-totals")), "not_possible");
  EXPECT_EQ(across.board().settings.v_min, core::Millivolts{2700});
  across.direct.allow_unproven(true);
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.75}}, 1111)), "wrong_pin");
  EXPECT_EQ(code_of(across.apply({{"v_min", 2.752}})), "setting_refused") << "steps of 5 mV";
  across.sent.clear();
  ASSERT_EQ(code_of(across.apply({{"v_min", 2.75}})), "");
  EXPECT_EQ(across.board().settings.v_min, core::Millivolts{2750});
  EXPECT_EQ(across.setting("v_min"), 2.75);
  EXPECT_EQ(code_of(across.command("clear-totals")), "not_possible");
  EXPECT_THAT(across.sent, testing::Contains(testing::StartsWith("02-040!")));
  EXPECT_THAT(across.sent, testing::Contains(testing::StartsWith("S2@")));
}

TEST(OrdersToARealOne, GoRegisterByRegisterAndAreReadBackEach) {
  Across across;
  across.connect(false);
  ASSERT_EQ(code_of(across.sign_in(kPin)), "");
  across.run(20);
  across.direct.allow_unproven(true);
  const json done = across.apply({{"v_min", 2.75}, {"v_max", 3.65}});
  ASSERT_EQ(code_of(done), "") << done.dump();
  EXPECT_EQ(done["changes"].size(), 2U);
  EXPECT_EQ(across.board().settings.v_max, core::Millivolts{3650});
}

}  // namespace
}  // namespace cellwarden::direct
