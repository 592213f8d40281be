// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/energy.hpp"

#include <gtest/gtest.h>

namespace cellwarden::core {
namespace {

using namespace literals;

constexpr std::int64_t kOneWattSecond = 1'000'000'000;

std::int64_t nanojoules(const EnergyCounter& counter) {
  return counter.whole.count() * kNanojoulesPerWattHour + counter.nanojoules;
}

EnergyCounters after(Milliamps in, std::optional<Milliamps> out) {
  EnergyCounters energy;
  const Currents currents{.in = in, .out = out, .battery = in - out.value_or(0_A)};
  count_energy(energy, currents, 10'000_mV, 1_s);
  return energy;
}

// EN-1
TEST(Energy, ChargersAndConsumersAreCountedByThemselves) {
  const EnergyCounters energy = after(5_A, 2_A);
  EXPECT_EQ(nanojoules(energy.in_today), 50 * kOneWattSecond);
  EXPECT_EQ(nanojoules(energy.out_today), 20 * kOneWattSecond);
  EXPECT_EQ(nanojoules(energy.in_total), 50 * kOneWattSecond);
  EXPECT_EQ(nanojoules(energy.out_total), 20 * kOneWattSecond);
}

// EN-1
TEST(Energy, ACurrentTheOtherWayRoundCountsOnTheOtherSide) {
  const EnergyCounters energy = after(-5_A, -2_A);
  EXPECT_EQ(nanojoules(energy.in_today), 20 * kOneWattSecond);
  EXPECT_EQ(nanojoules(energy.out_today), 50 * kOneWattSecond);
}

// EN-1
TEST(Energy, WithOneSensorI2Is0) {
  EXPECT_EQ(nanojoules(after(5_A, {}).in_today), 50 * kOneWattSecond);
  EXPECT_EQ(nanojoules(after(5_A, {}).out_today), 0);
  EXPECT_EQ(nanojoules(after(-5_A, {}).out_today), 50 * kOneWattSecond);
  EXPECT_EQ(nanojoules(after(-5_A, {}).in_today), 0);
}

// EN-1
TEST(Energy, InMinusOutIsTheEnergyOfTheBattery) {
  for (const int in : {-7, 0, 3}) {
    for (const int out : {-4, 0, 9}) {
      const EnergyCounters energy = after(Milliamps{in}, Milliamps{out});
      EXPECT_EQ(nanojoules(energy.in_total) - nanojoules(energy.out_total),
                (in - out) * 10'000LL * 1000);
    }
  }
}

// EN-1
TEST(Energy, NothingIsLostInTheSumOfAYearOfMilliwatts) {
  EnergyCounter counter;
  for (int i = 0; i < 3'600'000; ++i) add_energy(counter, 1'000'001);
  EXPECT_EQ(counter.whole, 1_Wh);
  EXPECT_EQ(counter.nanojoules, 3'600'000);
}

// EN-2
TEST(DayClock, WithoutAClockADayIs24HoursOfRunning) {
  DayClock clock;
  start_clock(clock, 10_s);
  EXPECT_FALSE(new_day(clock, 10_s));
  EXPECT_FALSE(new_day(clock, 24_h + 9'999_ms));
  EXPECT_TRUE(new_day(clock, 24_h + 10_s));
  EXPECT_FALSE(new_day(clock, 24_h + 11_s));
  EXPECT_TRUE(new_day(clock, 100_h)) << "days without a good message are one new day";
}

// EN-2
TEST(DayClock, TheFirstTimeTheAppSetsItTodayGoesOnUntilMidnight) {
  DayClock clock;
  start_clock(clock, 0_s);
  set_clock(clock, 24_h * 20'000 + 23_h, 5_h);
  EXPECT_FALSE(new_day(clock, 5_h));
  EXPECT_FALSE(new_day(clock, 6_h - 1_ms));
  EXPECT_TRUE(new_day(clock, 6_h));
  EXPECT_FALSE(new_day(clock, 6_h + 1_s));
}

// EN-2
TEST(DayClock, SetToAnotherDayLaterItIsANewDay) {
  DayClock clock;
  set_clock(clock, 24_h * 20'000 + 1_h, 0_s);
  set_clock(clock, 24_h * 20'000 + 2_h, 1_s);
  EXPECT_FALSE(new_day(clock, 1_s));
  set_clock(clock, 24_h * 20'001, 2_s);
  EXPECT_TRUE(new_day(clock, 2_s));
}

// EN-2
TEST(DayClock, WorksBeforeThePowerUpOfTheClockThatCounts) {
  DayClock clock;
  start_clock(clock, -100_h);
  EXPECT_FALSE(new_day(clock, -77_h));
  EXPECT_TRUE(new_day(clock, -76_h));
  DayClock early;
  set_clock(early, -1_ms, 0_s);
  EXPECT_TRUE(new_day(early, 1_ms)) << "from the day before 1970 to the first day of 1970";
}

// EN-3
TEST(Energy, ClearingZeroesTheTotalsAndOnlyThose) {
  EnergyCounters energy = after(5_A, 2_A);
  clear_totals(energy);
  EXPECT_EQ(nanojoules(energy.in_total), 0);
  EXPECT_EQ(nanojoules(energy.out_total), 0);
  EXPECT_EQ(nanojoules(energy.in_today), 50 * kOneWattSecond);
  EXPECT_EQ(nanojoules(energy.out_today), 20 * kOneWattSecond);
}

}  // namespace
}  // namespace cellwarden::core
