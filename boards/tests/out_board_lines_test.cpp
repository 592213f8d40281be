// SPDX-License-Identifier: Apache-2.0
// What a client can make the OUT board do over the Bluetooth lines.
#include <gtest/gtest.h>

#include "cellwarden/boards/out_board.hpp"
#include "out_story.hpp"

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using core::EventKind;
using test::OutStory;

bool ends_with(const std::string& text, const std::string& end) {
  return text.ends_with(end + '\r');
}

OutStory logged_in() {
  OutStory story;
  story.run(40_s);
  EXPECT_TRUE(ends_with(story.ask("PW1234!"), "OK"));
  return story;
}

// SET-2, OUT-4
TEST(OutBoardLines, NothingIsDoneWithoutThePin) {
  OutStory story;
  story.run(40_s);
  EXPECT_TRUE(ends_with(story.ask("D0-051!"), "NA"));
  EXPECT_TRUE(ends_with(story.ask("PW4321!"), "NA"));
  EXPECT_EQ(story.board.access.wrong, 1);
}

// SET-1: stored, read back, and only then reported; V-max is a word of 5 mV: 3.55 V = 0x2C6.
TEST(OutBoardLines, AChangedLimitIsStoredBeforeItIsReported) {
  OutStory story = logged_in();
  EXPECT_TRUE(ends_with(story.ask("02-050!"), "OK"));
  EXPECT_TRUE(ends_with(story.ask("C6-051!"), "OK"));
  EXPECT_EQ(story.board.settings.v_max, 3550_mV);
  story.power_up();
  EXPECT_EQ(story.board.settings.v_max, 3550_mV);
  EXPECT_FALSE(story.happened(EventKind::settings_lost));
}

// SET-1: V-bypass is 3.40 V; V-max of 3.40 V is refused, and nothing has changed.
TEST(OutBoardLines, AContradictingLimitIsRefused) {
  OutStory story = logged_in();
  story.ask("02-050!");
  EXPECT_TRUE(ends_with(story.ask("A8-051!"), "KO"));
  EXPECT_EQ(story.board.settings.v_max, 3600_mV);
}

// SET-1: a memory that takes nothing.
TEST(OutBoardLines, WhatCannotBeStoredIsRefusedAndToldAsAnEvent) {
  OutStory story = logged_in();
  story.run(story.now + 1_s);
  story.operations_left = 0;
  story.ask("02-050!");
  EXPECT_TRUE(ends_with(story.ask("C6-051!"), "KO"));
  EXPECT_EQ(story.board.settings.v_max, 3600_mV);
  EXPECT_TRUE(story.happened(EventKind::store_failing));
}

// SET-2: five wrong PINs lock for a minute, over a loss of power too; OUT-2: the button ends it.
TEST(OutBoardLines, FiveWrongPinsLockUntilTheButtonIsHeldFor5Seconds) {
  OutStory story;
  story.run(40_s);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(ends_with(story.ask("PW0000!"), "NA"));
  EXPECT_TRUE(ends_with(story.ask("PW1234!"), "NA"));
  story.run(story.now + 1_s);
  story.power_up();
  EXPECT_TRUE(story.board.access.locked);
  EXPECT_TRUE(ends_with(story.ask("PW1234!"), "NA"));
  story.button = true;
  story.step_now();
  story.run(story.now + 5_s + 10_ms);
  story.button = false;
  story.step_now();
  EXPECT_TRUE(ends_with(story.ask("PW1234!"), "OK"));
}

// RELAY-9: held open at once, after a loss of power too; nobody can hold one closed.
TEST(OutBoardLines, AHeldRelayStaysOpenOverALossOfPower) {
  OutStory story = logged_in();
  ASSERT_TRUE(story.charge_closed());
  EXPECT_TRUE(ends_with(story.ask("01-019!"), "OK"));
  story.run(story.now + 2_s);
  EXPECT_FALSE(story.charge_closed());
  EXPECT_TRUE(story.load_closed());
  story.power_up();
  story.run(story.now + 60_s);
  EXPECT_FALSE(story.charge_closed());
  EXPECT_TRUE(story.load_closed());
  EXPECT_TRUE(ends_with(story.ask("PW1234!"), "OK"));
  EXPECT_TRUE(ends_with(story.ask("02-342!"), "KO"));
  EXPECT_TRUE(ends_with(story.ask("00-019!"), "OK"));
  story.run(story.now + 60_s);
  EXPECT_TRUE(story.charge_closed());
}

// OUT-4: live records with each message, until told to stop.
TEST(OutBoardLines, StreamsRecordsWithEachMessage) {
  OutStory story = logged_in();
  EXPECT_TRUE(ends_with(story.ask("E!"), "OK"));
  story.told.clear();
  story.run(story.now + 2_s);
  EXPECT_NE(story.told.find("U_"), std::string::npos);
  EXPECT_NE(story.told.find("C_04_04_"), std::string::npos);
  story.ask("D!");
  story.told.clear();
  story.run(story.now + 3_s);
  EXPECT_EQ(story.told, "");
}

// A client that goes away is logged out, and what it had asked for is stored all the same.
TEST(OutBoardLines, ADisconnectedClientMustLogInAgain) {
  OutStory story = logged_in();
  story.connected = false;
  story.step_now();
  EXPECT_TRUE(ends_with(story.ask("S2@"), "NA"));
}

}  // namespace
}  // namespace cellwarden::boards
