// SPDX-License-Identifier: Apache-2.0
// A run for programs: CSV and JSON.
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "cellwarden/cli/simulation_csv.hpp"
#include "cellwarden/cli/simulation_json.hpp"
#include "simulation_example.hpp"

namespace cellwarden::cli {
namespace {

using nlohmann::json;
using test::example_run;
using test::example_sample;

// PLUS-3
TEST(SimulationCsv, HasTheHeaderOfItsRows) {
  EXPECT_EQ(simulation_csv_header(1),
            "time_s,day,clock,solar_w,charger_w,house_w,load_w,pack_v,current_a,soc_percent,"
            "true_soc_percent,cell_v_min,cell_v_max,cell_c_min,cell_c_max,charge_relay,load_relay,"
            "warnings,bypassing\n");
  std::string row;
  append_simulation_csv(row, example_run().scenario, example_sample(3660));
  EXPECT_EQ(row,
            "3660,1,07:01:00,1000.0,900.0,300.0,0.0,52.900,-1.500,55.500,56.250,3.3000,3.3120,"
            "21.00,23.50,closed,open,,2\n");
}

TEST(SimulationCsv, ColumnsOfSeveralPacksSayWhose) {
  const std::string header = simulation_csv_header(2);
  EXPECT_NE(header.find(",load_w,p1_pack_v,"), std::string::npos);
  EXPECT_NE(header.find(",p1_bypassing,p2_pack_v,"), std::string::npos);
}

TEST(SimulationCsv, ABoardWithoutPowerSaysNothing) {
  Sample sample = example_sample(19 * 3600);
  sample.packs[0].soc_percent.reset();
  sample.packs[0].warnings.set(core::Warning::voltage_high);
  sample.packs[0].warnings.set(core::Warning::temperature_low);
  std::string row;
  append_simulation_csv(row, example_run().scenario, sample);
  EXPECT_NE(row.find("68400,2,01:00:00,"), std::string::npos);
  EXPECT_NE(row.find(",-1.500,,56.250,"), std::string::npos);
  EXPECT_NE(row.find(",Vh Tl,2\n"), std::string::npos);
}

TEST(SimulationJson, IsOneObjectWithEverything) {
  const json run = json::parse(simulation_json(example_run()));
  EXPECT_EQ(run["scenario"], "two-days");
  EXPECT_EQ(run["seed"], 1);
  EXPECT_EQ(run["kept"], false);
  EXPECT_EQ(run["verdicts"].size(), 2U);
  EXPECT_EQ(run["verdicts"][0], (json{{"kept", true}, {"sentence", "E within 3.6 s."}}));
  EXPECT_EQ(run["violations"], json::array());
  EXPECT_EQ(run["figures"][0], (json{{"name", "harvested_wh"}, {"value", 8412.0}}));
  EXPECT_EQ(run["figures"][11],
            (json{{"name", "balancing_hours"}, {"pack", 1}, {"number", 7}, {"value", 3.0}}));
  EXPECT_EQ(run["occurrences"].size(), 12U);
  EXPECT_EQ(run["occurrences"][2]["fault"], "the wire behind cell 6 breaks");
  EXPECT_EQ(run["occurrences"][4]["clock"], "10:00:03");
  EXPECT_EQ(run["occurrences"][4]["why"][0]["id"], "CH-5");
  EXPECT_EQ(run["speed"]["times_real_time"], 345'600);
}

TEST(SimulationJson, BytesThatAreNoTextDoNotStopIt) {
  Simulation run = example_run();
  run.scenario.about = "\xFF";
  EXPECT_TRUE(json::accept(simulation_json(run)));
}

TEST(SeedsJson, HasNothingThatDependsOnTheMachine) {
  const std::array runs{example_run(), example_run()};
  const json all = json::parse(seeds_json(runs));
  EXPECT_EQ(all["seeds"].size(), 2U);
  EXPECT_FALSE(all["seeds"][0].contains("speed"));
  EXPECT_FALSE(all["seeds"][0]["figures"].empty());
}

}  // namespace
}  // namespace cellwarden::cli
