// SPDX-License-Identifier: Apache-2.0
// What the IN board keeps over a loss of power: factory settings and zeros (IN-2, IN-6, OUT-5).
#include <gtest/gtest.h>

#include "cellwarden/boards/in_board.hpp"
#include "in_story.hpp"

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using core::SensorRange;
using test::InStory;

// Switch 8 ON for 4 s and OFF, with the others set to 250 A and 96 cells; ends 4 s after OFF, when
// the code is programmed.
void program_250_amps_96_cells(InStory& story) {
  const core::Milliseconds begin = story.now;
  story.set({3, 2, 4, 6, 7, 8});
  story.run(begin + 4_s);
  EXPECT_TRUE(story.head().switch_8);
  story.set({3, 2, 4, 6, 7});
  story.run(begin + 8_s);
}

// Auto zero for 7 s, and 4 s more until switch 4 acts as OFF.
void auto_zero(InStory& story) {
  const core::Milliseconds begin = story.now;
  story.set({4});
  story.run(begin + 10_s);
  story.set({});
  story.run(begin + 15_s);
}

// IN-2, OUT-5
TEST(InBoardStore, AnEmptyMemoryGivesTheDefaults) {
  InStory story;
  story.run(200_ms);
  EXPECT_EQ(story.head().factory.sensor, SensorRange::a100);
  EXPECT_EQ(story.head().factory.cells, 16);
  EXPECT_EQ(story.operations, 0);
}

// OUT-5
TEST(InBoardStore, AMemoryOfGarbageOrNoneGivesTheDefaults) {
  InStory story;
  story.memory.assign(story.memory.size(), 0x5A);
  story.power_up();
  EXPECT_EQ(story.board.kept.factory.cells, 16);
  const InBoard without = power_up_in_board({}, {}, 0_ms);
  EXPECT_EQ(without.kept.factory.cells, 16);
}

// IN-2: factory settings act, are stored, and survive.
TEST(InBoardStore, FactorySettingsSurviveALossOfPower) {
  InStory story;
  story.run(1_s);
  program_250_amps_96_cells(story);
  EXPECT_EQ(story.head().factory.sensor, SensorRange::a250);
  EXPECT_EQ(story.head().factory.cells, 96);
  story.set({});
  story.power_up();
  story.run(story.now + 200_ms);
  EXPECT_EQ(story.head().factory.sensor, SensorRange::a250);
  EXPECT_EQ(story.head().factory.cells, 96);
}

// IN-2: 3 s after switch 8 went OFF, also if no other switch was moved; contacts are looked at
// every 100 ms.
TEST(InBoardStore, FactorySettingsAreProgrammed3SecondsAfterSwitch8WentOff) {
  InStory story;
  story.run(1299_ms);
  story.set({8});
  story.run(5299_ms);
  story.set({});
  story.run(8299_ms);
  EXPECT_EQ(story.operations, 0);
  story.run(8450_ms);
  EXPECT_GT(story.operations, 0);
  EXPECT_EQ(story.board.kept.factory.cells, 4);
}

// OUT-5: a write that is done is not made again, because each one wears the memory.
TEST(InBoardStore, WritesOnceForEachChange) {
  InStory story;
  story.run(1_s);
  program_250_amps_96_cells(story);
  const int operations = story.operations;
  story.run(600_s);
  EXPECT_EQ(story.operations, operations);
  EXPECT_FALSE(story.board.store.changed);
}

// OUT-5: what changes while a write runs, at any of its 12 operations, is written behind it; the
// write itself is not disturbed, so that one page of each copy is enough.
TEST(InBoardStore, AChangeDuringAWriteIsStoredToo) {
  for (int operation = 1; operation <= 12; ++operation) {
    InStory story;
    story.run(1_s);
    story.set({3, 2, 4, 6, 7, 8});
    story.run(5_s);
    story.set({3, 2, 4, 6, 7});
    while (story.operations < operation) story.run(story.now);
    story.board.auto_zero[1].zero = 123_mA;
    story.run(story.now + 1_s);
    EXPECT_FALSE(story.board.store.writing);
    EXPECT_EQ(story.erased.size(), 2U) << operation;
    story.power_up();
    EXPECT_EQ(story.board.kept.zeros[1], 123_mA);
    EXPECT_EQ(story.board.kept.factory.cells, 96);
  }
}

// IN-2: 8 ON for less than 3 s programs nothing.
TEST(InBoardStore, AShortTouchOfSwitch8StoresNothing) {
  InStory story;
  story.run(1_s);
  story.set({3, 2, 8});
  story.run(3900_ms);
  story.set({3, 2});
  story.run(20_s);
  EXPECT_EQ(story.operations, 0);
  EXPECT_EQ(story.head().factory.sensor, SensorRange::a100);
}

// OUT-5: a cut at each single operation: the old settings, or the new ones, as a whole; and the
// next write works.
TEST(InBoardStore, ACutDuringTheWriteLeavesTheOldFactorySettingsOrTheNew) {
  InStory first;
  first.run(1_s);
  program_250_amps_96_cells(first);
  const int whole_write = first.operations;
  ASSERT_GT(whole_write, 4);
  bool old_seen = false;
  bool new_seen = false;
  for (int cut = 0; cut <= whole_write; ++cut) {
    InStory story;
    story.memory = first.memory;
    story.power_up();
    story.run(1_s);
    story.set({1, 8});  // 400 A, 4 cells
    story.run(5_s);
    story.operations_left = cut;
    story.set({1});
    story.run(8_s);  // programmed 3 s after OFF
    story.run(8100_ms);
    story.operations_left = 1'000'000;
    story.power_up();
    const core::FactorySettings kept = story.board.kept.factory;
    const bool is_old = kept.sensor == SensorRange::a250 && kept.cells == 96;
    const bool is_new = kept.sensor == SensorRange::a400 && kept.cells == 4;
    EXPECT_TRUE(is_old || is_new) << cut;
    old_seen = old_seen || is_old;
    new_seen = new_seen || is_new;
    EXPECT_TRUE(cut > 0 || is_old);
  }
  EXPECT_TRUE(old_seen);
  EXPECT_TRUE(new_seen);
}

// IN-6: stored when switched OFF after at least 5 s ON.
TEST(InBoardStore, AZeroSurvivesALossOfPower) {
  InStory story;
  story.currents = {.in = 700_mA, .out = -300_mA};
  story.run(1_s);
  auto_zero(story);
  EXPECT_GT(story.operations, 0);
  story.power_up();
  story.run(story.now + 200_ms);
  EXPECT_EQ(story.head().sensors.in, 0_mA);
  EXPECT_EQ(story.head().sensors.out, 0_mA);
}

// IN-6: stored when switched OFF; before that the old zero is in the memory.
TEST(InBoardStore, AnAutoZeroThatStillRunsIsNotStored) {
  InStory story;
  story.currents = {.in = 700_mA, .out = {}};
  story.set({4});
  story.run(20_s);
  EXPECT_EQ(story.head().sensors.in, 0_mA);
  EXPECT_EQ(story.operations, 0);
}

// IN-6: 3 s ON by the messages is too short.
TEST(InBoardStore, AnAutoZeroOfLessThan5SecondsIsUndone) {
  InStory story;
  story.currents = {.in = 700_mA, .out = {}};
  story.run(1_s);
  story.set({4});
  story.run(5_s);
  story.set({});
  story.run(12_s);
  EXPECT_EQ(story.head().sensors.in, 700_mA);
  EXPECT_EQ(story.operations, 0);
}

// IN-2: an auto zero that began less than 60 s before 8 went ON was only a switch on its way to a
// factory code, and what it had stored is undone in the memory too.
TEST(InBoardStore, Switch8UndoesARecentAutoZeroInTheMemoryToo) {
  InStory story;
  story.currents = {.in = 700_mA, .out = {}};
  story.run(1_s);
  auto_zero(story);
  EXPECT_EQ(story.board.kept.zeros[0], 700_mA);
  story.set({8});
  story.run(story.now + 1_s);
  story.set({});
  story.run(story.now + 15_s);
  EXPECT_EQ(story.head().sensors.in, 700_mA);
  story.power_up();
  EXPECT_EQ(story.board.kept.zeros[0], 0_mA);
}

// IN-2: began 60 s before.
TEST(InBoardStore, Switch8KeepsAnAutoZeroOf60SecondsAgo) {
  InStory story;
  story.currents = {.in = 700_mA, .out = {}};
  story.run(1_s);
  auto_zero(story);
  story.run(80_s);
  story.set({8});
  story.run(90_s);
  EXPECT_EQ(story.board.kept.zeros[0], 700_mA);
}

// IN-6: another range is another sensor, the same range the same one.
TEST(InBoardStore, AnotherSensorRangeForgetsTheZeros) {
  InStory story;
  story.currents = {.in = 700_mA, .out = -300_mA};
  story.run(1_s);
  auto_zero(story);
  story.run(80_s);
  story.set({2, 8});  // 100 A again, 4 cells
  story.run(84_s);
  story.set({2});
  story.run(88_s);
  EXPECT_EQ(story.head().factory.cells, 4);
  EXPECT_EQ(story.head().sensors.in, 0_mA);
  story.set({3, 8});  // 50 A
  story.run(92_s);
  story.set({3});
  story.run(96_s);
  EXPECT_EQ(story.head().factory.sensor, SensorRange::a50);
  EXPECT_EQ(story.head().sensors.in, 700_mA);
  EXPECT_EQ(story.head().sensors.out, -300_mA);
  story.power_up();
  EXPECT_EQ(story.board.kept.zeros, core::Zeros{});
}

// OUT-5: a write that failed is made again as a whole, a minute later.
TEST(InBoardStore, AWriteThatFailedIsRepeated) {
  InStory story;
  story.memory_takes_nothing = true;
  story.run(1_s);
  program_250_amps_96_cells(story);
  ASSERT_FALSE(story.erased.empty());
  const core::Milliseconds failed = story.erased.back();
  story.memory_takes_nothing = false;
  story.run(failed + 59_s);
  EXPECT_EQ(story.erased.back(), failed);
  story.run(failed + 61_s);
  EXPECT_GT(story.erased.back(), failed);
  story.power_up();
  EXPECT_EQ(story.board.kept.factory.cells, 96);
}

}  // namespace
}  // namespace cellwarden::boards
