// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/cadence.hpp"

#include <gtest/gtest.h>

namespace cellwarden::boards {
namespace {

using namespace core::literals;

// Messages so far apart, from number 250 on, so that the number turns over.
Cadence after(int messages, core::Milliseconds apart, int step = 1) {
  Cadence cadence;
  for (int i = 0; i < messages; ++i) {
    judge_cadence(cadence, static_cast<std::uint8_t>(250 + i * step), 1000_ms, apart * i);
  }
  return cadence;
}

// OUT-6
TEST(Cadence, AgreesUpTo10PercentAndDisagreesAbove) {
  EXPECT_FALSE(after(20, 1000_ms).disagrees());
  EXPECT_FALSE(after(20, 1100_ms).disagrees());
  EXPECT_FALSE(after(20, 900_ms).disagrees());
  EXPECT_TRUE(after(20, 1101_ms).disagrees());
  EXPECT_TRUE(after(20, 899_ms).disagrees());
  EXPECT_TRUE(after(20, 2000_ms).disagrees()) << "half as fast";
  EXPECT_TRUE(after(20, 500_ms).disagrees()) << "twice as fast";
}

// OUT-6: two intervals in a row, which are three messages.
TEST(Cadence, TakesTwoIntervalsInARowToDisagreeAndOneToAgree) {
  EXPECT_FALSE(after(2, 1300_ms).disagrees());
  Cadence cadence = after(3, 1300_ms);
  EXPECT_TRUE(cadence.disagrees());
  judge_cadence(cadence, 253, 1000_ms, 3600_ms);
  EXPECT_FALSE(cadence.disagrees());
  judge_cadence(cadence, 254, 1000_ms, 4900_ms);
  EXPECT_FALSE(cadence.disagrees());
}

// CHAIN-5: of up to two that were lost the numbers tell; behind a longer gap nothing is compared.
TEST(Cadence, CountsMessagesThatWereLost) {
  EXPECT_FALSE(after(20, 2000_ms, 2).disagrees());
  EXPECT_FALSE(after(20, 3000_ms, 3).disagrees());
  EXPECT_TRUE(after(20, 3400_ms, 3).disagrees());
  EXPECT_FALSE(after(20, 7000_ms, 4).disagrees()) << "nobody knows";
  EXPECT_FALSE(after(20, 7000_ms, 0).disagrees()) << "an IN board that came up again";
}

TEST(Cadence, AnotherCycleIsNoDisagreement) {
  Cadence cadence;
  for (int i = 0; i < 20; ++i) {
    const core::Milliseconds cycle = i % 2 == 0 ? 1000_ms : 500_ms;
    judge_cadence(cadence, static_cast<std::uint8_t>(i), cycle, 1000_ms * i);
  }
  EXPECT_FALSE(cadence.disagrees());
}

}  // namespace
}  // namespace cellwarden::boards
