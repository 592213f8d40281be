// SPDX-License-Identifier: Apache-2.0
// What a browser knows of a pack that it has connected to by itself (APP-4, APP-7, OUT-4, SET-2).
#include <gmock/gmock.h>

#include "across.hpp"

namespace cellwarden::direct {
namespace {

using test::Across;
using test::code_of;
using test::json;
using test::kPin;

TEST(Direct, TellsNothingBeforeThePinAndSaysWhatToDo) {
  Across across;
  across.connect();
  across.run(3);
  const json pack = across.pack();
  EXPECT_EQ(pack["presence"], "never");
  EXPECT_EQ(pack["links"][0]["kind"], "bluetooth");
  EXPECT_EQ(pack["links"][0]["signed_in"], false);
  EXPECT_THAT(pack["links"][0]["sentence"].get<std::string>(),
              testing::HasSubstr("tells nothing without its PIN"));
  EXPECT_EQ(across.settings()["abilities"]["settings"]["possible"], false);
}

TEST(Direct, TellsWhatTheBoardKnowsOnceItHasThePin) {
  Across across;
  across.connect();
  across.run(2);
  ASSERT_EQ(code_of(across.sign_in(kPin)), "");
  across.run(5);
  const json pack = across.pack();
  EXPECT_EQ(pack["id"], "!shed");
  EXPECT_EQ(pack["name"], "Shed");
  EXPECT_EQ(pack["presence"], "live");
  EXPECT_EQ(pack["links"][0]["state"], "up");
  EXPECT_EQ(pack["links"][0]["device"], "cellwarden");
  ASSERT_EQ(pack["cells"].size(), 16U);
  EXPECT_EQ(pack["cells"]["3"]["mv"], across.board().state.cells[2].voltage.count());
  EXPECT_EQ(across.setting("v_min"), 2.7);
  EXPECT_EQ(across.settings()["factory_pin"], true);
}

// A whole cycle is judged at once, and once.
TEST(Direct, JudgesOncePerCycle) {
  Across across;
  across.connect();
  ASSERT_EQ(code_of(across.sign_in(kPin)), "");
  across.run(5);
  across.fresh = 0;
  across.run(20);
  EXPECT_GE(across.fresh, 19);
  EXPECT_LE(across.fresh, 42) << "cycles of 1 s, and their settings, clock and probes";
}

// SET-2: five wrong ones lock the board, also for who comes back.
TEST(Direct, SaysHowLongTheBoardTakesNoPins) {
  Across across;
  across.connect();
  across.run(2);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(code_of(across.sign_in(1111)), "wrong_pin") << i;
  const json fifth = across.sign_in(1111);
  ASSERT_EQ(code_of(fifth), "pin_locked");
  EXPECT_GT(fifth["error"]["retry_after_s"], 50);
  EXPECT_LE(fifth["error"]["retry_after_s"], 60);
  across.hang_up();
  across.connect();
  across.run(2);
  EXPECT_EQ(code_of(across.sign_in(kPin)), "pin_locked");
  across.run(61);
  EXPECT_EQ(code_of(across.sign_in(kPin)), "");
}

// APP-7: what was read last stays, and grows old.
TEST(Direct, GrowsOldWithoutAConnectionAndComesBackWithoutAnotherPin) {
  Across across;
  across.connect();
  ASSERT_EQ(code_of(across.sign_in(kPin)), "");
  across.run(5);
  across.hang_up();
  EXPECT_EQ(across.pack()["links"][0]["state"], "waiting");
  EXPECT_EQ(across.pack()["links"][0]["sentence"], "the connection has ended.");
  across.run(5);
  EXPECT_EQ(across.pack()["presence"], "stale");
  across.run(20);
  EXPECT_EQ(across.pack()["presence"], "no_data");
  EXPECT_EQ(across.pack()["warnings"], json::array({"E"}));
  across.connect();
  across.run(4);
  EXPECT_EQ(across.pack()["presence"], "live");
  std::vector<std::string> kinds;
  kinds.reserve(across.events.size());
  for (const json& event : across.events) kinds.push_back(event["kind"].get<std::string>());
  EXPECT_THAT(kinds, testing::Contains("no_data"));
  EXPECT_THAT(kinds, testing::Contains("data_back"));
}

// EN-2: the board's day ends when the owner's does.
TEST(Direct, SetsTheClockOfABoardOfOurs) {
  Across across;
  across.connect();
  ASSERT_EQ(code_of(across.sign_in(kPin)), "");
  across.run(10);
  const json clock = across.settings()["clock"];
  EXPECT_EQ(clock["set"], true);
  EXPECT_LE(std::abs(clock["off_s"].get<int>()), 2);
}

// A device without our mark is never sent a line of our own; and it is pinged every 330 ms.
TEST(Direct, AsksARealOneOnlyWhatThePublicLinesHave) {
  Across across{protocol::Generation::three};
  across.connect(false);
  ASSERT_EQ(code_of(across.sign_in(kPin)), "");
  across.sent.clear();
  across.run(10);
  const auto pings = std::ranges::count(across.sent, "$");
  EXPECT_GE(pings, 28);
  EXPECT_LE(pings, 31);
  for (const std::string& line : across.sent) EXPECT_NE(line.front(), 'X') << line;
  across.run(10);
  const json pack = across.pack();
  EXPECT_EQ(pack["presence"], "live");
  EXPECT_EQ(pack["links"][0]["device"], "public");
  EXPECT_EQ(across.setting("v_min"), 2.7);
}

TEST(Direct, OfGenerationTwoIsReadToo) {
  Across across{protocol::Generation::one_or_two};
  across.connect(false);
  static_cast<void>(across.sign_in(kPin));
  across.run(20);
  const json pack = across.pack();
  EXPECT_EQ(pack["presence"], "live");
  EXPECT_EQ(pack["cells"].size(), 16U);
}

TEST(Direct, HangsUpWhenNobodyAnswers) {
  Direct direct{"!x", "x", "Bluetooth"};
  Moment now{};
  direct.open(true, now);
  now.steady = core::Milliseconds{9'999};
  direct.tick(now);
  EXPECT_FALSE(direct.silent());
  now.steady = core::Milliseconds{10'000};
  direct.tick(now);
  EXPECT_TRUE(direct.silent());
}

}  // namespace
}  // namespace cellwarden::direct
