// SPDX-License-Identifier: Apache-2.0
// check_scenario() for scenarios that come from a program and not from a file.
#include "cellwarden/twin/check_scenario.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>

namespace cellwarden::twin {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Scenario plain() {
  Scenario scenario;
  scenario.name = "plain";
  return scenario;
}

TEST(CheckScenario, TakesADefaultOne) { EXPECT_EQ(check_scenario(plain()), ""); }

TEST(CheckScenario, NamesThePlace) {
  Scenario s = plain();
  s.packs.push_back(PackPlan{});
  s.packs[1].spread.soc_percent = 21;
  EXPECT_EQ(check_scenario(s),
            "scenario 'plain', pack 2 spread: soc_percent = 21 is not possible; it may be 0 to 20 "
            "%.");
  s = plain();
  s.days = 0;
  EXPECT_EQ(check_scenario(s),
            "scenario 'plain': days = 0 is not possible; it may be up to 36600, and more than 0.");
}

TEST(CheckScenario, TakesTheEndsOfARangeAndNothingBeyond) {
  const auto cells = [](int number) {
    Scenario s = plain();
    s.packs[0].cells = number;
    return check_scenario(s).empty();
  };
  EXPECT_FALSE(cells(1));
  EXPECT_TRUE(cells(2));
  EXPECT_TRUE(cells(255));
  EXPECT_FALSE(cells(256));
}

TEST(CheckScenario, RefusesWhatIsNoNumber) {
  const auto refused = [](auto change) {
    Scenario s = plain();
    change(s);
    return !check_scenario(s).empty();
  };
  EXPECT_TRUE(refused([](Scenario& s) { s.days = kNan; }));
  EXPECT_TRUE(refused([](Scenario& s) { s.begin_s = kNan; }));
  EXPECT_TRUE(refused([](Scenario& s) { s.begin_s = 86'400; }));
  EXPECT_TRUE(refused([](Scenario& s) { s.packs[0].capacity_ah = kNan; }));
  EXPECT_TRUE(refused([](Scenario& s) { s.site.charger.float_v = kNan; }));
  EXPECT_TRUE(refused(
      [](Scenario& s) { s.faults.push_back({.kind = FaultKind::ambient, .magnitude = kNan}); }));
  EXPECT_TRUE(refused([](Scenario& s) {
    s.faults.push_back({.kind = FaultKind::charge_relay_welded, .start_s = kNan});
  }));
  EXPECT_TRUE(refused([](Scenario& s) {
    s.expectations.emplace_back().name = "charge_relay_opened";
    s.expectations.back().from_s = kNan;
  }));
  EXPECT_TRUE(refused([](Scenario& s) { s.packs.clear(); }));
}

// IN-1, IN-2: what no switch can say.
TEST(CheckScenario, RefusesWhatNoSwitchCanSay) {
  Scenario s = plain();
  s.packs[0].options.v_bypass = core::Millivolts{3450};
  EXPECT_EQ(check_scenario(s),
            "scenario 'plain', pack 1 switches: v_bypass is not one of the eight that the switches "
            "know.");
  s = plain();
  s.packs[0].factory.cells = 17;
  EXPECT_NE(check_scenario(s), "");
}

// SET-1
TEST(CheckScenario, RefusesSettingsThatTheBoardWouldRefuse) {
  Scenario s = plain();
  s.packs[0].settings.restart_delay = core::Milliseconds{31'000};
  EXPECT_EQ(check_scenario(s),
            "scenario 'plain', pack 1 settings: restart_delay (31 s) is out of range or off its "
            "step.");
}

TEST(CheckScenario, RefusesFaultsInPacksThatAreNotThere) {
  for (const int pack : {-1, 0, 2}) {
    Scenario s = plain();
    s.faults.push_back({.kind = FaultKind::out_power_loss, .pack = pack});
    EXPECT_NE(check_scenario(s), "") << pack;
  }
}

// The charger, the load and the air are there once, whatever the number of packs.
TEST(CheckScenario, RefusesAFaultOfTheSiteInAPackOfItsOwn) {
  for (const auto& [kind, name] :
       {std::pair{FaultKind::ambient, "ambient"}, std::pair{FaultKind::load_inrush, "load_inrush"},
        std::pair{FaultKind::charger_ignores, "charger_ignores"},
        std::pair{FaultKind::load_ignores, "load_ignores"}}) {
    Scenario s = plain();
    s.packs.push_back(s.packs[0]);
    s.faults.push_back({.kind = kind, .pack = 1, .magnitude = 5});
    EXPECT_EQ(check_scenario(s), "") << name;
    s.faults[0].pack = 2;
    EXPECT_EQ(check_scenario(s), std::string{"scenario 'plain', fault 1: the fault "} + name +
                                     " is about the whole site and not about one pack: leave pack "
                                     "out.");
  }
}

TEST(CheckScenario, RefusesACellWithAFaultThatHasNone) {
  Scenario s = plain();
  s.faults.push_back({.kind = FaultKind::out_power_loss, .cell = 3});
  EXPECT_EQ(check_scenario(s),
            "scenario 'plain', fault 1: the fault out_power_loss is about no cell, sensor or "
            "relay.");
}

}  // namespace
}  // namespace cellwarden::twin
