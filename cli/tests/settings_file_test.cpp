// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/settings_file.hpp"

#include <gtest/gtest.h>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {
namespace {

using core::ReplaySettings;
using namespace core::literals;

// The sentence with which these settings are refused; empty if they are taken.
std::string refusal(const std::string& text) {
  try {
    parse_settings(text, "s.toml");
  } catch (const words::Problem& problem) {
    return problem.what();
  }
  return "";
}

std::string refusal_of(const std::string& more) { return refusal("[pack]\ncells = 4\n" + more); }

// PLUS-4, IN-1
TEST(SettingsFile, WithNothingButCellsHasTheDefaultsOfTheManual) {
  const ReplaySettings s = parse_settings("[pack]\ncells = 16\n", "s.toml");
  EXPECT_EQ(s.cells, 16);
  EXPECT_EQ(s.settings.battery_capacity, 4000_Wh);
  EXPECT_EQ(s.settings.v_max, 3600_mV);
  EXPECT_EQ(s.settings.profile, core::Profile::guarded);
  EXPECT_EQ(s.options.v_bypass, 3400_mV);
  EXPECT_EQ(s.options.mode, core::Mode::normal);
  EXPECT_EQ(s.sensor, core::SensorRange::a100);
  EXPECT_EQ(s.initial_soc_millionths, 50'000'000);
  EXPECT_FALSE(s.initial_calibrated);
}

// PLUS-4
TEST(SettingsFile, ReadsEveryKey) {
  const ReplaySettings s = parse_settings(R"(
    [pack]
    cells = 8
    capacity_kwh = 5.5
    nominal_cell_v = 3.7
    initial_soc_percent = 96.5
    initial_calibrated = true
    [switches]
    cycle = "fast"
    v_bypass = 4.1
    mode = "critical"
    blind_spot = true
    sensor_a = 250
    [limits]
    v_min = 3
    v_max = 4.205
    t_min = -5
    t_max = 45
    [relays]
    profile = "exact"
    charge_restart_percent = 90
    discharge_restart_percent = 20
    restart_delay_s = 600
    v_min_hysteresis_mv = 210
    v_max_hysteresis_mv = 0
  )",
                                          "s.toml");
  EXPECT_EQ(s.settings.battery_capacity, 5500_Wh);
  EXPECT_EQ(s.settings.nominal_cell_voltage, 3700_mV);
  EXPECT_EQ(s.initial_soc_millionths, 96'500'000);
  EXPECT_TRUE(s.initial_calibrated);
  EXPECT_EQ(s.options.cycle, core::Cycle::fast);
  EXPECT_EQ(s.options.v_bypass, 4100_mV);
  EXPECT_EQ(s.options.mode, core::Mode::critical);
  EXPECT_TRUE(s.options.blind_spot);
  EXPECT_EQ(s.sensor, core::SensorRange::a250);
  EXPECT_EQ(s.settings.v_min, 3000_mV);
  EXPECT_EQ(s.settings.v_max, 4205_mV);
  EXPECT_EQ(s.settings.t_min, -5_C);
  EXPECT_EQ(s.settings.t_max, 45_C);
  EXPECT_EQ(s.settings.profile, core::Profile::exact);
  EXPECT_EQ(s.settings.charge_restart, 90_percent);
  EXPECT_EQ(s.settings.discharge_restart, 20_percent);
  EXPECT_EQ(s.settings.restart_delay, 600_s);
  EXPECT_EQ(s.settings.v_min_hysteresis, 210_mV);
  EXPECT_EQ(s.settings.v_max_hysteresis, 0_mV);
}

TEST(SettingsFile, MustSayHowManyCells) {
  EXPECT_EQ(refusal(""),
            "s.toml:1: [pack] cells is missing; say how many cells the pack has, 2 to 255.");
  EXPECT_EQ(refusal("\n[pack]\n"),
            "s.toml:2: [pack] cells is missing; say how many cells the pack has, 2 to 255.");
  EXPECT_EQ(refusal("[pack]\ncells = 1"),
            "s.toml:2: cells = 1 is not possible; a pack has 2 to 255.");
  EXPECT_EQ(refusal("[pack]\ncells = 256"),
            "s.toml:2: cells = 256 is not possible; a pack has 2 to 255.");
  EXPECT_EQ(refusal("[pack]\ncells = 4.5"),
            "s.toml:2: cells = 4.5 is not possible; a pack has 2 to 255.");
  EXPECT_EQ(refusal("[pack]\ncells = \"4\""), "s.toml:2: cells must be a number, not '4'.");
}

// SET-1
TEST(SettingsFile, RefusesWhatIsOutOfRangeOrOffItsStep) {
  EXPECT_EQ(
      refusal_of("capacity_kwh = 3.05"),
      "s.toml:3: capacity_kwh = 3.05 is not possible; it may be 0.1 to 6553.5 kWh in steps of "
      "0.1.");
  EXPECT_EQ(refusal_of("[limits]\nv_max = 3.602"),
            "s.toml:4: v_max = 3.602 is not possible; it may be 2 to 5 V in steps of 0.005.");
  for (const char* text : {"capacity_kwh = 0",
                           "capacity_kwh = 6553.6",
                           "capacity_kwh = nan",
                           "capacity_kwh = inf",
                           "capacity_kwh = true",
                           "nominal_cell_v = 3.205",
                           "initial_soc_percent = 100.1",
                           "initial_soc_percent = -0.1",
                           "initial_soc_percent = nan",
                           "initial_calibrated = 1",
                           "[switches]\ncycle = \"Fast\"",
                           "[switches]\nv_bypass = 3.45",
                           "[switches]\nmode = 0",
                           "[switches]\nblind_spot = \"on\"",
                           "[switches]\nsensor_a = 75",
                           "[limits]\nv_min = 1.995",
                           "[limits]\nv_max = 5.005",
                           "[limits]\nt_min = -41",
                           "[limits]\nt_max = 86",
                           "[limits]\nt_min = 10.5",
                           "[relays]\nprofile = \"safe\"",
                           "[relays]\ncharge_restart_percent = 101",
                           "[relays]\ncharge_restart_percent = 0",
                           "[relays]\ndischarge_restart_percent = -1",
                           "[relays]\nrestart_delay_s = 31",
                           "[relays]\nrestart_delay_s = 605",
                           "[relays]\nv_min_hysteresis_mv = 505",
                           "[relays]\nv_max_hysteresis_mv = -10",
                           "[relays]\nv_max_hysteresis_mv = 1e300"}) {
    EXPECT_NE(refusal_of(text), "") << text;
  }
}

// SET-1
TEST(SettingsFile, RefusesSettingsThatContradictEachOther) {
  EXPECT_EQ(refusal_of("[limits]\nv_min = 3.4"),
            "s.toml:4: v_min (3.4 V) must be below v_bypass (3.4 V, the default).");
  EXPECT_EQ(refusal_of("[switches]\nv_bypass = 3.6"),
            "s.toml:4: v_max (3.6 V, the default) must be above v_bypass (3.6 V).");
  EXPECT_EQ(refusal_of("[limits]\nt_min = 80"),
            "s.toml:4: t_min (80 °C) must be below t_max (80 °C, the default).");
  EXPECT_EQ(refusal_of("[relays]\ndischarge_restart_percent = 95"),
            "s.toml:4: charge_restart_percent (95 %, the default) must be above "
            "discharge_restart_percent (95 %).");
}

TEST(SettingsFile, RefusesUnknownKeysAndSaysWhichOneWasMeant) {
  EXPECT_EQ(refusal_of("capacity_kw = 3"),
            "s.toml:3: there is no key 'capacity_kw' in [pack]. Did you mean 'capacity_kwh'?");
  EXPECT_EQ(refusal_of("v_min = 2.5"),
            "s.toml:3: there is no key 'v_min' in [pack]. It belongs into [limits].");
  EXPECT_EQ(refusal_of("[relay]"), "s.toml:3: there is no table [relay]. Did you mean 'relays'?");
  EXPECT_EQ(refusal("cells = 4"),
            "s.toml:1: there is no key 'cells' outside the tables. It belongs into [pack].");
  EXPECT_EQ(refusal("pack = 4"),
            "s.toml:1: 'pack' must be a table: write [pack] on a line of its own.");
  EXPECT_EQ(refusal_of("quite_something_else = 1"),
            "s.toml:3: there is no key 'quite_something_else' in [pack].");
}

TEST(SettingsFile, SaysInWhichLineItIsNoToml) {
  EXPECT_EQ(refusal_of("capacity_kwh = ").rfind("s.toml:3: this is not TOML: ", 0), 0U);
  EXPECT_EQ(refusal_of("cells = 5").rfind("s.toml:3: this is not TOML: ", 0), 0U);
}

}  // namespace
}  // namespace cellwarden::cli
