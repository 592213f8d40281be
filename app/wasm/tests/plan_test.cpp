// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/simulator/plan.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/twin/bench.hpp"

namespace cellwarden::simulator {
namespace {

TEST(Plan, WhatIsLeftOutIsSizedToThePack) {
  Plan plan;
  plan.set("pack.cells", 0, 0, 8);
  plan.set("pack.capacity_ah", 0, 0, 200);
  const Planned planned = plan.make();
  ASSERT_EQ(planned.problem, "");
  const twin::Scenario& scenario = planned.scenario;
  EXPECT_EQ(scenario.packs[0].settings.battery_capacity, core::WattHours{5100});
  EXPECT_DOUBLE_EQ(scenario.site.sun.peak_w, 8 * 3.2 * 200 * 0.4);
  EXPECT_EQ(scenario.packs[0].settings.solar_peak_power, core::Watts{2050});
}

TEST(Plan, WrongEntriesAreSentences) {
  const auto problem = [](std::string_view name, double value) {
    Plan plan;
    plan.set(name, 0, 0, value);
    return plan.make().problem;
  };
  EXPECT_EQ(problem("pack.cells", 1), "pack: cells = 1 is not possible; it may be 2 to 255.");
  EXPECT_EQ(problem("pack.cells", 2.5), "pack: cells is a whole number.");
  EXPECT_EQ(problem("pack.colour", 1), "Nothing is called pack.colour for pack 1.");
  EXPECT_EQ(problem("moon.phase", 1), "Nothing is called moon.phase for pack 0.");
  EXPECT_EQ(problem("settings.v_max", 9), "settings: v_max may be 2 to 5 V in steps of 0.005.");
  EXPECT_NE(problem("settings.v_max", 3), "");  // below V-bypass
  EXPECT_NE(problem("nothing", 3), "");
}

// Every shipped scenario goes to the browser as numbers, and is still the same.
TEST(Plan, AShippedScenarioSurvivesAsNumbers) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator{SCENARIOS}) {
    if (file.path().extension() != ".toml") continue;
    SCOPED_TRACE(file.path().filename().string());
    ++count;
    const twin::Scenario scenario = scenario::read_scenario(file.path().string());
    Plan plan;
    for (const PlanEntry& entry : entries_of(scenario)) {
      plan.set(entry.place + "." + entry.key, entry.pack, entry.index, entry.value);
    }
    for (const twin::Fault& fault : scenario.faults) plan.add_fault(fault);
    const Planned planned = plan.make();
    ASSERT_EQ(planned.problem, "");
    twin::Bench one{scenario, {.seed = 7}};
    twin::Bench other{planned.scenario, {.seed = 7}};
    one.run_until(120);
    other.run_until(120);
    for (int pack = 1; pack <= one.packs(); ++pack) {
      EXPECT_EQ(one.pack(pack).pack_v, other.pack(pack).pack_v);
      EXPECT_EQ(one.pack(pack).current_a, other.pack(pack).current_a);
      EXPECT_EQ(one.pack(pack).cell_c_max, other.pack(pack).cell_c_max);
    }
    EXPECT_EQ(one.occurrences().size(), other.occurrences().size());
    EXPECT_EQ(one.site().solar_w, other.site().solar_w);
    EXPECT_EQ(one.site().house_w, other.site().house_w);
  }
  EXPECT_GE(count, 13);
}

}  // namespace
}  // namespace cellwarden::simulator
