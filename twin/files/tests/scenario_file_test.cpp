// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/scenario/scenario_file.hpp"

#include <gtest/gtest.h>

#include "scenario_texts.hpp"

namespace cellwarden::scenario {
namespace {

using namespace core::literals;
using test::parsed;
using test::parsed_after;
using twin::FaultKind;
using twin::PackPlan;
using twin::Scenario;
using Shape = twin::Expectation::Shape;

TEST(ScenarioFile, ReadsTheTop) {
  const Scenario s = parsed(
      "name = \"N\"\nabout = \"A\"\nhours = 6\nbegin = \"06:30\"\n"
      "[pack]\ncells = 4\n");
  EXPECT_EQ(s.name, "N");
  EXPECT_EQ(s.about, "A");
  EXPECT_EQ(s.days, 0.25);
  EXPECT_EQ(s.begin_s, 6.5 * 3600);
  EXPECT_EQ(parsed("[pack]\ncells = 4\n").name, "s");
}

TEST(ScenarioFile, ReadsAPack) {
  const Scenario s = parsed(R"(
    [pack]
    cells = 8
    capacity_ah = 280
    soc_percent = 70.5
    known_soc_percent = 99
    known_soc_calibrated = false
    voltage_noise_mv = 1.5
    isolated_behind = [2, 5]
    [pack.spread]
    capacity_percent = 1
    resistance_percent = 2
    soc_percent = 3
    temperature_c = 4
    self_discharge_percent = 5
    voltage_error_mv = 6
    temperature_error_c = 0.7
    clock_error_ppm = 80
    [[pack.cell]]
    cell = 3
    soc_percent = 10
    capacity_percent = 90
    resistance_percent = 150
    connection_ohm = 0.001
    self_discharge_percent = 300
    [[pack.cell]]
    cell = 4
  )");
  const PackPlan& pack = s.packs.front();
  EXPECT_EQ(pack.cells, 8);
  EXPECT_EQ(pack.capacity_ah, 280);
  EXPECT_EQ(pack.soc_percent, 70.5);
  EXPECT_EQ(pack.known_soc_percent, 99);
  EXPECT_FALSE(pack.known_soc_calibrated);
  EXPECT_EQ(pack.voltage_noise_mv, 1.5);
  EXPECT_EQ(pack.isolated_behind, (std::vector<int>{2, 5}));
  EXPECT_EQ(pack.spread.resistance_percent, 2);
  EXPECT_EQ(pack.spread.temperature_error_c, 0.7);
  EXPECT_EQ(pack.spread.clock_error_ppm, 80);
  ASSERT_EQ(pack.cell_plans.size(), 2U);
  EXPECT_EQ(pack.cell_plans[0].cell, 3);
  EXPECT_EQ(pack.cell_plans[0].soc_percent, 10);
  EXPECT_EQ(pack.cell_plans[0].self_discharge_percent, 300);
  EXPECT_FALSE(pack.cell_plans[1].soc_percent.has_value());
}

// IN-1, IN-2
TEST(ScenarioFile, ReadsTheSwitches) {
  const Scenario s = parsed_after(R"(
    [pack.switches]
    cycle = "fast"
    v_bypass = 3.5
    mode = "critical"
    blind_spot = false
    auto_zero = true
    sensor_a = 250
    factory_cells = 20
  )");
  const PackPlan& pack = s.packs.front();
  EXPECT_EQ(pack.options.cycle, core::Cycle::fast);
  EXPECT_EQ(pack.options.v_bypass, 3500_mV);
  EXPECT_EQ(pack.options.mode, core::Mode::critical);
  EXPECT_FALSE(pack.options.blind_spot);
  EXPECT_TRUE(pack.options.auto_zero);
  EXPECT_EQ(pack.factory.sensor, core::SensorRange::a250);
  EXPECT_EQ(pack.factory.cells, 20);
  EXPECT_EQ(pack.sensor_in.range_a, 250);
}

// SET-1: section 7 in the units of the manual.
TEST(ScenarioFile, ReadsEverySetting) {
  const core::Settings s = parsed_after(R"(
    [pack.settings]
    solar_peak_power = 3.5
    inverter_peak_power = 0.01
    battery_capacity = 5.5
    nominal_cell_voltage = 3.7
    pin = 4321
    v_min = 3
    v_max = 4.205
    t_min = -5
    t_max = 45
    charge_restart = 90
    discharge_restart = 20
    profile = "exact"
    restart_delay = 600
    v_min_hysteresis = 210
    v_max_hysteresis = 0
    out_board_version = "v1"
  )")
                               .packs.front()
                               .settings;
  EXPECT_EQ(s.solar_peak_power, 3500_W);
  EXPECT_EQ(s.inverter_peak_power, 10_W);
  EXPECT_EQ(s.battery_capacity, 5500_Wh);
  EXPECT_EQ(s.nominal_cell_voltage, 3700_mV);
  EXPECT_EQ(s.pin, 4321);
  EXPECT_EQ(s.v_min, 3000_mV);
  EXPECT_EQ(s.v_max, 4205_mV);
  EXPECT_EQ(s.t_min, -5_C);
  EXPECT_EQ(s.t_max, 45_C);
  EXPECT_EQ(s.charge_restart, 90_percent);
  EXPECT_EQ(s.discharge_restart, 20_percent);
  EXPECT_EQ(s.profile, core::Profile::exact);
  EXPECT_EQ(s.restart_delay, 600_s);
  EXPECT_EQ(s.v_min_hysteresis, 210_mV);
  EXPECT_EQ(s.v_max_hysteresis, 0_mV);
  EXPECT_EQ(s.out_board_version, core::BoardVersion::v1);
}

// IN-4
TEST(ScenarioFile, HasASecondSensorOnlyWhenTheFileSaysSo) {
  EXPECT_FALSE(parsed_after("").packs.front().sensor_out.has_value());
  const Scenario s = parsed_after(
      "[pack.sensor_in]\noffset_a = 0.5\nrange_a = 50\n"
      "[pack.sensor_out]\ngain = 1.01\n");
  const PackPlan& pack = s.packs.front();
  EXPECT_EQ(pack.sensor_in.offset_a, 0.5);
  EXPECT_EQ(pack.sensor_in.range_a, 50);
  ASSERT_TRUE(pack.sensor_out.has_value());
  EXPECT_EQ(pack.sensor_out->gain, 1.01);
  EXPECT_EQ(pack.sensor_out->offset_a, 0);
  EXPECT_EQ(pack.sensor_out->range_a, 100);
  const Scenario larger = parsed_after("[pack.switches]\nsensor_a = 250\n[pack.sensor_out]\n");
  EXPECT_EQ(larger.packs.front().sensor_out->range_a, 250);
}

// RELAY-5
TEST(ScenarioFile, ReadsSeveralPacks) {
  const Scenario s = parsed(
      "[[pack]]\ncells = 4\n[pack.spread]\nsoc_percent = 1\n"
      "[[pack]]\ncells = 4\nsoc_percent = 30\n");
  ASSERT_EQ(s.packs.size(), 2U);
  EXPECT_EQ(s.packs[0].spread.soc_percent, 1);
  EXPECT_EQ(s.packs[1].spread.soc_percent, 0);
  EXPECT_EQ(s.packs[1].soc_percent, 30);
}

// RELAY-6
TEST(ScenarioFile, ReadsTheSite) {
  const twin::SitePlan site = parsed_after(R"(
    [site]
    wiring = "combined_one"
    day_of_year = 20
    [site.sun]
    peak_w = 900
    cloudiness = 0.7
    latitude_deg = -34
    [site.house]
    energy_wh_per_day = 1234
    [site.ambient]
    mean_c = 25
    [site.charger]
    absorption_v = 56
    obey_lag_s = 2
    [site.inverter]
    peak_w = 700
    off_w = 1
  )")
                                  .site;
  EXPECT_EQ(site.wiring, twin::Wiring::combined_one);
  EXPECT_EQ(site.sun.day_of_year, 20);
  EXPECT_EQ(site.ambient.day_of_year, 20);
  EXPECT_EQ(site.sun.latitude_deg, -34);
  EXPECT_EQ(site.sun.cloudiness, 0.7);
  EXPECT_EQ(site.charger.peak_w, 900);
  EXPECT_EQ(site.charger.absorption_v, 56);
  EXPECT_EQ(site.charger.obey_lag_s, 2);
  EXPECT_EQ(site.house.energy_wh_per_day, 1234);
  EXPECT_EQ(site.house.peak_w, 700);
  EXPECT_EQ(site.ambient.mean_c, 25);
  EXPECT_EQ(site.inverter.off_w, 1);
}

TEST(ScenarioFile, ReadsFaultsWithTheNamesOfTheirMagnitudes) {
  const Scenario s = parsed(R"(
    days = 2
    begin = "06:00"
    [pack]
    cells = 16
    [pack.sensor_out]
    [[fault]]
    kind = "chain_intermittent"
    cell = 6
    share = 0.25
    start = "06:10"
    end = "day 2, 06:00:00.5"
    [[fault]]
    kind = "sensor_offset"
    sensor = 2
    offset_a = -3
    start = 90.5
    [[fault]]
    kind = "relay_flipped"
    relay = "load"
    start = "12:00"
    [[fault]]
    kind = "switches"
    on = [1, 3, 5]
    start = 10
    [[fault]]
    kind = "boards_swapped"
    cell = 2
    other_cell = 9
  )");
  ASSERT_EQ(s.faults.size(), 5U);
  EXPECT_EQ(s.faults[0].kind, FaultKind::chain_intermittent);
  EXPECT_EQ(s.faults[0].cell, 6);
  EXPECT_EQ(s.faults[0].magnitude, 0.25);
  EXPECT_EQ(s.faults[0].start_s, 600);
  EXPECT_EQ(s.faults[0].end_s, 86'400.5);
  EXPECT_EQ(s.faults[1].cell, 2);
  EXPECT_EQ(s.faults[1].magnitude, -3);
  EXPECT_EQ(s.faults[1].start_s, 90.5);
  EXPECT_EQ(s.faults[2].cell, 2);
  EXPECT_EQ(s.faults[2].start_s, 6 * 3600);
  EXPECT_EQ(s.faults[3].magnitude, 0b10101);
  EXPECT_EQ(s.faults[4].magnitude, 9);
}

TEST(ScenarioFile, ReadsExpectations) {
  const Scenario s = parsed_after(R"(
    [[expect]]
    happens = "charge_relay_opened"
    reason = "CH-1"
    from = "00:10"
    to = 700
    at_least = 2
    at_most = 3
    says = "It opens."
    [[expect]]
    happens = "break_located"
    number = 6
    tolerance = 1
    never = true
    [[expect]]
    happens = "board_reset"
    at_most = 4
    [[expect]]
    holds = "bypass_on"
    number = 3
    [[expect]]
    figure = "used_wh"
    min = 10
    [[expect]]
    figure = "soc_end_percent"
    max = 20
  )");
  ASSERT_EQ(s.expectations.size(), 6U);
  const auto& e = s.expectations;
  EXPECT_EQ(e[0].shape, Shape::happens);
  EXPECT_EQ(e[0].says, "It opens.");
  EXPECT_EQ(e[0].reason, core::RuleId::ch_1);
  EXPECT_EQ(e[0].from_s, 600);
  EXPECT_EQ(e[0].to_s, 700);
  EXPECT_EQ(e[0].at_least, 2);
  EXPECT_EQ(e[0].at_most, 3);
  EXPECT_EQ(e[1].says, "break located");
  EXPECT_EQ(e[1].number, 6);
  EXPECT_EQ(e[1].tolerance, 1);
  EXPECT_EQ(e[1].at_least, 0);
  EXPECT_EQ(e[1].at_most, 0);
  EXPECT_EQ(e[2].at_least, 0);
  EXPECT_EQ(e[2].at_most, 4);
  EXPECT_EQ(e[3].shape, Shape::holds);
  EXPECT_EQ(e[3].number, 3);
  EXPECT_EQ(e[4].shape, Shape::figure);
  EXPECT_EQ(e[4].pack, 0) << "of the whole site";
  EXPECT_EQ(e[4].min, 10);
  EXPECT_EQ(e[5].pack, 1);
  EXPECT_EQ(e[5].max, 20);
}

TEST(ScenarioFile, ThatIsNotThereIsOneSentence) {
  try {
    read_scenario("/nowhere/s.toml");
    FAIL();
  } catch (const ScenarioError& error) {
    EXPECT_STREQ(error.what(), "cannot read /nowhere/s.toml: No such file or directory.");
  }
}

}  // namespace
}  // namespace cellwarden::scenario
