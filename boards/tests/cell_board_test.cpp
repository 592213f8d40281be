// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/cell_board.hpp"

#include <gtest/gtest.h>

#include "board_story.hpp"
#include "chain_story.hpp"

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using core::Cycle;
using core::Milliseconds;
using test::Bytes;
using test::ChainStory;
using test::first_message;
using test::samples_of;

CellBoardOutputs give(CellBoard& board, const Bytes& bytes, Milliseconds now) {
  Bytes out(longest_output(bytes.size()));
  return step(board, {.bytes = bytes, .samples = {}}, out, now);
}

CellBoardOutputs give(CellBoard& board, const Samples& samples, Milliseconds now) {
  Bytes out(longest_output(0));
  return step(board, {.bytes = {}, .samples = samples}, out, now);
}

// The board on cell 2 with its first samples, which has heard 3.400 V at 100 ms.
CellBoard running() {
  CellBoard board = power_up_cell_board(0_ms);
  give(board, Bytes{}, 0_ms);
  give(board, samples_of(3300_mV), 20_ms);
  hear_message(board, {}, 2, 100_ms);
  return board;
}

// CHAIN-1, CHAIN-2, CELL-1
TEST(CellBoard, ThreeBoardsPassAMessageOnEachWithItsOwnRecordBehindIt) {
  ChainStory story{5};
  story.sent_head.options.v_bypass = 3600_mV;
  story.run(1200_ms);
  ASSERT_EQ(story.messages.size(), 2U);
  EXPECT_EQ(story.damaged, 0);
  const chain::ReceivedMessage& message = story.messages[1];
  EXPECT_EQ(message.head.sequence, 1);
  EXPECT_EQ(message.head.options.v_bypass, 3600_mV);
  ASSERT_EQ(message.records.size(), 4U);
  for (int cell = 1; cell <= 4; ++cell) {
    const core::CellReading& reading = message.records[static_cast<std::size_t>(cell - 1)].reading;
    EXPECT_TRUE(reading.valid());
    EXPECT_EQ(reading.voltage.count(), 3300 + cell);
  }
}

// CHAIN-1
TEST(CellBoard, LearnsItsCellAndVBypassFromTheMessage) {
  ChainStory story{4};
  story.sent_head.options = {.cycle = Cycle::fast, .v_bypass = 4000_mV};
  story.run(100_ms);
  EXPECT_EQ(story.on(2).board.position, 2);
  EXPECT_EQ(story.on(3).board.position, 3);
  EXPECT_EQ(story.on(3).board.monitor.v_bypass, 4000_mV);
  EXPECT_EQ(story.on(3).board.monitor.cycle, Cycle::fast);
}

// CELL-3
TEST(CellBoard, BypassFollowsTheThresholdOfTheLastMessageAndEnds3CyclesAfterIt) {
  ChainStory story{3};
  story.on(2).cell = 3450_mV;
  story.run(99_ms);
  EXPECT_FALSE(bypass_on(story.on(2).board.monitor));
  story.run(100_ms);
  EXPECT_TRUE(bypass_on(story.on(2).board.monitor));
  story.sending = false;
  story.run(3099_ms);
  EXPECT_TRUE(bypass_on(story.on(2).board.monitor));
  story.run(3100_ms);
  EXPECT_FALSE(bypass_on(story.on(2).board.monitor));
  EXPECT_FALSE(story.on(2).last.bypass);
}

// CELL-6
TEST(CellBoard, FlashesFor50MillisecondsForEachMessagePassedOn) {
  CellBoard board = power_up_cell_board(0_ms);
  EXPECT_FALSE(led(board, 0_ms));
  give(board, first_message(), 100_ms);
  EXPECT_TRUE(led(board, 100_ms));
  EXPECT_TRUE(led(board, 149_ms));
  EXPECT_FALSE(led(board, 150_ms));
  give(board, first_message(), 1100_ms);
  EXPECT_TRUE(led(board, 1100_ms));
}

// CELL-6, CELL-4: the pause for sampling is not seen.
TEST(CellBoard, LedIsContinuouslyOnWhileBypassing) {
  CellBoard board = running();
  give(board, samples_of(3400_mV), 200_ms);
  EXPECT_TRUE(led(board, 700_ms));
  EXPECT_TRUE(give(board, Bytes{}, 1075_ms).sample_now);
  EXPECT_TRUE(led(board, 1080_ms));
  give(board, samples_of(3389_mV), 1095_ms);
  EXPECT_FALSE(led(board, 1095_ms));
}

// CELL-4
TEST(CellBoard, BypassIsPausedWhileSampling) {
  CellBoard board = running();
  EXPECT_TRUE(give(board, samples_of(3450_mV), 200_ms).bypass);
  EXPECT_TRUE(give(board, Bytes{}, 1070_ms).bypass);
  EXPECT_FALSE(give(board, Bytes{}, 1071_ms).bypass);
  EXPECT_FALSE(give(board, Bytes{}, 1094_ms).bypass);
  EXPECT_TRUE(give(board, samples_of(3450_mV), 1095_ms).bypass);
}

// CELL-9, OUT-7: asked for at power-up, and then 25 ms before the next message is expected.
TEST(CellBoard, SamplesJustBeforeEachMessage) {
  ChainStory story{3};
  story.run(3200_ms);
  // The message of 24 bytes began 4 ms before its last byte came at 100 ms.
  const std::vector<Milliseconds> expected{0_ms, 1071_ms, 2071_ms, 3071_ms};
  EXPECT_EQ(story.on(2).asked, expected);
}

// CELL-9
TEST(CellBoard, ABoardWhoseClockIs3PercentSlowStillSamplesBeforeTheMessageComes) {
  CellBoard board = running();
  give(board, Bytes{}, 100_ms);
  for (Milliseconds message = 1070_ms; message < 8_s; message += 970_ms) {
    hear_message(board, {}, 2, message);
    give(board, Bytes{}, message);
    EXPECT_FALSE(give(board, Bytes{}, message + 940_ms).sample_now);
    EXPECT_TRUE(give(board, Bytes{}, message + 945_ms).sample_now);
  }
}

// CELL-9
TEST(CellBoard, SamplesEveryCycleWhileNothingComes) {
  ChainStory story{3};
  story.sending = false;
  story.run(3500_ms);
  const std::vector<Milliseconds> expected{0_ms, 1000_ms, 2000_ms, 3000_ms};
  EXPECT_EQ(story.on(2).asked, expected);
}

// CHAIN-3: a sampling that falls into a message is put off until it ends.
TEST(CellBoard, DoesNotSampleWhileAMessagePasses) {
  CellBoard board = running();
  const Bytes message = first_message();
  const Bytes begin{message.begin(), message.begin() + 10};
  const Bytes end{message.begin() + 10, message.end()};
  give(board, begin, 1070_ms);
  EXPECT_FALSE(give(board, Bytes{}, 1080_ms).sample_now);
  EXPECT_TRUE(give(board, end, 1085_ms).sample_now);
}

// CELL-9: the message came before its time, and the board asks as soon as it has passed.
TEST(CellBoard, ASamplingThatCameDueDuringAMessageIsNotForgotten) {
  CellBoard board = running();
  give(board, Bytes{}, 100_ms);
  EXPECT_TRUE(give(board, first_message(), 1071_ms).sample_now);
}

// CELL-7: the samples at 20 ms were the last.
TEST(CellBoard, AReadingIsMissing3CyclesAfterTheLastSamples) {
  CellBoard board = running();
  give(board, first_message(), 1100_ms);
  EXPECT_EQ(give(board, Bytes{}, 3019_ms).wake_at, 3020_ms);
  EXPECT_TRUE(record(board.monitor).reading.valid());
  give(board, Bytes{}, 3020_ms);
  EXPECT_EQ(record(board.monitor).reading.voltage_fault, core::ReadingFault::missing);
}

// CHAIN-5: a pause of over 20 ms inside.
TEST(CellBoard, APauseOf20MillisecondsInsideAMessageIsAllowedAndMoreAbandonsIt) {
  const Bytes message = first_message();
  const Bytes begin{message.begin(), message.begin() + 23};
  const Bytes end{message.begin() + 23, message.end()};
  CellBoard board = power_up_cell_board(0_ms);
  EXPECT_EQ(give(board, begin, 1000_ms).wake_at, 1021_ms);
  give(board, end, 1020_ms);
  EXPECT_EQ(board.position, 2);

  CellBoard other = power_up_cell_board(0_ms);
  give(other, begin, 1000_ms);
  EXPECT_EQ(give(other, end, 1021_ms).written, 0U);
  EXPECT_EQ(other.position, 0);
  give(other, message, 2000_ms);
  EXPECT_EQ(other.position, 2);
}

// CHAIN-5: half a message is forgotten also if nothing comes behind it.
TEST(CellBoard, WakesUpToAbandonAMessageThatStopped) {
  CellBoard board = running();
  Bytes message = first_message();
  message.resize(10);
  give(board, message, 1100_ms);
  EXPECT_TRUE(chain::inside(board.forwarder));
  give(board, Bytes{}, 1120_ms);
  EXPECT_TRUE(chain::inside(board.forwarder));
  give(board, Bytes{}, 1121_ms);
  EXPECT_FALSE(chain::inside(board.forwarder));
}

// CHAIN-5: it joins in the middle of a message.
TEST(CellBoard, ALateJoinerPassesOnTheNextWholeMessage) {
  ChainStory story{4};
  story.on(3).dead = true;
  story.run(1090_ms);
  const Bytes message = first_message();
  story.on(3).dead = false;
  story.on(3).board = power_up_cell_board(story.now);
  story.pass(Bytes(message.begin() + 7, message.end()));
  story.sending = false;
  story.run(1500_ms);
  story.sending = true;
  story.run(2200_ms);
  ASSERT_EQ(story.messages.size(), 1U);
  EXPECT_EQ(story.messages[0].records.size(), 3U);
  EXPECT_EQ(story.on(3).board.position, 3);
}

// CHAIN-3, CHAIN-4
TEST(CellBoard, ADamagedMessageGoesOnAsDamagedAndDoesNotFlash) {
  ChainStory story{5};
  story.sending = false;
  story.run(99_ms);
  Bytes message = first_message();
  message[18] ^= 0x10;  // in the record of cell 1
  story.pass(message);
  EXPECT_TRUE(story.messages.empty());
  EXPECT_EQ(story.damaged, 1);
  for (int cell = 2; cell <= 4; ++cell) {
    EXPECT_EQ(story.on(cell).flashes, 0);
    EXPECT_FALSE(story.on(cell).board.monitor.v_bypass);
  }
}

// OUT-7: sleep, sample, samples, message.
TEST(CellBoard, IsAwakeThreeTimesInACycle) {
  ChainStory story{3};
  story.run(1_s);
  const int before = story.on(2).steps;
  story.run(11_s);
  EXPECT_EQ(story.on(2).steps - before, 3 * 10);
}

// The twin can leave the bytes out: the board is the same.
TEST(CellBoard, AMessageHeardWithoutBytesDoesTheSame) {
  CellBoard with_bytes = power_up_cell_board(0_ms);
  CellBoard without = power_up_cell_board(0_ms);
  give(with_bytes, samples_of(3450_mV), 50_ms);
  give(without, samples_of(3450_mV), 50_ms);
  for (Milliseconds now = 1100_ms; now < 5_s; now += 1_s) {
    const CellBoardOutputs a = give(with_bytes, first_message(), now);
    hear_message(without, {}, 2, now);
    const CellBoardOutputs b = step(without, {}, {}, now);
    EXPECT_EQ(a.bypass, b.bypass);
    EXPECT_EQ(a.sample_now, b.sample_now);
    EXPECT_EQ(a.wake_at, b.wake_at);
    EXPECT_EQ(with_bytes.position, without.position);
    EXPECT_EQ(led(with_bytes, now + 49_ms), led(without, now + 49_ms));
  }
}

// Nothing that arrives writes out of bounds or stops the board, and too little room only loses
// bytes.
TEST(CellBoard, SurvivesAnyBytesInAnyPiecesWithAnyRoom) {
  std::uint32_t state = 1;
  const auto random = [&state] { return (state = state * 1664525U + 1013904223U) >> 16; };
  CellBoard board = power_up_cell_board(0_ms);
  Milliseconds now;
  for (int i = 0; i < 20'000; ++i) {
    Bytes bytes = random() % 3 == 0 ? first_message() : Bytes{};
    for (std::uint32_t n = random() % 40; n > 0; --n) {
      bytes.push_back(static_cast<std::uint8_t>(random() % 4 == 0 ? 0xC3 : random()));
    }
    const std::size_t enough = longest_output(bytes.size());
    Bytes out(random() % 4 == 0 ? random() % 30 : enough);
    now += Milliseconds{1 + random() % 60};
    const CellBoardOutputs outputs = step(board, {.bytes = bytes, .samples = {}}, out, now);
    EXPECT_LE(outputs.written, out.size());
    EXPECT_GT(outputs.wake_at, now);
  }
}

}  // namespace
}  // namespace cellwarden::boards
