// SPDX-License-Identifier: Apache-2.0
// Where is the chain broken? By the LEDs (CHAIN-4), and by break reports (CHAIN-6).
#include <gtest/gtest.h>

#include "cellwarden/boards/cell_board.hpp"
#include "chain_story.hpp"

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using core::Milliseconds;
using test::Bytes;
using test::ChainStory;
using test::first_message;

// The wire in front of cell 4 of 8 breaks at 2.5 s; the last message had come at 2.1 s.
ChainStory broken_before_cell_4() {
  ChainStory story{8};
  story.run(2500_ms);
  story.on(4).wire_broken = true;
  return story;
}

// CHAIN-4
TEST(ChainBreak, FlashesStopAtTheFirstBoardBehindIt) {
  ChainStory story = broken_before_cell_4();
  story.run(10_s);
  for (int cell = 2; cell <= 7; ++cell) EXPECT_EQ(story.on(cell).flashes, cell < 4 ? 10 : 3);
}

// CHAIN-6: 3 cycles and 4 ms after the last message, and then every cycle.
TEST(ChainBreak, OnlyTheFirstBoardBehindItSpeaksAfter3CyclesAnd1MillisecondPerPosition) {
  ChainStory story = broken_before_cell_4();
  story.run(8_s);
  const std::vector<Milliseconds> expected{5104_ms, 6104_ms, 7104_ms};
  EXPECT_EQ(story.on(4).reports, expected);
  for (const int cell : {2, 3, 5, 6, 7}) EXPECT_TRUE(story.on(cell).reports.empty()) << cell;
}

// CHAIN-6: cells 4, 5, 6, 7 send it with 1, 2, 3, 4 hops to the OUT board on cell 8, which has no
// data from cell 8 − 4 − 1 = 3.
TEST(ChainBreak, EachBoardCountsItsHop) {
  ChainStory story = broken_before_cell_4();
  story.run(8_s);
  EXPECT_EQ(story.report_hops, (std::vector<int>{4, 4, 4}));
  EXPECT_EQ(story.report_times, story.on(4).reports);
}

// CHAIN-6: a board that hangs is found like a wire.
TEST(ChainBreak, TheBoardBehindADeadOneSpeaks) {
  ChainStory story{8};
  story.run(2500_ms);
  story.on(4).dead = true;
  story.run(8_s);
  EXPECT_EQ(story.on(5).reports.front(), 5105_ms);
  EXPECT_EQ(story.report_hops, (std::vector<int>{3, 3, 3}));
}

// CHAIN-6: 1.5 s and 4 ms in the fast cycle.
TEST(ChainBreak, ThreeCyclesAreShorterInTheFastCycle) {
  CellBoard board = power_up_cell_board(0_ms);
  hear_message(board, test::head_of(core::Cycle::fast), 4, 100_ms);
  Bytes out(longest_output(0));
  EXPECT_FALSE(step(board, {}, out, 1603_ms).report);
  const CellBoardOutputs outputs = step(board, {}, out, 1604_ms);
  EXPECT_TRUE(outputs.report);
  EXPECT_EQ(outputs.written, chain::kReportBytes);
  EXPECT_FALSE(step(board, {}, out, 2103_ms).report);
  EXPECT_TRUE(step(board, {}, out, 2104_ms).report);
}

// CHAIN-6: a report from upstream replaces one's own, for 3 cycles and the position again.
TEST(ChainBreak, ABoardThatSpokeIsSilentWhenTheBoardBeforeItSpeaks) {
  CellBoard board = power_up_cell_board(0_ms);
  hear_message(board, {}, 9, 100_ms);
  EXPECT_TRUE(step(board, {}, {}, 3109_ms).report);
  hear_report(board, 4_s);
  EXPECT_FALSE(step(board, {}, {}, 7008_ms).report);
  EXPECT_TRUE(step(board, {}, {}, 7009_ms).report);
}

// CHAIN-6: nobody knows its position: 3 cycles and 255 ms.
TEST(ChainBreak, IsFoundAlsoIfItWasThereAtPowerUp) {
  ChainStory story{6};
  story.on(3).wire_broken = true;
  story.run(3254_ms);
  EXPECT_TRUE(story.report_hops.empty());
  story.run(3255_ms);
  EXPECT_EQ(story.report_hops, (std::vector<int>{3}));
  story.run(6_s);
  EXPECT_EQ(story.report_hops, (std::vector<int>{3, 3, 3}));
  EXPECT_TRUE(story.on(4).reports.empty());
}

// CHAIN-6
TEST(ChainBreak, ReportsEndWithTheNextMessage) {
  ChainStory story = broken_before_cell_4();
  story.run(6500_ms);
  story.on(4).wire_broken = false;
  story.report_hops.clear();
  story.run(12_s);
  EXPECT_TRUE(story.report_hops.empty());
  EXPECT_EQ(story.messages.back().records.size(), 7U);
  EXPECT_EQ(story.damaged, 0);
}

// CHAIN-6: a wire that only damages is found like one that is broken: the damaged messages are
// passed on, and the first board that got them so speaks between them.
TEST(ChainBreak, AWireThatDamagesEveryMessageIsFoundToo) {
  ChainStory story{5};
  story.run(2500_ms);
  story.sending = false;
  for (int second = 3; second < 8; ++second) {
    story.run(Milliseconds{second * 1000 + 99});
    Bytes message = first_message();
    message[5] ^= 1;
    story.pass(message);
  }
  story.run(8_s);
  EXPECT_EQ(story.damaged, 5);
  EXPECT_EQ(story.report_hops, (std::vector<int>{3, 3, 3}));
  EXPECT_EQ(story.on(2).reports.size(), 3U);
  EXPECT_TRUE(story.on(3).reports.empty());
}

// CHAIN-6: a report is not sent into the middle of a message.
TEST(ChainBreak, AReportWaitsForTheEndOfWhatIsPassing) {
  CellBoard board = power_up_cell_board(0_ms);
  hear_message(board, {}, 2, 100_ms);
  const Bytes message = first_message();
  Bytes out(longest_output(message.size()));
  const std::span<const std::uint8_t> bytes{message};
  EXPECT_FALSE(step(board, {.bytes = bytes.first(9), .samples = {}}, out, 3100_ms).report);
  EXPECT_FALSE(step(board, {}, out, 3110_ms).report);
  EXPECT_TRUE(step(board, {}, out, 3121_ms).report);
}

// CHAIN-6, CELL-9: an upstream board that babbles without a pause stops neither reports nor
// samplings.
TEST(ChainBreak, NoiseWithoutEndDoesNotSilenceABoard) {
  CellBoard board = power_up_cell_board(0_ms);
  hear_message(board, {}, 2, 100_ms);
  Bytes noise = first_message();
  noise[5] ^= 1;
  Bytes out(longest_output(noise.size()));
  int reports = 0;
  int samplings = 0;
  for (Milliseconds now = 110_ms; now < 10_s; now += 10_ms) {
    const CellBoardOutputs outputs = step(board, {.bytes = noise, .samples = {}}, out, now);
    if (outputs.report) ++reports;
    if (outputs.sample_now) ++samplings;
  }
  EXPECT_GE(reports, 5);
  EXPECT_GE(samplings, 8);
}

}  // namespace
}  // namespace cellwarden::boards
