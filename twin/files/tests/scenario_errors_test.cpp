// SPDX-License-Identifier: Apache-2.0
// What is wrong with top, pack and site, as an owner reads it: file, line, key, what is allowed.
#include <gtest/gtest.h>

#include "scenario_texts.hpp"

namespace cellwarden::scenario {
namespace {

using test::refusal;
using test::refusal_after;

TEST(ScenarioErrors, NameTheLineThatIsNoToml) {
  EXPECT_EQ(refusal_after("soc_percent =\n").rfind("s.toml:3: this is not TOML: ", 0), 0U);
}

TEST(ScenarioErrors, AskForAPackAndItsCells) {
  EXPECT_EQ(refusal(""),
            "s.toml:1: [pack] is missing; say at least how many cells it has: cells = 16.");
  EXPECT_EQ(refusal("days = 1\n[pack]\n"),
            "s.toml:2: cells is missing in [pack]; say how many cells the pack has, 2 to 255.");
  EXPECT_EQ(refusal("pack = 4\n"),
            "s.toml:1: 'pack' must be a table: write [pack] on a line of its own.");
}

TEST(ScenarioErrors, SayWhichKeyOrTableWasMeant) {
  EXPECT_EQ(refusal_after("capacity = 100\n"),
            "s.toml:3: there is no key 'capacity' in [pack]. Did you mean 'capacity_ah'?");
  EXPECT_EQ(refusal("day = 1\n[pack]\ncells = 4\n"),
            "s.toml:1: there is no key 'day' in the file. Did you mean 'days'?");
  EXPECT_EQ(refusal_after("[site.sunn]\n"),
            "s.toml:3: there is no table 'sunn' in [site]. Did you mean 'sun'?");
  EXPECT_EQ(refusal_after("[[faults]]\n"),
            "s.toml:3: there is no table 'faults' in the file. Did you mean 'fault'?");
  EXPECT_EQ(refusal_after("[site.sun]\nquite_something_else = 1\n"),
            "s.toml:4: there is no key 'quite_something_else' in [site.sun].");
  EXPECT_EQ(refusal_after("[pack.settings]\nvmax = 3.6\n"),
            "s.toml:4: there is no key 'vmax' in [pack.settings]. Did you mean 'v_max'?");
}

TEST(ScenarioErrors, SayWhatIsAllowed) {
  EXPECT_EQ(refusal("[pack]\ncells = 1\n"),
            "s.toml:2: cells = 1 is not possible; it may be 2 to 255.");
  EXPECT_EQ(refusal("[pack]\ncells = 256\n"),
            "s.toml:2: cells = 256 is not possible; it may be 2 to 255.");
  EXPECT_EQ(refusal("[pack]\ncells = 4.5\n"),
            "s.toml:2: cells = 4.5 is not possible; it may be a whole number.");
  EXPECT_EQ(refusal("[pack]\ncells = \"4\"\n"),
            "s.toml:2: cells = '4' is not possible; it may be a number.");
  EXPECT_EQ(refusal_after("soc_percent = 100.1\n"),
            "s.toml:3: soc_percent = 100.1 is not possible; it may be 0 to 100 %.");
  EXPECT_EQ(refusal_after("soc_percent = nan\n"),
            "s.toml:3: soc_percent = nan is not possible; it may be a number.");
  EXPECT_EQ(refusal_after("commissioned = 1\n"),
            "s.toml:3: commissioned = 1 is not possible; it may be true or false.");
  EXPECT_EQ(refusal_after("isolated_behind = 8\n"),
            "s.toml:3: isolated_behind = 8 is not possible; it may be a list of whole numbers, as "
            "in [3, 5].");
  EXPECT_EQ(refusal_after("[pack.spread]\nvoltage_error_mv = 21\n"),
            "s.toml:4: voltage_error_mv = 21 is not possible; it may be 0 to 20 mV.");
  EXPECT_EQ(refusal_after("[site]\nwiring = \"combined\"\n"),
            "s.toml:4: wiring = 'combined' is not possible; it may be \"separate\", "
            "\"combined_two\" or \"combined_one\".");
  EXPECT_EQ(refusal("name = 5\n[pack]\ncells = 4\n"),
            "s.toml:1: name = 5 is not possible; it may be text in quotes.");
}

// IN-1, IN-2
TEST(ScenarioErrors, KnowTheSwitches) {
  EXPECT_EQ(refusal_after("[pack.switches]\nv_bypass = 3.45\n"),
            "s.toml:4: v_bypass = 3.45 is not possible; it may be 3.4, 3.5, 3.6, 3.7, 4, 4.1, 4.2 "
            "or 4.3 V.");
  EXPECT_EQ(refusal_after("[pack.switches]\nsensor_a = 75\n"),
            "s.toml:4: sensor_a = 75 is not possible; it may be 25, 50, 100, 250, 400, 500, 1000 "
            "or 2000 A.");
  EXPECT_EQ(refusal_after("[pack.switches]\ncycle = \"quick\"\n"),
            "s.toml:4: cycle = 'quick' is not possible; it may be \"slow\" or \"fast\".");
  EXPECT_EQ(refusal_after("[pack.switches]\nfactory_cells = 17\n"),
            "s.toml:4: factory_cells = 17 is not in the list of the switches; take the next higher "
            "one (IN-2).");
  EXPECT_EQ(
      refusal_after("[pack.switches]\nfactory_cells = 300\n"),
      "s.toml:4: factory_cells = 300 is not possible; it may be a number of cells up to 255.");
}

// SET-1
TEST(ScenarioErrors, KnowTheSettingsAndWhatContradictsWhat) {
  EXPECT_EQ(refusal_after("[pack.settings]\nv_max = 3.602\n"),
            "s.toml:4: v_max = 3.602 is not possible; it may be 2 to 5 V in steps of 0.005.");
  EXPECT_EQ(refusal_after("[pack.settings]\nprofile = \"safe\"\n"),
            "s.toml:4: profile = 'safe' is not possible; it may be \"guarded\" or \"exact\".");
  EXPECT_EQ(refusal_after("[pack.settings]\nv_min = 3.4\n"),
            "s.toml:4: v_min (3.4 V) must be below v_bypass (3.4 V).");
  EXPECT_EQ(refusal_after("[pack.switches]\nv_bypass = 3.6\n"),
            "s.toml:4: v_max (3.6 V) must be above v_bypass (3.6 V).");
  EXPECT_EQ(refusal_after("[pack.settings]\nt_min = 80\n"),
            "s.toml:4: t_min (80 °C) must be below t_max (80 °C).");
  EXPECT_EQ(refusal_after("[pack.settings]\ndischarge_restart = 95\n"),
            "s.toml:4: charge_restart (95 %) must be above discharge_restart (95 %).");
}

TEST(ScenarioErrors, KnowWhatContradictsInThePack) {
  EXPECT_EQ(refusal_after("[[pack.cell]]\nsoc_percent = 5\n"),
            "s.toml:3: cell is missing in [[pack.cell]]: say which one.");
  EXPECT_EQ(refusal_after("[[pack.cell]]\ncell = 17\n"),
            "s.toml:4: cell = 17 is not possible; the pack has 16 cells.");
  EXPECT_EQ(refusal_after("[[pack.cell]]\ncell = 3\n[[pack.cell]]\ncell = 3\n"),
            "s.toml:6: cell 3 is described twice.");
  EXPECT_EQ(refusal_after("isolated_behind = [16]\n"),
            "s.toml:3: isolated_behind names cell 16; a link is behind cell 1 to 15.");
  EXPECT_EQ(refusal_after("commissioned = false\nknown_soc_percent = 50\n"),
            "s.toml:4: boards that are new (commissioned = false) know no SOC; leave "
            "known_soc_percent out.");
  EXPECT_EQ(refusal_after("commissioned = false\n[pack.settings]\nt_min = 5\n"),
            "s.toml:4: boards that are new (commissioned = false) have the settings of the manual; "
            "leave [pack.settings] out.");
  EXPECT_EQ(refusal("[[pack]]\ncells = 4\n[[pack]]\ncells = 5\n"),
            "s.toml:4: packs in parallel must have the same number of cells: this one has 5, the "
            "first one 4.");
}

// RELAY-6
TEST(ScenarioErrors, KnowThatASharedCableHasOneSensor) {
  EXPECT_EQ(refusal_after("[pack.sensor_out]\n[site]\nwiring = \"combined_two\"\n"),
            "s.toml:3: a combined charger/inverter has one shared cable and so one sensor: leave "
            "[pack.sensor_out] out, or write wiring = \"separate\".");
}

TEST(ScenarioErrors, KnowWhatContradictsOnTheSite) {
  EXPECT_EQ(refusal_after("[site.charger]\nabsorption_v = 50\n"),
            "s.toml:4: float_v (53.6 V) must not be above absorption_v (50 V).");
  EXPECT_EQ(refusal_after("[site.inverter]\ncutoff_v = 45\n"),
            "s.toml:4: restart_v (44 V) must not be below cutoff_v (45 V).");
}

TEST(ScenarioErrors, KnowTimes) {
  EXPECT_EQ(refusal("days = 0\n[pack]\ncells = 4\n"),
            "s.toml:1: days = 0 is not possible; it may be up to 36600, and more than 0.");
  EXPECT_EQ(refusal("hours = -24\n[pack]\ncells = 4\n"),
            "s.toml:1: days = -1 is not possible; it may be up to 36600, and more than 0.");
  EXPECT_EQ(refusal("days = 1\nhours = 1\n[pack]\ncells = 4\n"),
            "s.toml:2: say days or hours, not both.");
  for (const char* begin : {"24:00", "6:00", "06:60", "06:00:60", "06", "06:00 ", "day 2, 06:00",
                            "day 0, 06:00", "06:00:00.", "", "x"}) {
    const std::string sentence = "is not possible; it may be a time of the day as in \"06:30\".";
    const std::string text = std::string{"begin = \""} + begin + "\"\n[pack]\ncells = 4\n";
    EXPECT_NE(refusal(text).find(sentence), std::string::npos) << begin;
  }
}

}  // namespace
}  // namespace cellwarden::scenario
