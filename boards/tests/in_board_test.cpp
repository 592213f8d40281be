// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/in_board.hpp"

#include <gtest/gtest.h>

#include <array>

#include "cellwarden/chain/codec.hpp"
#include "cellwarden/chain/receiver.hpp"
#include "in_story.hpp"

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using chain::AutoZeroState;
using core::Cycle;
using core::Milliseconds;
using test::InStory;

std::vector<Milliseconds> times(const InStory& story) {
  std::vector<Milliseconds> at;
  at.reserve(story.messages.size());
  for (const test::Begun& begun : story.messages) at.push_back(begun.at);
  return at;
}

// CHAIN-1, IN-1: the first 100 ms after the first samples, then every 1.0 s, numbered.
TEST(InBoard, StartsAMessageEverySecond) {
  InStory story;
  story.run(3_s);
  EXPECT_EQ(times(story), (std::vector<Milliseconds>{120_ms, 1120_ms, 2120_ms}));
  for (std::size_t i = 0; i < story.messages.size(); ++i) {
    EXPECT_EQ(story.messages[i].head.sequence, i);
  }
}

// CHAIN-2: the sequence number has 8 bits.
TEST(InBoard, SequenceGoesOnFrom255To0) {
  InStory story{test::on({1})};
  story.run(130_s);
  ASSERT_GT(story.messages.size(), 257U);
  EXPECT_EQ(story.messages[255].head.sequence, 255);
  EXPECT_EQ(story.messages[256].head.sequence, 0);
}

// IN-1: switch 1 acts after 3 s unchanged, from the next message on.
TEST(InBoard, TheCycleIsHalfASecond3SecondsAfterSwitch1) {
  InStory story;
  story.run(999_ms);
  story.set({1});
  story.run(5500_ms);
  EXPECT_EQ(times(story), (std::vector<Milliseconds>{120_ms, 1120_ms, 2120_ms, 3120_ms, 4120_ms,
                                                     4620_ms, 5120_ms}));
  EXPECT_EQ(story.messages[3].head.options.cycle, Cycle::slow);
  EXPECT_EQ(story.messages[4].head.options.cycle, Cycle::fast);
}

// IN-1: the cycle does not drift, and nothing is sent twice to catch up.
TEST(InBoard, AStepThatComesLateDoesNotMoveTheNextMessages) {
  InStory story;
  story.run(1_s);
  story.now = 1150_ms;
  story.run(1500_ms);
  story.now = 4300_ms;
  story.run(5200_ms);
  EXPECT_EQ(times(story), (std::vector<Milliseconds>{120_ms, 1150_ms, 4300_ms, 5120_ms}));
}

// CELL-9, OUT-7: at power-up, and 25 ms before each message.
TEST(InBoard, SamplesJustBeforeEachMessage) {
  InStory story;
  story.run(2500_ms);
  EXPECT_EQ(story.asked, (std::vector<Milliseconds>{0_ms, 95_ms, 1095_ms, 2095_ms}));
}

// OUT-7: sample, samples, message.
TEST(InBoard, IsAwakeThreeTimesInACycle) {
  InStory story;
  story.run(1_s);
  const int before = story.steps;
  story.run(11_s);
  EXPECT_EQ(story.steps - before, 3 * 10);
}

// CELL-7: without samples the message comes all the same, and says so.
TEST(InBoard, WithoutSamplesTheFirstMessageComesAfterASecond) {
  InStory story;
  story.samples_come = false;
  story.run(1500_ms);
  EXPECT_EQ(times(story), (std::vector<Milliseconds>{1_s}));
  EXPECT_EQ(record(story.board.monitor).reading.voltage_fault, core::ReadingFault::missing);
}

// CELL-7: the last samples came at 1115 ms.
TEST(InBoard, AReadingIsMissing3CyclesAfterTheLastSamples) {
  InStory story;
  story.run(1200_ms);
  story.samples_come = false;
  story.run(4114_ms);
  EXPECT_TRUE(record(story.board.monitor).reading.valid());
  story.run(4115_ms);
  EXPECT_EQ(record(story.board.monitor).reading.voltage_fault, core::ReadingFault::missing);
}

// CHAIN-1, CHAIN-2, IN-8: the bytes are the message with one record, and nothing else is sent.
TEST(InBoard, WritesItsMessageOnceAndNothingElse) {
  InBoard board = power_up_in_board(test::kMemory, {}, 0_ms);
  std::array<std::uint8_t, chain::message_bytes(1)> out{};
  InBoardInputs inputs{.switches = 0,
                       .samples = test::samples_of(3456_mV),
                       .currents = CurrentSamples{.in = 1234_mA, .out = {}},
                       .memory = {}};
  EXPECT_EQ(step(board, inputs, out, 20_ms).written, 0U);
  inputs.samples.reset();
  EXPECT_EQ(step(board, inputs, out, 119_ms).written, 0U);
  ASSERT_EQ(step(board, inputs, out, 120_ms).written, out.size());
  EXPECT_EQ(step(board, inputs, out, 121_ms).written, 0U);
  chain::Receiver receiver;
  ASSERT_EQ(chain::receive(receiver, out).what, chain::Heard::message);
  EXPECT_EQ(receiver.message.head.sensors.in, 1234_mA);
  ASSERT_EQ(receiver.message.records.size(), 1U);
  EXPECT_EQ(receiver.message.records[0].reading.voltage, 3456_mV);
}

TEST(InBoard, WritesNothingWhereTheMessageHasNoRoom) {
  InBoard board = power_up_in_board(test::kMemory, {}, 0_ms);
  std::array<std::uint8_t, chain::message_bytes(1) - 1> out{};
  const InBoardInputs inputs{.switches = 0,
                             .samples = {},
                             .currents = CurrentSamples{.in = 0_mA, .out = {}},
                             .memory = {}};
  const InBoardOutputs outputs = step(board, inputs, out, 1_s);
  EXPECT_TRUE(outputs.begin);
  EXPECT_EQ(outputs.written, 0U);
}

// CHAIN-2: a current that nobody measured is not sent as one.
TEST(InBoard, AMessageWaitsForItsCurrents) {
  InBoard board = power_up_in_board(test::kMemory, {}, 0_ms);
  InBoardInputs inputs;
  inputs.samples = test::samples_of(3300_mV);
  EXPECT_FALSE(step(board, inputs, {}, 20_ms).begin);
  EXPECT_FALSE(step(board, {}, {}, 120_ms).begin);
  inputs.currents = CurrentSamples{.in = 5_A, .out = {}};
  EXPECT_TRUE(step(board, inputs, {}, 125_ms).begin);
  EXPECT_FALSE(step(board, {}, {}, 1120_ms).begin);
}

// CHAIN-2, IN-1, IN-5
TEST(InBoard, TheHeadSaysWhatTheSwitchesSay) {
  InStory story{test::on({2, 3, 5})};
  story.run(200_ms);
  EXPECT_EQ(story.head().options.v_bypass, 4000_mV);
  EXPECT_TRUE(story.head().options.blind_spot);
  EXPECT_EQ(story.head().options.mode, core::Mode::critical);
  EXPECT_FALSE(story.head().switch_8);
  EXPECT_EQ(story.head().firmware.major, 0);
  EXPECT_EQ(story.head().firmware.minor, 2);
  EXPECT_EQ(story.head().factory.cells, 16);
}

// IN-3: to the milliamp. IN-4: no second sensor is not 0 A.
TEST(InBoard, CurrentsAreSentAsMeasuredAndAMissingSensorIsNotZero) {
  InStory story;
  story.currents = {.in = 12'345_mA, .out = -6'789_mA};
  story.run(200_ms);
  EXPECT_EQ(story.head().sensors.in, 12'345_mA);
  EXPECT_EQ(story.head().sensors.out, -6'789_mA);
  story.currents.out.reset();
  story.run(1200_ms);
  EXPECT_FALSE(story.head().sensors.out);
  EXPECT_FALSE(story.head().sensors.out_saturated);
}

// IN-7: ≥ 100 % of 100 A in either direction, by what the sensor gives.
TEST(InBoard, ASensorSaturatesAtItsRangeWhateverItsZero) {
  InStory story;
  story.board.auto_zero[0].zero = 1_A;
  story.board.auto_zero[1].zero = 1_A;
  story.currents = {.in = 100_A, .out = -99'999_mA};
  story.run(200_ms);
  EXPECT_TRUE(story.head().sensors.in_saturated);
  EXPECT_EQ(story.head().sensors.in, 99_A);
  EXPECT_FALSE(story.head().sensors.out_saturated);
  EXPECT_EQ(story.head().sensors.out, -100'999_mA);
  story.currents = {.in = 99'999_mA, .out = -100_A};
  story.run(1200_ms);
  EXPECT_FALSE(story.head().sensors.in_saturated);
  EXPECT_TRUE(story.head().sensors.out_saturated);
}

// IN-6: within a few seconds 0 A.
TEST(InBoard, AutoZeroMakesTheAverageTheNewZero) {
  InStory story;
  story.currents = {.in = 700_mA, .out = -300_mA};
  story.run(900_ms);
  EXPECT_EQ(story.head().sensors.in, 700_mA);
  EXPECT_EQ(story.head().auto_zero[0], AutoZeroState::idle);
  story.set({4});
  story.run(4200_ms);
  EXPECT_EQ(story.head().sensors.in, 0_mA);
  EXPECT_EQ(story.head().sensors.out, 0_mA);
  EXPECT_EQ(story.head().auto_zero[0], AutoZeroState::running);
  EXPECT_EQ(story.head().auto_zero[1], AutoZeroState::running);
  EXPECT_TRUE(story.head().options.auto_zero);
}

// IN-6: 5 % of 100 A is 5 A; each sensor by itself.
TEST(InBoard, AnOffsetAbove5PercentIsRefusedAndReported) {
  InStory story{test::on({4})};
  story.currents = {.in = 5_A, .out = 5'001_mA};
  story.run(200_ms);
  EXPECT_EQ(story.head().auto_zero[0], AutoZeroState::running);
  EXPECT_EQ(story.head().sensors.in, 0_mA);
  EXPECT_EQ(story.head().auto_zero[1], AutoZeroState::refused);
  EXPECT_EQ(story.head().sensors.out, 5'001_mA);
}

// IN-6, IN-4
TEST(InBoard, AnAbsentSensorIsNotZeroed) {
  InStory story{test::on({4})};
  story.currents = {.in = 1_A, .out = {}};
  story.run(200_ms);
  EXPECT_EQ(story.head().auto_zero[0], AutoZeroState::running);
  EXPECT_EQ(story.head().auto_zero[1], AutoZeroState::idle);
}

// CELL-6
TEST(InBoard, FlashesFor50MillisecondsForEachMessage) {
  InStory story;
  story.run(120_ms);
  EXPECT_TRUE(led(story.board, 120_ms));
  EXPECT_TRUE(led(story.board, 169_ms));
  EXPECT_FALSE(led(story.board, 170_ms));
}

// CELL-3, CELL-6: by its own switches; it needs no chain.
TEST(InBoard, BypassesItsOwnCellByItsOwnSwitches) {
  InStory story;
  story.cell = 3400_mV;
  story.run(2299_ms);
  EXPECT_TRUE(bypass_on(story.board.monitor));
  EXPECT_TRUE(led(story.board, 2299_ms));
  story.set({7});  // 3.5 V, from 5.3 s on; contacts are looked at every 100 ms
  story.run(5299_ms);
  EXPECT_TRUE(bypass_on(story.board.monitor));
  story.run(5400_ms);
  EXPECT_FALSE(bypass_on(story.board.monitor));
}

// CELL-4
TEST(InBoard, BypassIsPausedWhileSampling) {
  InStory story;
  story.cell = 3450_mV;
  story.run(1094_ms);
  EXPECT_TRUE(resistor_on(story.board.monitor));
  story.run(1114_ms);
  EXPECT_FALSE(resistor_on(story.board.monitor));
  story.run(1115_ms);
  EXPECT_TRUE(resistor_on(story.board.monitor));
}

}  // namespace
}  // namespace cellwarden::boards
