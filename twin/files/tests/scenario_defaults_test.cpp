// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "scenario_texts.hpp"

namespace cellwarden::scenario {
namespace {

using namespace core::literals;
using test::parsed;
using twin::Scenario;

// The plain system: sixteen cells of 100 Ah, 5.12 kWh.
TEST(ScenarioDefaults, AreAnOrdinarySystemOfSixteenCells) {
  const Scenario s = parsed("[pack]\ncells = 16\n");
  const twin::PackPlan& pack = s.packs.front();
  EXPECT_EQ(s.days, 1);
  EXPECT_EQ(s.begin_s, 0);
  EXPECT_EQ(pack.capacity_ah, 100);
  EXPECT_TRUE(pack.commissioned);
  EXPECT_FALSE(pack.known_soc_percent.has_value());
  EXPECT_EQ(pack.settings.battery_capacity, 5100_Wh);
  EXPECT_EQ(pack.settings.solar_peak_power, 2050_W);
  EXPECT_EQ(pack.settings.inverter_peak_power, 1020_W);
  EXPECT_EQ(pack.settings.v_min, 2700_mV);
  EXPECT_EQ(pack.settings.v_max, 3600_mV);
  EXPECT_EQ(pack.options.v_bypass, 3400_mV);
  EXPECT_EQ(pack.options.mode, core::Mode::normal);
  EXPECT_TRUE(pack.options.blind_spot) << "recommended (IN-1)";
  EXPECT_EQ(pack.factory.cells, 16);
  EXPECT_EQ(pack.factory.sensor, core::SensorRange::a100);
  EXPECT_EQ(pack.sensor_in.range_a, 100);
  EXPECT_DOUBLE_EQ(s.site.sun.peak_w, 2048);
  EXPECT_DOUBLE_EQ(s.site.charger.max_current_a, 40);
  EXPECT_DOUBLE_EQ(s.site.charger.absorption_v, 55.2);
  EXPECT_DOUBLE_EQ(s.site.charger.float_v, 53.6);
  EXPECT_DOUBLE_EQ(s.site.inverter.peak_w, 1024);
  EXPECT_DOUBLE_EQ(s.site.inverter.cutoff_v, 40);
  EXPECT_DOUBLE_EQ(s.site.inverter.restart_v, 44);
  EXPECT_DOUBLE_EQ(s.site.house.energy_wh_per_day, 3072);
  EXPECT_DOUBLE_EQ(s.site.house.peak_w, 1024);
}

// RELAY-6: the charger's voltages match the pack.
TEST(ScenarioDefaults, FollowTheNumberOfCellsAndVBypass) {
  const Scenario s = parsed(
      "[pack]\ncells = 4\ncapacity_ah = 280\n"
      "[pack.switches]\nv_bypass = 3.5\n");
  EXPECT_DOUBLE_EQ(s.site.charger.absorption_v, 4 * 3.55);
  EXPECT_DOUBLE_EQ(s.site.charger.float_v, 4 * 3.45);
  EXPECT_DOUBLE_EQ(s.site.inverter.cutoff_v, 10);
  EXPECT_EQ(s.packs.front().settings.battery_capacity, 3600_Wh);
  EXPECT_EQ(s.packs.front().factory.sensor, core::SensorRange::a400);
}

// IN-2: a number that is not in the list: the next higher one.
TEST(ScenarioDefaults, TakeTheNextHigherFactoryCellCount) {
  const auto factory = [](int cells) {
    return int{parsed("[pack]\ncells = " + std::to_string(cells) + "\n").packs[0].factory.cells};
  };
  EXPECT_EQ(factory(2), 4);
  EXPECT_EQ(factory(4), 4);
  EXPECT_EQ(factory(5), 8);
  EXPECT_EQ(factory(32), 32);
  EXPECT_EQ(factory(33), 48);
  EXPECT_EQ(factory(204), 204);
  EXPECT_EQ(factory(205), 255);
  EXPECT_EQ(factory(255), 255);
}

TEST(ScenarioDefaults, AddUpThePacksInParallel) {
  const Scenario s = parsed("[[pack]]\ncells = 4\n[[pack]]\ncells = 4\n[[pack]]\ncells = 4\n");
  EXPECT_DOUBLE_EQ(s.site.charger.max_current_a, 120);
  EXPECT_DOUBLE_EQ(s.site.sun.peak_w, 3 * 512);
  EXPECT_EQ(s.packs[2].settings.battery_capacity, 1300_Wh);
}

// Section 7: the app scales its pictures by these two.
TEST(ScenarioDefaults, TakeTheSitesPeaksIntoTheSettings) {
  const Scenario s = parsed(
      "[pack]\ncells = 16\n[site.sun]\npeak_w = 6543\n"
      "[site.inverter]\npeak_w = 3000\n");
  EXPECT_EQ(s.packs.front().settings.solar_peak_power, 6540_W);
  EXPECT_EQ(s.packs.front().settings.inverter_peak_power, 3000_W);
}

TEST(ScenarioDefaults, StayWithinWhatASettingCanBe) {
  const Scenario none = parsed("[pack]\ncells = 2\ncapacity_ah = 1\n[site.sun]\npeak_w = 0\n");
  EXPECT_EQ(none.packs.front().settings.solar_peak_power, 10_W);
  EXPECT_EQ(none.packs.front().settings.battery_capacity, 100_Wh);
  const Scenario huge = parsed("[pack]\ncells = 255\ncapacity_ah = 10000\n");
  EXPECT_EQ(huge.packs.front().settings.battery_capacity, 6'553'500_Wh);
  EXPECT_EQ(huge.packs.front().factory.sensor, core::SensorRange::a2000);
}

}  // namespace
}  // namespace cellwarden::scenario
