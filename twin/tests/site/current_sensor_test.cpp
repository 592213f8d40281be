// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/current_sensor.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "cellwarden/core/sensors.hpp"

namespace cellwarden::twin {
namespace {

using namespace core::literals;

core::Milliamps read_once(const CurrentSensorSettings& settings, double amps, double t_s = 0) {
  Random noise{1};
  return *CurrentSensor{settings}.read(amps, t_s, noise);
}

// IN-3: the board measures finer than the range/200 that it reports.
TEST(CurrentSensor, ShowsTheNearestOfItsStepsInBothDirections) {
  EXPECT_EQ(read_once({.range_a = 100}, 10), 10_A);
  EXPECT_EQ(read_once({.range_a = 100}, 10.012), 10_A);  // one step is 25 mA
  EXPECT_EQ(read_once({.range_a = 100}, 10.013), 10'025_mA);
  EXPECT_EQ(read_once({.range_a = 100}, -10.012), -10_A);
  EXPECT_EQ(read_once({.range_a = 100}, -10.013), -10'025_mA);
  EXPECT_EQ(read_once({.range_a = 100, .step_a = 0.5}, 10.24), 10_A);
  EXPECT_EQ(read_once({.range_a = 100, .step_a = 0.5}, 10.25), 10'500_mA);
  EXPECT_EQ(read_once({.range_a = 100, .step_a = 0.5}, -10.25), -10'500_mA);
}

// IN-7
TEST(CurrentSensor, IsSaturatedAtExactly100PercentOfItsRange) {
  EXPECT_EQ(read_once({.range_a = 100}, 99.975), 99'975_mA);
  EXPECT_FALSE(core::saturated(read_once({.range_a = 100}, 99.975), core::SensorRange::a100));
  for (const double amps : {100.0, 100.1, 250.0, 1e9}) {
    EXPECT_EQ(read_once({.range_a = 100}, amps), 100_A);
    EXPECT_EQ(read_once({.range_a = 100}, -amps), -100_A);
    EXPECT_TRUE(core::saturated(read_once({.range_a = 100}, amps), core::SensorRange::a100));
  }
}

// IN-2: every size saturates at its own range, 25 A to 2000 A.
TEST(CurrentSensor, EverySizeSaturatesAtItsOwnRange) {
  for (const core::Milliamps range : core::kSensorRanges) {
    const double amps = range.count() / 1000.0;
    EXPECT_EQ(read_once({.range_a = amps}, 2 * amps), range);
    EXPECT_EQ(read_once({.range_a = amps}, -2 * amps), -range);
    EXPECT_LT(read_once({.range_a = amps}, 0.999 * amps), range);
  }
}

TEST(CurrentSensor, OffsetGainAndDriftAreAddedToTheTruth) {
  EXPECT_EQ(read_once({.range_a = 100, .offset_a = 0.5}, 10), 10'500_mA);
  EXPECT_EQ(read_once({.range_a = 100, .gain = 1.01}, 50), 50'500_mA);
  EXPECT_EQ(read_once({.range_a = 100, .drift_a_per_day = 0.1}, 0, 86'400 * 3.0), 300_mA);
}

// IN-3: accuracy range/100.
TEST(CurrentSensor, OnesAsTheyComeAreWithinTheirAccuracy) {
  Random random{5};
  for (int sensor = 0; sensor < 500; ++sensor) {
    CurrentSensorSettings settings = drawn_current_sensor(100, random);
    settings.noise_a = 0;
    for (const double amps : {-99.0, -1.0, 0.0, 50.0, 99.0}) {
      EXPECT_NEAR(read_once(settings, amps).count(), amps * 1000, 1000) << sensor;
    }
  }
}

TEST(CurrentSensor, TheNoiseHasTheDeviationThatIsSet) {
  CurrentSensor sensor{{.range_a = 100, .noise_a = 0.2, .step_a = 0.001}};
  Random noise{3};
  double squares = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double off = sensor.read(10, 0, noise)->count() / 1000.0 - 10;
    squares += off * off;
  }
  EXPECT_NEAR(std::sqrt(squares / 10'000), 0.2, 0.01);
}

TEST(CurrentSensor, WithoutNoiseNoChanceIsUsedUp) {
  CurrentSensor sensor{{}};
  Random noise{3};
  Random untouched{3};
  EXPECT_EQ(sensor.read(10, 0, noise), 10_A);
  EXPECT_EQ(noise.next(), untouched.next());
}

// IN-4: lost is unknown, never 0 A.
TEST(CurrentSensor, ALostOneReadsNothing) {
  CurrentSensor sensor{{}};
  Random noise{1};
  sensor.faults.lost = true;
  EXPECT_EQ(sensor.read(10, 0, noise), std::nullopt);
  sensor.faults.lost = false;
  EXPECT_EQ(sensor.read(10, 0, noise), 10_A);
}

TEST(CurrentSensor, AStuckOneStaysAtWhatItReadBefore) {
  CurrentSensor sensor{{.noise_a = 0.1}};
  Random noise{1};
  const auto before = sensor.read(10, 0, noise);
  sensor.faults.stuck = true;
  EXPECT_EQ(sensor.read(50, 1, noise), before);
  EXPECT_EQ(sensor.read(-50, 2, noise), before);
}

TEST(CurrentSensor, AReversedOneTurnsTheCurrentAndNotItsOffset) {
  CurrentSensor sensor{{.offset_a = 0.5}};
  Random noise{1};
  sensor.faults.reversed = true;
  EXPECT_EQ(sensor.read(10, 0, noise), -9'500_mA);
}

TEST(CurrentSensor, ASensorOfAnotherSizeScalesEverything) {
  CurrentSensor sensor{{.range_a = 100}};
  Random noise{1};
  sensor.faults.gain = 100.0 / 250;  // set to 100 A, fitted 250 A
  EXPECT_EQ(sensor.read(50, 0, noise), 20_A);
  sensor.faults.gain = 1;
  sensor.faults.offset_a = -2;
  EXPECT_EQ(sensor.read(50, 0, noise), 48_A);
}

TEST(CurrentSensor, ACurrentThatIsNoNumberReadsAsSaturated) {
  EXPECT_EQ(core::abs(read_once({.range_a = 100}, std::nan(""))), 100_A);
}

}  // namespace
}  // namespace cellwarden::twin
