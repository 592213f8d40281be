// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/soc.hpp"

#include <gtest/gtest.h>

namespace cellwarden::core {
namespace {

using namespace literals;

// Four cells of 3.20 V nominal and 1.28 kWh: 100 Ah.
constexpr WattHours kCapacity = 1280_Wh;
constexpr int kCells = 4;

StateOfCharge at(Percent percent) {
  StateOfCharge soc = unknown_state_of_charge(1300_Wh);
  soc.capacity = kCapacity;
  soc.count = count_at(kCapacity, percent);
  return soc;
}

PackReading pack_of(Millivolts lowest, Millivolts highest, Millivolts sum) {
  PackReading pack;
  pack.cell_count = kCells;
  pack.pack_voltage = sum;
  pack.cell_voltage_min = {lowest, 1};
  pack.cell_voltage_max = {highest, 2};
  return pack;
}

PackReading pack_at(Millivolts lowest) { return pack_of(lowest, lowest, lowest * kCells); }

// SOC-1
TEST(Soc, OneAmpereHourOfAHundredIsOnePercent) {
  StateOfCharge soc = at(50_percent);
  for (int second = 0; second < 3600; ++second) count_charge(soc, 1_A, 1_s, 3200_mV, kCells);
  EXPECT_EQ(soc.count, count_at(kCapacity, 51_percent));
  for (int second = 0; second < 7200; ++second) count_charge(soc, -1_A, 1_s, 3200_mV, kCells);
  EXPECT_EQ(soc.count, count_at(kCapacity, 49_percent));
}

// SOC-1
TEST(Soc, AMilliampOfTheLargestBatteryIsNotLost) {
  StateOfCharge soc = unknown_state_of_charge(WattHours{6'553'500});
  const SocCount before = soc.count;
  count_charge(soc, 1_mA, 500_ms, 2000_mV, 2);
  EXPECT_EQ(soc.count - before, SocCount{500LL * 200 * 2});
}

// SOC-1
TEST(Soc, TheNominalVoltageAndTheNumberOfCellsMakeTheAmpereHours) {
  // 4.0 kWh at 3.70 V and 20 cells are 54.054 Ah: 54.054 A for an hour are 100 %.
  StateOfCharge soc = unknown_state_of_charge(4000_Wh);
  soc.count = SocCount{0};
  for (int i = 0; i < 1200; ++i) count_charge(soc, 54'054_mA, 3_s, 3700_mV, 20);
  EXPECT_EQ(milli_percent(soc), MilliPercent{99'999});
}

// SOC-1
TEST(Soc, StaysWithin0And100Percent) {
  StateOfCharge soc = at(100_percent);
  count_charge(soc, 2000_A, 3_s, 3200_mV, kCells);
  EXPECT_EQ(soc.count, full_count(kCapacity));
  soc = at(0_percent);
  count_charge(soc, -2000_A, 3_s, 3200_mV, kCells);
  EXPECT_EQ(soc.count, SocCount{0});
}

// SOC-1
TEST(Soc, IsShownTruncatedButComparedUnrounded) {
  StateOfCharge soc = at(50_percent);
  soc.count -= SocCount{1};
  EXPECT_EQ(shown_percent(soc), 49_percent);
  EXPECT_EQ(milli_percent(soc), MilliPercent{49'999});
  EXPECT_LT(soc.count, count_at(kCapacity, 50_percent));
}

// SOC-1: the real product shows 7467 Wh of 15.0 kWh as 49 %.
TEST(Soc, ShowsTheRealSample) {
  StateOfCharge soc = unknown_state_of_charge(15'000_Wh);
  soc.count = full_count(WattHours{7467});
  EXPECT_EQ(shown_percent(soc), 49_percent);
  EXPECT_EQ(stored_energy(soc), 7467_Wh);
}

// SOC-1
TEST(Soc, EveryPercentOfEveryCapacityIsAWholeCount) {
  for (std::int64_t hundred = 1; hundred <= 65'535; hundred += 7) {
    const WattHours capacity{hundred * 100};
    EXPECT_EQ(count_at(capacity, 100_percent), full_count(capacity));
    EXPECT_EQ(count_at(capacity, 33_percent) + count_at(capacity, 67_percent),
              full_count(capacity));
  }
}

// SOC-2
TEST(Soc, InNormalModeItIs100PercentWhenAllCellsAreAtVBypass) {
  StateOfCharge soc = at(80_percent);
  const PackReading almost = pack_of(3399_mV, 3700_mV, 14'200_mV);
  EXPECT_FALSE(reset_when_full(soc, almost, Mode::normal, 3400_mV));
  EXPECT_FALSE(soc.calibrated);
  EXPECT_TRUE(reset_when_full(soc, pack_at(3400_mV), Mode::normal, 3400_mV));
  EXPECT_EQ(soc.count, full_count(kCapacity));
  EXPECT_TRUE(soc.calibrated);
}

// SOC-2
TEST(Soc, InCriticalModeItIs100PercentWhenThePackIsAtVBypassTimesN) {
  StateOfCharge soc = at(80_percent);
  EXPECT_FALSE(reset_when_full(soc, pack_of(3300_mV, 3700_mV, 13'599_mV), Mode::critical, 3400_mV));
  EXPECT_EQ(soc.count, count_at(kCapacity, 80_percent));
  EXPECT_TRUE(reset_when_full(soc, pack_of(3300_mV, 3700_mV, 13'600_mV), Mode::critical, 3400_mV));
  EXPECT_EQ(soc.count, full_count(kCapacity));
}

// SOC-3
TEST(Soc, WithNothingStoredItIs50PercentAndUncalibrated) {
  const StateOfCharge soc = unknown_state_of_charge(kCapacity);
  EXPECT_EQ(shown_percent(soc), 50_percent);
  EXPECT_FALSE(soc.calibrated);
}

// SOC-4
TEST(Soc, StoredEnergyIsSocTimesCapacity) {
  EXPECT_EQ(stored_energy(at(25_percent)), 320_Wh);
  EXPECT_EQ(stored_energy(at(100_percent)), kCapacity);
}

TEST(Soc, ANewCapacityKeepsThePercentage) {
  StateOfCharge soc = at(37_percent);
  change_capacity(soc, WattHours{6'553'500});
  EXPECT_EQ(soc.count, count_at(WattHours{6'553'500}, 37_percent));
  change_capacity(soc, 100_Wh);
  EXPECT_EQ(soc.count, count_at(100_Wh, 37_percent));
  soc.count += SocCount{50};
  change_capacity(soc, 200_Wh);
  EXPECT_EQ(soc.count, count_at(200_Wh, 37_percent) + SocCount{100});
}

// SOC-5
TEST(Soc, AGapUpToAndIncludingThreeCyclesIsBridged) {
  EXPECT_EQ(counted_time(1_s, 1_s), 1_s);
  EXPECT_EQ(counted_time(3_s, 1_s), 3_s);
  EXPECT_EQ(counted_time(3001_ms, 1_s), 0_s);
  EXPECT_EQ(counted_time(1500_ms, 500_ms), 1500_ms);
  EXPECT_EQ(counted_time(1501_ms, 500_ms), 0_s);
}

// SOC-6
TEST(Soc, IsCorrectedAfter10SecondsAtVMin) {
  StateOfCharge soc = at(30_percent);
  soc.calibrated = true;
  EXPECT_FALSE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 100_s));
  EXPECT_FALSE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 109'999_ms));
  EXPECT_EQ(soc.count, count_at(kCapacity, 30_percent));
  EXPECT_EQ(correct_when_empty(soc, pack_at(2600_mV), 2700_mV, 5_percent, 110_s),
            MilliPercent{30'000});
  EXPECT_EQ(soc.count, count_at(kCapacity, 4_percent));
  EXPECT_FALSE(soc.calibrated);
}

// SOC-6
TEST(Soc, OneMillivoltAboveVMinStartsThe10SecondsAnew) {
  StateOfCharge soc = at(30_percent);
  correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 0_s);
  EXPECT_FALSE(correct_when_empty(soc, pack_at(2701_mV), 2700_mV, 5_percent, 9_s));
  EXPECT_FALSE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 10_s));
  EXPECT_FALSE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 19_s));
  EXPECT_TRUE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 20_s));
}

// SOC-6
TEST(Soc, IsCheckedInEveryFurtherMessageAndNeverRaised) {
  StateOfCharge soc = at(4_percent);
  soc.calibrated = true;
  correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 0_s);
  EXPECT_FALSE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 10_s));
  EXPECT_TRUE(soc.calibrated) << "already at 4 %";
  soc.count += SocCount{1};
  EXPECT_TRUE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 11_s));
  soc.count = count_at(kCapacity, 2_percent);
  EXPECT_FALSE(correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 5_percent, 12_s));
  EXPECT_EQ(soc.count, count_at(kCapacity, 2_percent));
}

// SOC-6
TEST(Soc, WithDischargeRestart0ItIsCorrectedTo0) {
  StateOfCharge soc = at(30_percent);
  correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 0_percent, 0_s);
  correct_when_empty(soc, pack_at(2700_mV), 2700_mV, 0_percent, 10_s);
  EXPECT_EQ(soc.count, SocCount{0});
}

}  // namespace
}  // namespace cellwarden::core
