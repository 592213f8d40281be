// SPDX-License-Identifier: Apache-2.0
// The models beside measured days. The data is not a part of this project: without it these tests
// are skipped. What was found is written down in docs/twin/site-model.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cellwarden/twin/house.hpp"
#include "cellwarden/twin/sun.hpp"

namespace cellwarden::twin {
namespace {

// One column (from 0) of a text table; what is no number is left out.
std::vector<double> column(const std::string& name, char separator, int wanted) {
  std::vector<double> values;
  std::ifstream file{std::string{CELLWARDEN_ROOT} + "/../shared/data/" + name};
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields{line};
    std::string field;
    for (int i = 0; i <= wanted; ++i) std::getline(fields, field, separator);
    char* end = nullptr;
    const double value = std::strtod(field.c_str(), &end);
    if (end != field.c_str()) values.push_back(value);
  }
  return values;
}

struct Day {
  double hours_of_peak{0};  // energy / peak power
  double most{0};           // fraction of the peak power
};

Day measured_day(const std::string& name) {
  Day day;
  for (const double fraction : column("pv_measured_1min/" + name, ',', 2)) {
    day.hours_of_peak += fraction / 60;
    day.most = std::max(day.most, fraction);
  }
  return day;
}

Day clear_day(double latitude_deg, int day_of_year) {
  Day day;
  for (int minute = 0; minute < 1440; ++minute) {
    const double fraction = clear_sky_fraction(latitude_deg, day_of_year, minute / 60.0, 30);
    day.hours_of_peak += fraction / 60;
    day.most = std::max(day.most, fraction);
  }
  return day;
}

void expect_like(const Day& model, const Day& measured) {
  if (measured.hours_of_peak == 0) GTEST_SKIP() << "skipped: no measured data";
  testing::Test::RecordProperty("hours_of_peak",
                                std::to_string(model.hours_of_peak / measured.hours_of_peak));
  EXPECT_NEAR(model.hours_of_peak / measured.hours_of_peak, 1, 0.08);
  EXPECT_NEAR(model.most / measured.most, 1, 0.10);
}

TEST(Measured, AClearDayInTurinHasTheEnergyOfTheModelWithin8Percent) {
  expect_like(clear_day(45.07, 89), measured_day("turin_clear_sky_day.csv"));
}

TEST(Measured, AClearDayInAlmeriaHasTheEnergyOfTheModelWithin8Percent) {
  expect_like(clear_day(36.83, 288), measured_day("almeria_clear_sky_day.csv"));
}

// Cloudiness is a setting: the days measured under clouds must lie within what it reaches.
TEST(Measured, CloudyDaysLieBetweenAClearAndAnOvercastSky) {
  const Day turin = measured_day("turin_cloudy_sky_day.csv");
  const Day almeria = measured_day("almeria_cloudy_sky_day.csv");
  if (turin.hours_of_peak == 0) GTEST_SKIP() << "skipped: no measured data";
  for (const Day& day : {turin, almeria}) {
    EXPECT_GT(day.hours_of_peak, 0.22 * clear_day(45.07, 65).hours_of_peak);
    EXPECT_LT(day.hours_of_peak, 0.70 * clear_day(36.83, 292).hours_of_peak);
  }
}

double year_hours(double latitude_deg, double cloudiness) {
  Sun sun{{.latitude_deg = latitude_deg, .day_of_year = 1, .peak_w = 1, .cloudiness = cloudiness},
          1};
  double energy = 0;
  for (int i = 0; i < 365 * 144; ++i) energy += sun.power_w(i * 600.0) / 6;
  return energy;
}

double measured_year_hours(const std::string& name) {
  double energy = 0;
  for (const double fraction : column("pv_measured_1min/" + name, ',', 2)) energy += fraction;
  return energy;
}

TEST(Measured, AYearInAlmeriaAndOneInTurinLieWithinACloudinessOf10To60Percent) {
  const double almeria = measured_year_hours("almeria2023_hourly_year.csv");
  const double turin = measured_year_hours("turin2019_hourly_year.csv");
  if (almeria == 0) GTEST_SKIP() << "skipped: no measured data";
  EXPECT_LT(almeria, year_hours(36.83, 0.1));
  EXPECT_GT(almeria, year_hours(36.83, 0.3));
  EXPECT_LT(turin, year_hours(45.07, 0.3));
  EXPECT_GT(turin, year_hours(45.07, 0.6));
}

double mean_of(const std::vector<double>& minutes, int from_h, int to_h) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const int hour = static_cast<int>(i / 60 % 24);
    if (hour < from_h || hour >= to_h) continue;
    sum += minutes[i];
    ++count;
  }
  return sum / count;
}

struct Shape {
  double evening{0};    // 18 to 23 h / whole day
  double night{0};      // 0 to 5 h / whole day
  double peak{0};       // highest minute / mean
  double deviation{0};  // standard deviation of the minutes / mean
};

Shape shape_of(const std::vector<double>& minutes) {
  const double mean = mean_of(minutes, 0, 24);
  double squares = 0;
  for (const double power : minutes) squares += (power - mean) * (power - mean);
  return {.evening = mean_of(minutes, 18, 23) / mean,
          .night = mean_of(minutes, 0, 5) / mean,
          .peak = *std::max_element(minutes.begin(), minutes.end()) / mean,
          .deviation = std::sqrt(squares / static_cast<double>(minutes.size())) / mean};
}

TEST(Measured, AHouseholdHasTheShapeOfTheModel) {
  const std::vector<double> kilowatts =
      column("household_uci_1min/household_power_2007-02-01_02.csv", ';', 2);
  if (kilowatts.empty()) GTEST_SKIP() << "skipped: no measured data";
  ASSERT_EQ(kilowatts.size(), 2880U);
  const Shape measured = shape_of(kilowatts);
  // The same energy and peak.
  House house{{.energy_wh_per_day = 29'100, .peak_w = 7480}, 1};
  std::vector<double> watts;
  watts.reserve(43'200);
  for (int minute = 0; minute < 30 * 1440; ++minute) watts.push_back(house.power_w(minute * 60.0));
  const Shape model = shape_of(watts);
  RecordProperty("model", std::to_string(model.evening) + " " + std::to_string(model.night) + " " +
                              std::to_string(model.peak) + " " + std::to_string(model.deviation));
  RecordProperty("measured",
                 std::to_string(measured.evening) + " " + std::to_string(measured.night) + " " +
                     std::to_string(measured.peak) + " " + std::to_string(measured.deviation));
  EXPECT_GT(measured.evening, 1.3);
  EXPECT_NEAR(model.evening, measured.evening, 0.35);
  EXPECT_LT(measured.night, 0.6);
  EXPECT_NEAR(model.night, measured.night, 0.30);
  EXPECT_NEAR(model.peak, measured.peak, 0.1 * measured.peak);
  EXPECT_NEAR(model.deviation, measured.deviation, 0.35);
}

}  // namespace
}  // namespace cellwarden::twin
