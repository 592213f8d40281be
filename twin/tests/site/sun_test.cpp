// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/sun.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace cellwarden::twin {
namespace {

constexpr int kMidsummer = 172;  // 21 June
constexpr int kMidwinter = 355;  // 21 December
constexpr int kEquinox = 81;     // 22 March: declination 0 in Cooper's formula

double energy_wh(const SunSettings& settings, std::uint64_t seed, int days, int step_s = 60) {
  Sun sun{settings, seed};
  double energy = 0;
  for (int t = 0; t < days * 86'400; t += step_s) energy += sun.power_w(t) * step_s / 3600;
  return energy;
}

std::vector<double> powers(const SunSettings& settings, std::uint64_t seed, int step_s = 60) {
  Sun sun{settings, seed};
  std::vector<double> result;
  for (int t = 0; t <= 86'400; t += step_s) result.push_back(sun.power_w(t));
  return result;
}

TEST(Sun, AtNoonItStandsAt90DegreesMinusLatitudePlusDeclination) {
  EXPECT_NEAR(sun_elevation_deg(52, kMidsummer, 12), 61.4, 0.3);
  EXPECT_NEAR(sun_elevation_deg(52, kMidwinter, 12), 14.6, 0.3);
  EXPECT_NEAR(sun_elevation_deg(0, kEquinox, 12), 90, 0.01);
  EXPECT_NEAR(sun_elevation_deg(-33.9, kMidwinter, 12), 79.5, 0.3);
}

TEST(Sun, AtTheEquinoxItRisesAtSixAndSetsAtEighteen) {
  EXPECT_LT(sun_elevation_deg(52, kEquinox, 5.9), 0);
  EXPECT_GT(sun_elevation_deg(52, kEquinox, 6.1), 0);
  EXPECT_GT(sun_elevation_deg(52, kEquinox, 17.9), 0);
  EXPECT_LT(sun_elevation_deg(52, kEquinox, 18.1), 0);
}

TEST(Sun, MorningAndAfternoonAreMirrored) {
  for (const double hours : {0.5, 2.0, 5.0, 8.0}) {
    EXPECT_NEAR(sun_elevation_deg(52, kMidsummer, 12 - hours),
                sun_elevation_deg(52, kMidsummer, 12 + hours), 1e-9);
  }
}

TEST(Sun, BelowTheHorizonThereIsNoLightAtAll) {
  for (int minute = 0; minute < 1440; minute += 3) {
    const double hour = minute / 60.0;
    const double fraction = clear_sky_fraction(52, kMidsummer, hour, 30);
    if (sun_elevation_deg(52, kMidsummer, hour) <= 0) {
      EXPECT_EQ(fraction, 0) << hour;
    } else {
      EXPECT_GT(fraction, 0) << hour;
    }
  }
}

TEST(Sun, InThePolarNightThereIsNone) {
  EXPECT_EQ(energy_wh({.latitude_deg = 75, .day_of_year = kMidwinter}, 1, 1), 0);
}

TEST(Sun, AClearNoonGivesMostOfThePeakPowerAndNeverMoreThanAllOfIt) {
  EXPECT_NEAR(clear_sky_fraction(52, kMidsummer, 12, 30), 0.857, 0.001);
  EXPECT_LT(clear_sky_fraction(0, kEquinox, 12, 0), 1);
}

TEST(Sun, PanelsTiltedTowardsTheEquatorGainInWinterOnBothHalvesOfTheEarth) {
  EXPECT_GT(clear_sky_fraction(52, kMidwinter, 12, 60),
            2 * clear_sky_fraction(52, kMidwinter, 12, 0));
  EXPECT_GT(clear_sky_fraction(-52, kMidsummer, 12, 60),
            2 * clear_sky_fraction(-52, kMidsummer, 12, 0));
}

// Section 7: the solar peak power scales the sun.
TEST(Sun, TwiceThePeakPowerGivesTwiceTheEnergy) {
  EXPECT_DOUBLE_EQ(energy_wh({.peak_w = 4000}, 7, 3), 2 * energy_wh({.peak_w = 2000}, 7, 3));
}

TEST(Sun, ACloudlessDayIsTheClearSkyItself) {
  Sun sun{{.cloudiness = 0}, 3};
  for (int hour = 0; hour < 24; ++hour) {
    EXPECT_DOUBLE_EQ(sun.power_w(hour * 3600.0), 2000 * clear_sky_fraction(52, 172, hour, 30));
  }
}

TEST(Sun, TheMoreCloudsTheLessEnergy) {
  double before = energy_wh({.cloudiness = 0}, 5, 60);
  for (const double cloudiness : {0.25, 0.5, 0.75, 1.0}) {
    const double now = energy_wh({.cloudiness = cloudiness}, 5, 60);
    EXPECT_LT(now, 0.9 * before) << cloudiness;
    before = now;
  }
}

TEST(Sun, TheCloudinessOfManyDaysIsTheSettingWhateverTheSeed) {
  const double expected = energy_wh({.cloudiness = 0.5}, 1, 60, 600);
  for (std::uint64_t seed = 2; seed < 7; ++seed) {
    EXPECT_NEAR(energy_wh({.cloudiness = 0.5}, seed, 60, 600), expected, 0.2 * expected) << seed;
  }
}

TEST(Sun, ItStaysWithinZeroAndElevenTenthsOfThePeakAndTheEdgeOfACloudGivesMore) {
  Sun sun{{.cloudiness = 0.5}, 11};
  double most = 0;
  for (int t = 0; t < 30 * 86'400; t += 10) {
    const double power = sun.power_w(t);
    ASSERT_GE(power, 0);
    ASSERT_LE(power, 2200);
    most = std::max(most, power);
  }
  EXPECT_GT(most, 2000 * 0.87);
}

TEST(Sun, CloudsComeAndGoSmoothly) {
  Sun sun{{.cloudiness = 0.5}, 11};
  double before = sun.power_w(0);
  for (int t = 1; t < 86'400; ++t) {
    const double now = sun.power_w(t);
    ASSERT_LT(now - before, 50) << t;
    ASSERT_GT(now - before, -50) << t;
    before = now;
  }
}

TEST(Sun, TheSameSeedGivesTheSameDayAndAnotherSeedAnotherOne) {
  const SunSettings settings{.cloudiness = 0.5};
  EXPECT_EQ(powers(settings, 1), powers(settings, 1));
  EXPECT_NE(powers(settings, 1), powers(settings, 2));
}

TEST(Sun, TheStepOfTheCallerChangesNothing) {
  const SunSettings settings{.cloudiness = 0.5};
  const std::vector<double> seconds = powers(settings, 4, 1);
  const std::vector<double> quarters = powers(settings, 4, 900);
  for (std::size_t i = 0; i < quarters.size(); ++i) EXPECT_EQ(quarters[i], seconds[i * 900]) << i;
}

TEST(Sun, TheDaysOfTheYearGoBy) {
  Sun sun{{.day_of_year = 364, .cloudiness = 0}, 1};
  EXPECT_DOUBLE_EQ(sun.power_w(86'400 + 43'200), 2000 * clear_sky_fraction(52, 365, 12, 30));
  EXPECT_DOUBLE_EQ(sun.power_w(2 * 86'400 + 43'200), 2000 * clear_sky_fraction(52, 1, 12, 30));
}

TEST(Sun, NoonCanBeMovedToWhereTheClockHasIt) {
  Sun sun{{.cloudiness = 0, .noon_h = 13.5}, 1};
  EXPECT_DOUBLE_EQ(sun.power_w(13.5 * 3600), 2000 * clear_sky_fraction(52, 172, 12, 30));
}

TEST(Sun, AMeasuredDayReplacesTheModel) {
  Sun sun{{.measured = *Profile::from_points({0, 100}, {0, 0.5})}, 1};
  EXPECT_EQ(sun.power_w(50), 500);
  EXPECT_EQ(sun.power_w(1e6), 1000);
}

}  // namespace
}  // namespace cellwarden::twin
