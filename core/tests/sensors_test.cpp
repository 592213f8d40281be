// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/sensors.hpp"

#include <gtest/gtest.h>

namespace cellwarden::core {
namespace {

using namespace literals;
using enum SensorRange;

// IN-3
TEST(Sensors, StepIsRangeOver200AndAccuracyRangeOver100) {
  EXPECT_EQ(reported_step(a25), 125_mA);
  EXPECT_EQ(reported_step(a50), 250_mA);
  EXPECT_EQ(reported_step(a100), 500_mA);
  EXPECT_EQ(reported_step(a250), 1250_mA);
  EXPECT_EQ(reported_step(a400), 2_A);
  EXPECT_EQ(reported_step(a500), 2500_mA);
  EXPECT_EQ(reported_step(a1000), 5_A);
  EXPECT_EQ(reported_step(a2000), 10_A);
  EXPECT_EQ(sensor_accuracy(a25), 250_mA);
  EXPECT_EQ(sensor_accuracy(a2000), 20_A);
}

// IN-3
TEST(Sensors, AReportedCurrentIsTheNearestStepInBothDirections) {
  EXPECT_EQ(reported_current(249_mA, a100), 0_A);
  EXPECT_EQ(reported_current(250_mA, a100), 500_mA);
  EXPECT_EQ(reported_current(-249_mA, a100), 0_A);
  EXPECT_EQ(reported_current(-250_mA, a100), -500_mA);
  EXPECT_EQ(reported_current(12'620_mA, a25), 12'625_mA);
}

// IN-5
TEST(Sensors, LessThanOneStepCountsAsZeroWithTheBlindSpotOnly) {
  EXPECT_EQ(without_blind_spot(499_mA, a100, true), 0_A);
  EXPECT_EQ(without_blind_spot(-499_mA, a100, true), 0_A);
  EXPECT_EQ(without_blind_spot(500_mA, a100, true), 500_mA);
  EXPECT_EQ(without_blind_spot(-500_mA, a100, true), -500_mA);
  EXPECT_EQ(without_blind_spot(499_mA, a100, false), 499_mA);
}

// IN-5
TEST(Sensors, TheBlindSpotTakesEachSensorByItselfBeforeSubtracting) {
  const SensorReadings readings{.in = 600_mA, .out = 400_mA};
  const Currents currents = judged_currents(readings, a100, true, true);
  EXPECT_EQ(currents.in, 600_mA);
  EXPECT_EQ(currents.out, 0_A);
  EXPECT_EQ(currents.battery, 600_mA);
}

// IN-4
TEST(Sensors, TheBatteryCurrentIsI1MinusI2) {
  const Currents currents = judged_currents({.in = 5_A, .out = 8_A}, a100, false, true);
  EXPECT_EQ(currents.battery, -3_A);
}

// IN-4
TEST(Sensors, WithoutASecondSensorItIsI1AndI2IsUnknown) {
  const Currents currents = judged_currents({.in = -3_A, .out = {}}, a100, false, false);
  EXPECT_EQ(currents.battery, -3_A);
  EXPECT_FALSE(currents.out);
}

// IN-4
TEST(Sensors, WhenTheSecondSensorIsLostTheBatteryCurrentIsUnknown) {
  EXPECT_FALSE(judged_currents({.in = 5_A, .out = {}}, a100, false, true).battery);
}

// IN-7
TEST(Sensors, AreSaturatedFromTheirRangeOnInBothDirections) {
  EXPECT_FALSE(saturated(24'999_mA, a25));
  EXPECT_TRUE(saturated(25_A, a25));
  EXPECT_FALSE(saturated(-24'999_mA, a25));
  EXPECT_TRUE(saturated(-25_A, a25));
  const SensorReadings readings = sensor_readings(1_A, -25_A, a25);
  EXPECT_FALSE(readings.in_saturated);
  EXPECT_TRUE(readings.out_saturated);
  EXPECT_FALSE(sensor_readings(1_A, {}, a25).out_saturated);
  EXPECT_FALSE(sensor_readings(1_A, 1_A, a25).out_saturated);
}

// IN-6
TEST(AutoZero, TheAverageBecomesTheNewZeroAndIsStoredAfter5Seconds) {
  AutoZero state;
  EXPECT_EQ(judge_auto_zero(state, 100_mA, true, a100, 0_s), AutoZeroResult::running);
  EXPECT_EQ(judge_auto_zero(state, 300_mA, true, a100, 1_s), AutoZeroResult::running);
  EXPECT_EQ(state.zero, 200_mA);
  EXPECT_EQ(judge_auto_zero(state, 0_A, false, a100, 5_s), AutoZeroResult::stored);
  EXPECT_EQ(state.zero, 200_mA);
  EXPECT_EQ(judge_auto_zero(state, 0_A, false, a100, 6_s), AutoZeroResult::idle);
}

// IN-6
TEST(AutoZero, LessThan5SecondsKeepTheOldZero) {
  AutoZero state{.zero = 50_mA, .before = 0_A};
  judge_auto_zero(state, 300_mA, true, a100, 0_s);
  EXPECT_EQ(judge_auto_zero(state, 300_mA, false, a100, 4999_ms), AutoZeroResult::too_short);
  EXPECT_EQ(state.zero, 50_mA);
}

// IN-6
TEST(AutoZero, MoreThan5PercentOfRangeIsRefusedAndTheOldZeroKept) {
  AutoZero state{.zero = 50_mA, .before = 0_A};
  EXPECT_EQ(judge_auto_zero(state, 5_A, true, a100, 0_s), AutoZeroResult::running);
  EXPECT_EQ(judge_auto_zero(state, 5'002_mA, true, a100, 1_s), AutoZeroResult::refused);
  EXPECT_EQ(state.zero, 50_mA);
  EXPECT_EQ(judge_auto_zero(state, -60_A, true, a100, 2_s), AutoZeroResult::refused);
  EXPECT_EQ(judge_auto_zero(state, 0_A, false, a100, 9_s), AutoZeroResult::idle);
  EXPECT_EQ(state.zero, 50_mA);
}

// IN-2
TEST(AutoZero, OneThatBeganLessThan60SecondsAgoIsUndone) {
  AutoZero state{.zero = 50_mA, .before = 0_A};
  judge_auto_zero(state, 300_mA, true, a100, 0_s);
  judge_auto_zero(state, 300_mA, false, a100, 20_s);
  EXPECT_EQ(state.zero, 300_mA);
  EXPECT_TRUE(undo_recent_auto_zero(state, 59'999_ms));
  EXPECT_EQ(state.zero, 50_mA);
  EXPECT_FALSE(undo_recent_auto_zero(state, 59'999_ms)) << "only once";
}

// IN-2
TEST(AutoZero, OneThatBegan60SecondsAgoStays) {
  AutoZero state;
  judge_auto_zero(state, 300_mA, true, a100, 0_s);
  EXPECT_FALSE(undo_recent_auto_zero(state, 60_s));
  EXPECT_EQ(state.zero, 300_mA);
  EXPECT_FALSE(undo_recent_auto_zero(state, 61_s));
}

}  // namespace
}  // namespace cellwarden::core
