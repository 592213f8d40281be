// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/cell_sensor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace cellwarden::twin {
namespace {

using namespace core::literals;

CellSamples sample_once(const CellSensorSettings& settings, double volts, double celsius = 20) {
  Random noise{1};
  return CellSensor{settings}.sample(volts, celsius, noise);
}

std::int32_t shown_mv(const CellSensorSettings& settings, double volts) {
  return core::median_of_five(sample_once(settings, volts).voltage_mv);
}

// CELL-1: 1 mV inside.
TEST(CellSensor, WithoutNoiseItIsExactToTheMillivolt) {
  for (int mv = 2000; mv <= 5000; ++mv) {
    const CellSamples samples = sample_once({}, mv / 1000.0);
    for (const std::int32_t one : samples.voltage_mv) ASSERT_EQ(one, mv);
  }
  EXPECT_EQ(shown_mv({}, 3.4004), 3400);
  EXPECT_EQ(shown_mv({}, 3.4006), 3401);
  EXPECT_EQ(shown_mv({.step_mv = 5}, 3.4024), 3400);
  EXPECT_EQ(shown_mv({.step_mv = 5}, 3.4026), 3405);
}

// CELL-2
TEST(CellSensor, WithoutNoiseTheTemperatureIsExactToItsStep) {
  for (int c = -40; c <= 85; ++c) ASSERT_EQ(sample_once({}, 3.3, c).temperature_mc, c * 1000);
  EXPECT_EQ(sample_once({}, 3.3, 20.04).temperature_mc, 20'000);
  EXPECT_EQ(sample_once({}, 3.3, 20.06).temperature_mc, 20'100);
  EXPECT_EQ(sample_once({}, 3.3, -20.06).temperature_mc, -20'100);
  EXPECT_EQ(sample_once({.step_mc = 1000}, 3.3, 20.6).temperature_mc, 21'000);
}

// CELL-7: the converter sees beyond what a living cell can show, so that the board can tell.
TEST(CellSensor, SaturatesOutsideOfWhatCanBeReal) {
  EXPECT_EQ(shown_mv({}, 0), 0);
  EXPECT_EQ(shown_mv({}, -1), 0);
  EXPECT_EQ(shown_mv({}, 5.999), 5999);
  EXPECT_EQ(shown_mv({}, 6), 6000);
  EXPECT_EQ(shown_mv({}, 100), 6000);
  EXPECT_EQ(shown_mv({}, std::nan("")), 0);
  EXPECT_EQ(sample_once({}, 3.3, 500).temperature_mc, 135'000);
  EXPECT_EQ(sample_once({}, 3.3, -500).temperature_mc, -60'000);
  EXPECT_EQ(sample_once({}, 3.3, std::nan("")).temperature_mc, -60'000);
  EXPECT_EQ(core::cell_reading(core::Millivolts{shown_mv({}, 100)}, 20_C).voltage_fault,
            core::ReadingFault::too_high);
  EXPECT_EQ(core::cell_reading(core::Millivolts{shown_mv({}, 0)}, 20_C).voltage_fault,
            core::ReadingFault::too_low);
}

// CELL-1: ±20 mV from 2.000 to 5.000 V. CELL-2: ±5 °C.
TEST(CellSensor, BoardsAsTheyComeAreWithinTheManualsAccuracy) {
  Random random{17};
  for (int board = 0; board < 2000; ++board) {
    CellSensorSettings settings = drawn_cell_sensor(random);
    settings.noise_mv = 0;
    for (const double volts : {2.0, 3.4, 5.0}) {
      ASSERT_NEAR(shown_mv(settings, volts), volts * 1000, 20) << board;
    }
    for (const double celsius : {-40.0, 20.0, 85.0}) {
      ASSERT_NEAR(sample_once(settings, 3.3, celsius).temperature_mc, celsius * 1000, 5000)
          << board;
    }
    ASSERT_FALSE(core::converter_off(sample_once(settings, 3.3).reference, 1200_mV)) << board;
  }
}

// CELL-8: 3 % of the reference is still good, more is not.
TEST(CellSensor, TheReferenceShowsAConverterThatIsOff) {
  const auto off_at = [](double gain) {
    CellSensor sensor{{}};
    Random noise{1};
    sensor.faults.converter_gain = gain;
    const CellSamples samples = sensor.sample(3.3, 20, noise);
    return core::converter_off(samples.reference, samples.reference_nominal);
  };
  EXPECT_FALSE(off_at(1));
  EXPECT_FALSE(off_at(1.03));
  EXPECT_FALSE(off_at(0.97));
  EXPECT_TRUE(off_at(1.031));
  EXPECT_TRUE(off_at(0.969));
}

TEST(CellSensor, AConverterThatIsOffShowsTheCellJustAsWrong) {
  CellSensor sensor{{}};
  Random noise{1};
  sensor.faults.converter_gain = 1.05;
  EXPECT_EQ(sensor.sample(3.3, 20, noise).voltage_mv[0], 3465);
}

// CELL-9: one spike of five does not move the median.
TEST(CellSensor, ASpikeIsInOneSampleOnly) {
  CellSensor sensor{{}};
  Random noise{1};
  for (std::size_t which = 0; which < 5; ++which) {
    sensor.faults.spike_mv = 400;
    sensor.faults.spike_sample = which;
    const CellSamples samples = sensor.sample(3.3, 20, noise);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(samples.voltage_mv[i], i == which ? 3700 : 3300);
    EXPECT_EQ(core::median_of_five(samples.voltage_mv), 3300);
  }
}

TEST(CellSensor, ABiasIsInAllSamples) {
  CellSensor sensor{{.offset_mv = 3}};
  Random noise{1};
  sensor.faults.bias_mv = -50;
  for (const std::int32_t one : sensor.sample(3.3, 20, noise).voltage_mv) EXPECT_EQ(one, 3253);
}

// CELL-8: frozen to the millivolt, while the temperature goes on.
TEST(CellSensor, AStuckConverterRepeatsItsLastSamples) {
  CellSensor sensor{{.noise_mv = 1}};
  Random noise{1};
  const CellSamples before = sensor.sample(3.3, 20, noise);
  sensor.faults.stuck = true;
  const CellSamples after = sensor.sample(3.5, 30, noise);
  EXPECT_EQ(after.voltage_mv, before.voltage_mv);
  EXPECT_EQ(after.temperature_mc, 30'000);
}

TEST(CellSensor, OneStuckFromTheBeginningShowsItsFirstSamples) {
  CellSensor sensor{{}};
  Random noise{1};
  sensor.faults.stuck = true;
  EXPECT_EQ(sensor.sample(3.3, 20, noise).voltage_mv[0], 3300);
  EXPECT_EQ(sensor.sample(3.5, 20, noise).voltage_mv[0], 3300);
}

// CELL-7
TEST(CellSensor, AnOpenAndAShortedThermistorAreTold) {
  CellSensor sensor{{}};
  Random noise{1};
  EXPECT_EQ(sensor.sample(3.3, 20, noise).temperature_fault, core::ReadingFault::none);
  sensor.faults.thermistor = Thermistor::open;
  EXPECT_EQ(sensor.sample(3.3, 20, noise).temperature_fault, core::ReadingFault::sensor_open);
  EXPECT_EQ(sensor.sample(3.3, 20, noise).temperature_mc, -60'000);
  sensor.faults.thermistor = Thermistor::shorted;
  EXPECT_EQ(sensor.sample(3.3, 20, noise).temperature_fault, core::ReadingFault::sensor_shorted);
  EXPECT_EQ(sensor.sample(3.3, 20, noise).temperature_mc, 135'000);
  sensor.faults.thermistor = Thermistor::works;
  EXPECT_EQ(sensor.sample(3.3, 20, noise).temperature_fault, core::ReadingFault::none);
}

// CELL-9: what the median is for.
TEST(CellSensor, TheNoiseHasTheDeviationThatIsSetAndTheMedianHalvesIt) {
  CellSensor sensor{{.noise_mv = 20}};
  Random noise{3};
  double one_squares = 0;
  double median_squares = 0;
  double sum = 0;
  constexpr int kTimes = 20'000;
  for (int i = 0; i < kTimes; ++i) {
    const CellSamples samples = sensor.sample(3.3, 20, noise);
    const double one = samples.voltage_mv[0] - 3300;
    const double median = core::median_of_five(samples.voltage_mv) - 3300;
    sum += one;
    one_squares += one * one;
    median_squares += median * median;
  }
  EXPECT_NEAR(sum / kTimes, 0, 0.5);
  EXPECT_NEAR(std::sqrt(one_squares / kTimes), 20, 0.5);
  EXPECT_NEAR(std::sqrt(median_squares / kTimes), 0.536 * 20, 0.5);
}

TEST(CellSensor, TheSameSeedShowsTheSameNoise) {
  CellSensor first{{.noise_mv = 2, .temperature_noise_c = 1}};
  CellSensor second{{.noise_mv = 2, .temperature_noise_c = 1}};
  Random one{8};
  Random two{8};
  Random other{9};
  const CellSamples samples = first.sample(3.3, 20, one);
  EXPECT_EQ(second.sample(3.3, 20, two).voltage_mv, samples.voltage_mv);
  EXPECT_NE(second.sample(3.3, 20, other).voltage_mv, samples.voltage_mv);
}

TEST(CellSensor, WithoutNoiseNoChanceIsUsedUp) {
  CellSensor sensor{{}};
  Random noise{3};
  Random untouched{3};
  sensor.sample(3.3, 20, noise);
  EXPECT_EQ(noise.next(), untouched.next());
}

}  // namespace
}  // namespace cellwarden::twin
