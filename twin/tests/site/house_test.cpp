// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/house.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace cellwarden::twin {
namespace {

double energy_wh(const HouseSettings& settings, std::uint64_t seed, int days) {
  House house{settings, seed};
  double energy = 0;
  for (int t = 0; t < days * 86'400; t += 10) energy += house.power_w(t) / 360;
  return energy;
}

std::vector<double> powers(std::uint64_t seed, int step_s) {
  House house{{}, seed};
  std::vector<double> result;
  for (int t = 0; t < 2 * 86'400; t += step_s) result.push_back(house.power_w(t));
  return result;
}

double mean_between(int from_h, int to_h) {
  House house{{}, 1};
  double sum = 0;
  for (int day = 0; day < 60; ++day) {
    for (int s = from_h * 3600; s < to_h * 3600; s += 60) sum += house.power_w(day * 86'400.0 + s);
  }
  return sum / (60.0 * 60 * (to_h - from_h));
}

TEST(House, TheEnergyOfADayIsTheSettingOnAverage) {
  for (const double wanted : {1000.0, 3000.0, 6000.0}) {
    EXPECT_NEAR(energy_wh({.energy_wh_per_day = wanted}, 1, 90) / 90, wanted, 0.03 * wanted);
  }
}

// Section 7: the inverter's peak power scales the house.
TEST(House, TwiceTheEnergyAtTwiceThePeakIsTheSameHouseholdTwice) {
  const double once = energy_wh({.energy_wh_per_day = 3000, .peak_w = 1000}, 9, 3);
  const double twice = energy_wh({.energy_wh_per_day = 6000, .peak_w = 2000}, 9, 3);
  EXPECT_NEAR(twice, 2 * once, 1e-6 * once);
}

TEST(House, ItNeverTakesMoreThanThePeakAndReachesItAlmost) {
  House house{{.energy_wh_per_day = 6000, .peak_w = 1000}, 1};
  double most = 0;
  double least = 1e9;
  for (int t = 0; t < 30 * 86'400; t += 10) {
    const double power = house.power_w(t);
    most = std::max(most, power);
    least = std::min(least, power);
  }
  EXPECT_LE(most, 1000);
  EXPECT_GT(most, 900);
  EXPECT_DOUBLE_EQ(least, 6000.0 / 24 * 0.20);  // what is never switched off
}

TEST(House, TheEveningTakesMostAndTheNightLeast) {
  const double all_day = mean_between(0, 24);
  EXPECT_GT(mean_between(18, 23), 1.5 * all_day);
  EXPECT_LT(mean_between(0, 5), 0.6 * all_day);
}

TEST(House, AHouseThatCannotGetItsEnergyThroughItsPeakDoesNotRunAway) {
  const double energy = energy_wh({.energy_wh_per_day = 50'000, .peak_w = 1000}, 1, 10) / 10;
  EXPECT_LE(energy, 24'000);
  EXPECT_GT(energy, 20'000);
}

TEST(House, TheSameSeedGivesTheSameDaysAndAnotherSeedOthers) {
  EXPECT_EQ(powers(1, 60), powers(1, 60));
  EXPECT_NE(powers(1, 60), powers(2, 60));
}

TEST(House, TheStepOfTheCallerChangesNothing) {
  const std::vector<double> seconds = powers(3, 1);
  const std::vector<double> minutes = powers(3, 60);
  for (std::size_t i = 0; i < minutes.size(); ++i) ASSERT_EQ(minutes[i], seconds[i * 60]) << i;
}

TEST(House, NoTwoDaysAreTheSame) {
  const std::vector<double> both = powers(1, 60);
  EXPECT_FALSE(std::equal(both.begin(), both.begin() + 1440, both.begin() + 1440));
}

TEST(House, AMeasuredHouseholdReplacesTheModel) {
  House house{{.measured_w = *Profile::from_points({0, 100}, {0, 500}, Between::held)}, 1};
  EXPECT_EQ(house.power_w(99), 0);
  EXPECT_EQ(house.power_w(100), 500);
}

TEST(Ambient, TheWarmestHourOfTheWarmestDayIsMeanAndBothSwings) {
  const AmbientSettings settings{
      .mean_c = 10, .seasonal_c = 8, .daily_c = 4, .day_of_year = 20, .coldest_day = 20};
  EXPECT_NEAR(ambient_c(settings, 182 * 86'400.0 + 15 * 3600), 22, 0.01);
  EXPECT_NEAR(ambient_c(settings, 3 * 3600.0), -2, 0.01);
}

TEST(Ambient, WithoutSwingsItIsTheMean) {
  const AmbientSettings settings{.mean_c = 25, .seasonal_c = 0, .daily_c = 0};
  for (const double t : {0.0, 40'000.0, 1e7}) EXPECT_EQ(ambient_c(settings, t), 25);
}

TEST(Ambient, AMeasuredTemperatureReplacesTheModel) {
  const AmbientSettings settings{.measured_c = *Profile::from_points({0, 3600}, {-5, 5})};
  EXPECT_EQ(ambient_c(settings, 1800), 0);
}

}  // namespace
}  // namespace cellwarden::twin
