// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/communication.hpp"

#include <gtest/gtest.h>

#include "cellwarden/core/cell_count.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;

constexpr Milliseconds kSlow = 1000_ms;

CommunicationWatch after_two_good_messages() {
  CommunicationWatch watch;
  note_good_message(watch, 0_s, kSlow);
  note_good_message(watch, 1_s, kSlow);
  return watch;
}

// CHAIN-5
TEST(Communication, AtPowerUpEHoldsUntilTwoGoodMessagesInARow) {
  CommunicationWatch watch;
  EXPECT_TRUE(watch.error);
  note_good_message(watch, 0_s, kSlow);
  EXPECT_TRUE(watch.error);
  note_good_message(watch, 1_s, kSlow);
  EXPECT_FALSE(watch.error);
}

// CHAIN-5
TEST(Communication, TheThirdMissedMessageInARowIsE) {
  CommunicationWatch watch = after_two_good_messages();
  EXPECT_EQ(note_bad_message(watch, 2_s, kSlow), 1);
  EXPECT_EQ(note_bad_message(watch, 3_s, kSlow), 2);
  EXPECT_FALSE(watch.error);
  EXPECT_EQ(note_bad_message(watch, 4_s, kSlow), 3);
  EXPECT_TRUE(watch.error);
}

// CHAIN-5
TEST(Communication, AMessageIsMissedHalfACycleAfterItsDueTime) {
  CommunicationWatch watch = after_two_good_messages();
  EXPECT_EQ(note_silence(watch, 2499_ms, kSlow), 0);
  EXPECT_EQ(note_silence(watch, 2500_ms, kSlow), 1);
  EXPECT_EQ(note_silence(watch, 4499_ms, kSlow), 2);
  EXPECT_FALSE(watch.error);
  EXPECT_EQ(note_silence(watch, 4500_ms, kSlow), 3);
  EXPECT_TRUE(watch.error);
}

// CHAIN-5
TEST(Communication, InTheFastCycleEComesIn1750Milliseconds) {
  CommunicationWatch watch;
  note_good_message(watch, 0_ms, 500_ms);
  note_good_message(watch, 500_ms, 500_ms);
  note_silence(watch, 2249_ms, 500_ms);
  EXPECT_FALSE(watch.error);
  note_silence(watch, 2250_ms, 500_ms);
  EXPECT_TRUE(watch.error);
}

// CHAIN-5
TEST(Communication, MessagesThatAreNotGoodCountEvenWhenTheyComeEarly) {
  CommunicationWatch watch = after_two_good_messages();
  note_bad_message(watch, 1100_ms, kSlow);
  note_bad_message(watch, 1200_ms, kSlow);
  EXPECT_FALSE(watch.error);
  EXPECT_EQ(note_bad_message(watch, 1300_ms, kSlow), 3);
  EXPECT_TRUE(watch.error);
}

// CHAIN-5
TEST(Communication, OneBadMessageAfterTwoDueTimesIsTheThird) {
  CommunicationWatch watch = after_two_good_messages();
  EXPECT_EQ(note_bad_message(watch, 4_s, kSlow), 3);
  EXPECT_TRUE(watch.error);
}

// CHAIN-5
TEST(Communication, AGoodMessageAfterThreeMissedOnesIsTheFirstOfTwo) {
  CommunicationWatch watch = after_two_good_messages();
  EXPECT_EQ(note_good_message(watch, 4500_ms, kSlow), 3);
  EXPECT_TRUE(watch.error);
  EXPECT_EQ(note_good_message(watch, 5500_ms, kSlow), 0);
  EXPECT_FALSE(watch.error);
}

// CHAIN-5
TEST(Communication, AMissedMessageBetweenTwoGoodOnesStartsTheRowAnew) {
  CommunicationWatch watch;
  note_good_message(watch, 0_s, kSlow);
  EXPECT_EQ(note_good_message(watch, 2_s, kSlow), 1);
  EXPECT_TRUE(watch.error);
  EXPECT_EQ(note_good_message(watch, 3_s, kSlow), 0);
  EXPECT_FALSE(watch.error);
}

// CHAIN-5
TEST(Communication, ABadMessageBetweenTwoGoodOnesStartsTheRowAnew) {
  CommunicationWatch watch;
  note_good_message(watch, 0_s, kSlow);
  note_bad_message(watch, 400_ms, kSlow);
  note_good_message(watch, 1_s, kSlow);
  EXPECT_TRUE(watch.error);
  note_good_message(watch, 2_s, kSlow);
  EXPECT_FALSE(watch.error);
}

// CHAIN-5
TEST(Communication, TwoMissedMessagesAloneAreNotE) {
  CommunicationWatch watch = after_two_good_messages();
  EXPECT_EQ(note_good_message(watch, 4499_ms, kSlow), 2);
  EXPECT_FALSE(watch.error);
}

// CHAIN-5
TEST(Communication, AYearOfSilenceIsStillAnswered) {
  CommunicationWatch watch = after_two_good_messages();
  EXPECT_EQ(note_silence(watch, 24_h * 365 + 1_s, kSlow), 365 * 86'400 - 1);
  EXPECT_GT(note_silence(watch, 24_h * 365 * 10'000, kSlow), 2'000'000'000);
}

// CHAIN-5
TEST(Communication, CountsBadMessagesWithoutOverflowing) {
  CommunicationWatch watch = after_two_good_messages();
  watch.not_good = INT32_MAX - 2;
  EXPECT_EQ(note_bad_message(watch, 2_s, kSlow), INT32_MAX - 1);
  EXPECT_EQ(note_bad_message(watch, 3_s, kSlow), INT32_MAX);
  EXPECT_EQ(note_bad_message(watch, 4_s, kSlow), INT32_MAX);
}

// CHAIN-5
TEST(Sequence, MayGoOnByOneToThreeAlsoAcrossTheEndOfTheByte) {
  for (const int step : {1, 2, 3}) {
    SequenceWatch watch;
    EXPECT_TRUE(accept_sequence(watch, 254));
    EXPECT_TRUE(accept_sequence(watch, static_cast<std::uint8_t>(254 + step)));
    EXPECT_EQ(watch.impossible_steps, 0U);
  }
}

// CHAIN-5
TEST(Sequence, AnyOtherStepIsImpossibleAndBecomesTheReference) {
  for (int step = 4; step <= 256; ++step) {
    SequenceWatch watch;
    accept_sequence(watch, 10);
    const auto number = static_cast<std::uint8_t>(10 + step);
    EXPECT_FALSE(accept_sequence(watch, number)) << step;
    EXPECT_EQ(watch.impossible_steps, 1U);
    EXPECT_TRUE(accept_sequence(watch, static_cast<std::uint8_t>(number + 1)));
  }
}

// CHAIN-7
TEST(CellCount, AtFirstPowerUpTheFactoryNumberIsTaken) {
  CellCount count;
  EXPECT_TRUE(note_cell_count(count, 16, 16, 0_s));
  EXPECT_EQ(count.commissioned, 16);
}

// CHAIN-7
TEST(CellCount, AnotherNumberMustBeSteadyFor30SecondsAndConfirmed) {
  CellCount count;
  EXPECT_FALSE(note_cell_count(count, 14, 16, 0_s));
  EXPECT_FALSE(note_cell_count(count, 14, 16, 29'999_ms));
  EXPECT_FALSE(confirm_cell_count(count, 16, 29'999_ms));
  EXPECT_TRUE(confirm_cell_count(count, 16, 30_s));
  EXPECT_TRUE(note_cell_count(count, 14, 16, 31_s));
}

// CHAIN-7
TEST(CellCount, ANumberThatChangesStartsThe30SecondsAnew) {
  CellCount count;
  note_cell_count(count, 14, 16, 0_s);
  note_cell_count(count, 13, 16, 20_s);
  note_cell_count(count, 14, 16, 21_s);
  EXPECT_FALSE(cell_count_to_confirm(count, 16, 50_s));
  EXPECT_EQ(cell_count_to_confirm(count, 16, 51_s), 14);
}

// CHAIN-7
TEST(CellCount, ANumberAboveTheFactorySettingCannotBeConfirmed) {
  CellCount count;
  note_cell_count(count, 17, 16, 0_s);
  EXPECT_FALSE(confirm_cell_count(count, 16, 60_s));
  EXPECT_EQ(count.commissioned, 0);
}

// CHAIN-7
TEST(CellCount, LaterAnyOtherNumberDiffersEvenTheFactoryOne) {
  CellCount count;
  note_cell_count(count, 14, 16, 0_s);
  confirm_cell_count(count, 16, 30_s);
  EXPECT_FALSE(note_cell_count(count, 13, 16, 31_s));
  EXPECT_FALSE(note_cell_count(count, 16, 16, 32_s));
  EXPECT_TRUE(note_cell_count(count, 14, 16, 33_s));
}

// CHAIN-7
TEST(CellCount, ThereIsNothingToConfirmWhenTheNumberIsRightOrUnknown) {
  CellCount count;
  EXPECT_FALSE(confirm_cell_count(count, 16, 60_s));
  note_cell_count(count, 16, 16, 0_s);
  EXPECT_FALSE(confirm_cell_count(count, 16, 60_s));
}

}  // namespace
}  // namespace cellwarden::core
