// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/simulator/design.hpp"

#include <gtest/gtest.h>

#include "story.hpp"

namespace cellwarden::simulator {
namespace {

using test::json;

Plan little_system(double house_wh) {
  Plan plan;
  plan.set("pack.cells", 0, 0, 4);
  plan.set("pack.capacity_ah", 0, 0, 100);
  plan.set("sensor_out.fitted", 0, 0, 1);
  plan.set("site.day_of_year", 0, 0, 362);
  plan.set("house.energy_wh_per_day", 0, 0, house_wh);
  return plan;
}

json days(Design& design, int count) {
  for (int i = 0; i < count; ++i) design.run_day();
  return design.result();
}

double of(const json& energy, const char* name) { return energy[name].get<double>(); }

TEST(Design, TheMonthsAddUpToTheYear) {
  Design design;
  ASSERT_FALSE(design.start(little_system(800), 3).contains("error"));
  const json result = days(design, 6);
  EXPECT_EQ(result["days"], 6);
  ASSERT_EQ(result["months"].size(), 2U);  // 28 December … 2 January
  EXPECT_EQ(result["months"][0]["month"], 1);
  EXPECT_EQ(result["months"][1]["days"], 4);
  for (const char* const name : {"harvested_wh", "missed_wh", "used_wh", "unserved_wh"}) {
    const double sum = of(result["months"][0], name) + of(result["months"][1], name);
    EXPECT_NEAR(sum, of(result["energy"], name), 1.5) << name;
  }
  EXPECT_NEAR(of(result["hours"], "all"), 144, 0.01);
}

// What the charger gave is what the battery took and the inverter; what the battery took is stored,
// heat, bypass or eaten by the boards.
TEST(Design, TheEnergiesBalance) {
  Design design;
  design.start(little_system(400), 3);
  const json result = days(design, 4);
  const twin::Plant& plant = design.bench()->plant(1);
  double pack_j = 0;
  double accounted_j = 0;
  for (int i = 0; i < plant.cells(); ++i) {
    const twin::CellTotals it = plant.totals(i);
    pack_j += it.pack_j + it.connection_j;
    accounted_j += it.connection_j + it.heat_j + it.bypass_j + it.drain_j;
  }
  const double inverter_in_wh = of(result["energy"], "harvested_wh") - pack_j / 3600;
  const double used_wh = of(result["energy"], "used_wh");
  const twin::InverterSettings inverter;
  const double hours = of(result["hours"], "all");
  EXPECT_GT(used_wh, 1000);
  // At least the losses of the inverter's efficiency; at most its standby power besides.
  EXPECT_GE(inverter_in_wh, used_wh / inverter.efficiency - 1);
  EXPECT_LE(inverter_in_wh, used_wh / inverter.efficiency + hours * inverter.standby_w + 1);
  EXPECT_GT(accounted_j, 0);
}

TEST(Design, ASystemThatIsTooSmallIsToldSo) {
  Design small;
  Plan plan = little_system(4000);
  plan.set("ambient.mean_c", 0, 0, 25);
  small.start(plan, 3);
  const json result = days(small, 4);
  EXPECT_GT(of(result["energy"], "unserved_wh"), of(result["energy"], "used_wh") * 0.2);
  EXPECT_GT(of(result["hours"], "empty"), 10);
  EXPECT_GT(of(result["hours"], "load_not_allowed"), 10);
  EXPECT_EQ(result["findings"][0]["code"], "too_little");
  int openings = 0;
  for (const auto& [rule, count] : result["openings"]["load"].items()) {
    EXPECT_TRUE(rule.starts_with("LD-")) << rule;
    openings += count.get<int>();
  }
  EXPECT_GT(openings, 0);
}

TEST(Design, ASystemThatIsLargeEnoughFillsAndMissesSun) {
  Design large;
  Plan plan = little_system(100);
  plan.set("site.day_of_year", 0, 0, 170);
  large.start(plan, 3);
  const json result = days(large, 3);
  EXPECT_EQ(result["findings"][0]["code"], "enough");
  EXPECT_GT(of(result["energy"], "missed_wh"), of(result["energy"], "harvested_wh"));
  EXPECT_GT(of(result["hours"], "full"), 12);
}

// What is too cold needs no more panels.
TEST(Design, WhatTheTemperatureForbidsIsNotCalledTooLittle) {
  Design cold;
  Plan plan = little_system(400);
  plan.set("ambient.mean_c", 0, 0, 5);
  cold.start(plan, 3);
  const json result = days(cold, 2);
  EXPECT_EQ(result["findings"][0]["code"], "not_allowed") << result["findings"].dump();
  EXPECT_EQ(result["findings"].size(), 4U) << result["findings"].dump();
  EXPECT_EQ(result["findings"][2]["code"], "too_cold");
}

// Section 7: 75 % of what stands on the cells: 4 × 3.2 V × 100 Ah = 1.28 kWh.
TEST(Design, RecommendsSettingsWithTheirReasons) {
  Design design;
  design.start(little_system(400), 3);
  const json result = days(design, 1);
  const json& capacity = result["settings"][0];
  EXPECT_EQ(capacity["setting"], "battery_capacity");
  EXPECT_DOUBLE_EQ(capacity["value"].get<double>(), 1.0);
  for (const json& each : result["settings"]) {
    EXPECT_GT(each["why"].get<std::string>().size(), 20U) << each.dump();
  }
}

// A week of each month, and each stands for its month.
TEST(Design, WeeksStandForTheirMonths) {
  Design design;
  Plan plan = little_system(400);
  plan.set("pack.cells", 0, 0, 2);
  const json begun = design.start(plan, 3, DesignSpan::weeks);
  EXPECT_EQ(begun["days"], 84);
  const json january = days(design, 7);
  EXPECT_EQ(january["days"], 31);
  EXPECT_EQ(january["simulated_days"], 7);
  EXPECT_EQ(january["months"].size(), 1U);
  EXPECT_NEAR(of(january["hours"], "all"), 31 * 24, 0.1);
  const double soc = january["soc_end_percent"];
  const json both = days(design, 1);
  EXPECT_EQ(both["days"], 59);
  EXPECT_EQ(both["months"][1]["month"], 2);
  EXPECT_NEAR(both["months"][1]["soc_min_percent"].get<double>(), soc, 40);
  const double wanted = of(january["energy"], "used_wh") + of(january["energy"], "unserved_wh");
  EXPECT_NEAR(wanted, 400 * 31, 400 * 31 * 0.25);
  EXPECT_EQ(both["findings"].back()["code"], "part");
}

TEST(Design, StopsAfterAYearAndRefusesWhatCannotRun) {
  Design design;
  EXPECT_EQ(test::error_code(design.run_day()), "not_started");
  EXPECT_EQ(test::error_code(design.result()), "not_started");
  Plan plan;
  plan.set("pack.cells", 0, 0, 1);
  EXPECT_EQ(test::error_code(design.start(plan, 1)), "bad_plan");
}

}  // namespace
}  // namespace cellwarden::simulator
