// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/access.hpp"

#include <gtest/gtest.h>

namespace cellwarden::core {
namespace {

using namespace literals;

PinVerdict wrong_pins(PinGuard& guard, int count, Milliseconds now) {
  PinVerdict verdict = PinVerdict::right;
  for (int i = 0; i < count; ++i) verdict = try_pin(guard, 1111, 1234, now);
  return verdict;
}

// SET-2
TEST(Pin, TheFactoryPinIs1234AndTheRightOneOpens) {
  PinGuard guard;
  EXPECT_EQ(kFactoryPin, 1234);
  EXPECT_EQ(try_pin(guard, 1234, kFactoryPin, 0_s), PinVerdict::right);
  EXPECT_EQ(try_pin(guard, 1235, kFactoryPin, 0_s), PinVerdict::wrong);
}

// SET-2
TEST(Pin, FiveWrongOnesLockForAMinuteEvenAgainstTheRightOne) {
  PinGuard guard;
  EXPECT_EQ(wrong_pins(guard, 4, 0_s), PinVerdict::wrong);
  EXPECT_EQ(lock_left(guard, 0_s), 0_s);
  wrong_pins(guard, 1, 0_s);
  EXPECT_EQ(lock_left(guard, 0_s), 60_s);
  EXPECT_EQ(try_pin(guard, 1234, 1234, 59'999_ms), PinVerdict::locked);
  EXPECT_EQ(try_pin(guard, 1234, 1234, 60_s), PinVerdict::right);
}

// SET-2
TEST(Pin, EachFurtherLockIsTwiceAsLongUpToAnHour) {
  PinGuard guard;
  Milliseconds now = 0_s;
  for (const Milliseconds expected : {1_min, 2_min, 4_min, 8_min, 16_min, 32_min, 60_min, 60_min}) {
    wrong_pins(guard, 5, now);
    EXPECT_EQ(lock_left(guard, now), expected);
    now += expected;
  }
  for (int i = 0; i < 300; ++i) {
    wrong_pins(guard, 5, now);
    EXPECT_EQ(lock_left(guard, now), 60_min);
    now += 60_min;
  }
}

// SET-2
TEST(Pin, TriesWhileLockedDoNotCount) {
  PinGuard guard;
  wrong_pins(guard, 5, 0_s);
  EXPECT_EQ(wrong_pins(guard, 20, 30_s), PinVerdict::locked);
  EXPECT_EQ(lock_left(guard, 30_s), 30_s);
  EXPECT_EQ(wrong_pins(guard, 4, 60_s), PinVerdict::wrong);
  EXPECT_EQ(lock_left(guard, 60_s), 0_s);
}

// SET-2
TEST(Pin, TheRightOneForgetsTheWrongOnes) {
  PinGuard guard;
  wrong_pins(guard, 5, 0_s);
  wrong_pins(guard, 4, 60_s);
  try_pin(guard, 1234, 1234, 61_s);
  wrong_pins(guard, 4, 62_s);
  EXPECT_EQ(lock_left(guard, 62_s), 0_s);
  wrong_pins(guard, 1, 62_s);
  EXPECT_EQ(lock_left(guard, 62_s), 60_s) << "a minute again, not two";
}

// SET-2
TEST(Pin, ALockSurvivesAPowerLossAndBeginsAnewInFull) {
  PinGuard guard;
  wrong_pins(guard, 5, 0_s);
  wrong_pins(guard, 5, 60_s);
  resume_lock(guard, 5_s);  // the clock starts at 0 again
  EXPECT_EQ(lock_left(guard, 5_s), 2_min);
  PinGuard first{.locked = true, .locked_until = {}};
  resume_lock(first, 5_s);
  EXPECT_EQ(lock_left(first, 5_s), 1_min) << "a lock without a count is a first one";
  PinGuard open;
  resume_lock(open, 5_s);
  EXPECT_EQ(lock_left(open, 5_s), 0_s);
}

}  // namespace
}  // namespace cellwarden::core
