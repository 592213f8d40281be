// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/monitor.hpp"

#include <gtest/gtest.h>

#include "board_story.hpp"

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using core::Cycle;
using core::ReadingFault;
using test::samples_of;

// A monitor that has heard 3.400 V, in the slow cycle, at 0 s.
Monitor listening() {
  Monitor monitor;
  hear_threshold(monitor, 3400_mV, Cycle::slow, 0_s);
  return monitor;
}

bool bypass_after(Monitor& monitor, core::Millivolts voltage,
                  core::MilliCelsius temperature = 20_C) {
  take_samples(monitor, samples_of(voltage, temperature), 1_s);
  return bypass_on(monitor);
}

// CELL-7
TEST(Monitor, SaysThatItsReadingIsMissingUntilTheFirstSamples) {
  const chain::Record said = record(Monitor{});
  EXPECT_EQ(said.reading.voltage_fault, ReadingFault::missing);
  EXPECT_EQ(said.reading.temperature_fault, ReadingFault::missing);
  EXPECT_FALSE(said.reading.bypass);
}

// CELL-1, CELL-2
TEST(Monitor, SaysItsVoltageToTheMillivoltAndItsTemperature) {
  Monitor monitor;
  take_samples(monitor, samples_of(3333_mV, -12'300_mC), 1_s);
  const chain::Record said = record(monitor);
  EXPECT_TRUE(said.reading.valid());
  EXPECT_EQ(said.reading.voltage, 3333_mV);
  EXPECT_EQ(said.reading.temperature, -12'300_mC);
}

// CELL-9
TEST(Monitor, TakesTheMedianOfFiveSoThatTwoSpikesDoNotMoveIt) {
  Monitor monitor;
  Samples samples = samples_of(3300_mV);
  samples.voltage_mv = {3301, 5900, 3299, 3300, 0};
  take_samples(monitor, samples, 1_s);
  EXPECT_EQ(monitor.reading.voltage, 3300_mV);
  EXPECT_TRUE(monitor.reading.voltage_valid());
}

// CELL-3
TEST(Monitor, BypassIsOnAt3400StaysAt3390AndIsOffAt3389Millivolts) {
  Monitor monitor = listening();
  EXPECT_FALSE(bypass_after(monitor, 3399_mV));
  EXPECT_TRUE(bypass_after(monitor, 3400_mV));
  EXPECT_TRUE(bypass_after(monitor, 3390_mV));
  EXPECT_FALSE(bypass_after(monitor, 3389_mV));
  EXPECT_FALSE(bypass_after(monitor, 3399_mV));
}

// CELL-3
TEST(Monitor, ANewThresholdActsOnTheReadingThatIsThere) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  hear_threshold(monitor, 3500_mV, Cycle::slow, 2_s);
  EXPECT_FALSE(bypass_on(monitor));
  hear_threshold(monitor, 3400_mV, Cycle::slow, 3_s);
  EXPECT_TRUE(bypass_on(monitor));
}

// CELL-3
TEST(Monitor, BypassStaysOffAsLongAsNobodySaidWhatTheThresholdIs) {
  Monitor monitor;
  EXPECT_FALSE(bypass_after(monitor, 5000_mV));
}

// CELL-3
TEST(Monitor, BypassIsOnAfter2999AndOffAfter3000MillisecondsWithoutAThreshold) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  watch_threshold(monitor, 2999_ms);
  EXPECT_TRUE(bypass_on(monitor));
  watch_threshold(monitor, 3000_ms);
  EXPECT_FALSE(bypass_on(monitor));
  EXPECT_FALSE(bypass_after(monitor, 3450_mV));
  hear_threshold(monitor, 3400_mV, Cycle::slow, 4_s);
  EXPECT_TRUE(bypass_on(monitor));
}

// CELL-3: on again only at V-bypass.
TEST(Monitor, AfterSilence3390MillivoltsIsNotEnough) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3400_mV));
  EXPECT_TRUE(bypass_after(monitor, 3395_mV));
  watch_threshold(monitor, 3_s);
  hear_threshold(monitor, 3400_mV, Cycle::slow, 4_s);
  EXPECT_FALSE(bypass_on(monitor));
}

// CELL-3
TEST(Monitor, ThreeCyclesAreOneAndAHalfSecondsInTheFastCycle) {
  Monitor monitor;
  hear_threshold(monitor, 3400_mV, Cycle::fast, 0_s);
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  EXPECT_EQ(watch_at(monitor), 1500_ms);
  watch_threshold(monitor, 1499_ms);
  EXPECT_TRUE(bypass_on(monitor));
  watch_threshold(monitor, 1500_ms);
  EXPECT_FALSE(bypass_on(monitor));
}

// CELL-4
TEST(Monitor, TheResistorIsOffWhileSamplingAndTheBypassIsStillShown) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  EXPECT_TRUE(resistor_on(monitor));
  begin_sampling(monitor);
  EXPECT_FALSE(resistor_on(monitor));
  EXPECT_TRUE(bypass_on(monitor));
  EXPECT_TRUE(record(monitor).reading.bypass);
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  EXPECT_TRUE(resistor_on(monitor));
}

// CELL-5
TEST(Monitor, BypassIsOffFrom70UntilBelow60DegreesAndSaysWhy) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3450_mV, 69'999_mC));
  EXPECT_FALSE(record(monitor).hot);
  EXPECT_FALSE(bypass_after(monitor, 3450_mV, 70_C));
  EXPECT_TRUE(record(monitor).hot);
  EXPECT_FALSE(bypass_after(monitor, 3450_mV, 60_C));
  EXPECT_TRUE(bypass_after(monitor, 3450_mV, 59'999_mC));
  EXPECT_FALSE(record(monitor).hot);
}

// CELL-5: then on again by CELL-3 from off.
TEST(Monitor, ABoardThatCooledDownBypassesAgainOnlyFromTheThreshold) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3400_mV));
  EXPECT_FALSE(bypass_after(monitor, 3400_mV, 70_C));
  EXPECT_FALSE(bypass_after(monitor, 3395_mV, 50_C));
  EXPECT_TRUE(bypass_after(monitor, 3400_mV, 50_C));
}

// CELL-8: 3 % of 1.000 V is 30 mV.
TEST(Monitor, AConverterMayBeOffBy3PercentAndNotMore) {
  Monitor monitor;
  Samples samples = samples_of(3300_mV);
  samples.reference_nominal = 1000_mV;
  for (const auto reference : {970_mV, 1030_mV}) {
    samples.reference = reference;
    take_samples(monitor, samples, 1_s);
    EXPECT_TRUE(record(monitor).reading.valid()) << reference.count();
  }
  for (const auto reference : {969_mV, 1031_mV, 0_mV}) {
    samples.reference = reference;
    take_samples(monitor, samples, 1_s);
    EXPECT_EQ(record(monitor).reading.voltage_fault, ReadingFault::converter_off);
    EXPECT_TRUE(record(monitor).reading.temperature_valid());
  }
}

// CELL-8
TEST(Monitor, AReferenceThatNobodyMeasuredMakesTheVoltageInvalid) {
  Monitor monitor;
  Samples samples;
  samples.voltage_mv.fill(3300);
  take_samples(monitor, samples, 1_s);
  EXPECT_EQ(record(monitor).reading.voltage_fault, ReadingFault::converter_off);
}

// CELL-7: below 0.5 V or above 5.5 V, below −50 °C or above 125 °C.
TEST(Monitor, WhatCannotBeRealIsInvalidAndNeverClamped) {
  Monitor monitor;
  take_samples(monitor, samples_of(499_mV, 125'001_mC), 1_s);
  EXPECT_EQ(record(monitor).reading.voltage_fault, ReadingFault::too_low);
  EXPECT_EQ(record(monitor).reading.temperature_fault, ReadingFault::too_high);
  take_samples(monitor, samples_of(5501_mV, -50'001_mC), 1_s);
  EXPECT_EQ(record(monitor).reading.voltage_fault, ReadingFault::too_high);
  EXPECT_EQ(record(monitor).reading.temperature_fault, ReadingFault::too_low);
  take_samples(monitor, samples_of(500_mV, 125_C), 1_s);
  EXPECT_TRUE(record(monitor).reading.valid());
  take_samples(monitor, samples_of(5500_mV, -50_C), 1_s);
  EXPECT_TRUE(record(monitor).reading.valid());
}

// CELL-7, CELL-5: the heat cannot be watched.
TEST(Monitor, AnOpenThermistorIsReportedAndEndsTheBypass) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  Samples samples = samples_of(3450_mV);
  samples.temperature_fault = ReadingFault::sensor_open;
  take_samples(monitor, samples, 2_s);
  EXPECT_EQ(record(monitor).reading.temperature_fault, ReadingFault::sensor_open);
  EXPECT_TRUE(record(monitor).reading.voltage_valid());
  EXPECT_FALSE(bypass_on(monitor));
}

// CELL-7, CELL-5
TEST(Monitor, AHotBoardWhoseThermistorOpensStaysHotUntilItIsSeenToBeCool) {
  Monitor monitor = listening();
  EXPECT_FALSE(bypass_after(monitor, 3450_mV, 70_C));
  Samples samples = samples_of(3450_mV);
  samples.temperature_fault = ReadingFault::sensor_open;
  take_samples(monitor, samples, 2_s);
  EXPECT_TRUE(record(monitor).hot);
  EXPECT_FALSE(bypass_after(monitor, 3450_mV, 60_C));
  EXPECT_TRUE(bypass_after(monitor, 3450_mV, 59'900_mC));
}

// CELL-7, CELL-3: an invalid voltage is no reason to bypass; CELL-5 goes on.
TEST(Monitor, AnInvalidVoltageEndsTheBypassAndTheHeatIsStillWatched) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  EXPECT_FALSE(bypass_after(monitor, 5501_mV, 75_C));
  EXPECT_TRUE(record(monitor).hot);
  EXPECT_FALSE(bypass_after(monitor, 3450_mV, 60_C));
}

// CELL-7: an old reading must not look like a new one.
TEST(Monitor, AReadingIsMissingAfter3CyclesWithoutSamples) {
  Monitor monitor = listening();
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
  hear_threshold(monitor, 3400_mV, Cycle::slow, 3_s);
  watch_samples(monitor, 3999_ms);
  EXPECT_TRUE(record(monitor).reading.valid());
  EXPECT_EQ(watch_at(monitor), 4_s);
  watch_samples(monitor, 4_s);
  EXPECT_EQ(record(monitor).reading.voltage_fault, ReadingFault::missing);
  EXPECT_FALSE(bypass_on(monitor));
  EXPECT_TRUE(bypass_after(monitor, 3450_mV));
}

}  // namespace
}  // namespace cellwarden::boards
