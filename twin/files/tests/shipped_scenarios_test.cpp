// SPDX-License-Identifier: Apache-2.0
// The files in scenarios/ and the page that describes them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "cellwarden/core/settings.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/twin/scenario_rows.hpp"
#include "cellwarden/twin/story.hpp"

namespace cellwarden::scenario {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> shipped() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{CELLWARDEN_SCENARIO_FOLDER}) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  return files;
}

std::string text_of(const fs::path& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

TEST(ShippedScenarios, CanAllBeRun) {
  EXPECT_GE(shipped().size(), 14U);
  for (const fs::path& file : shipped()) {
    try {
      EXPECT_EQ(twin::check_scenario(read_scenario(file.string())), "") << file;
    } catch (const ScenarioError& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

TEST(ShippedScenarios, TellAnOwnerWhatTheyAreAboutAndCheckTheirStory) {
  for (const fs::path& file : shipped()) {
    const twin::Scenario scenario = read_scenario(file.string());
    EXPECT_GT(scenario.about.size(), 100U) << file;
    EXPECT_GE(scenario.expectations.size(), 4U) << file;
    bool violations = false;
    for (const twin::Expectation& e : scenario.expectations) {
      EXPECT_NE(e.says.find(' '), std::string::npos) << file << ": " << e.name;
      violations = violations || (e.name == "violations" && e.max == 0);
    }
    EXPECT_TRUE(violations) << file << " does not ask for violations = 0";
  }
}

// CHAIN-5, CHAIN-6: the numbers of the manual stand in the file.
TEST(ShippedScenarios, BrokenWireAsksForTheWarningWithin3600MsAndThePlaceWithinTwoCyclesMore) {
  const twin::Scenario s =
      read_scenario((fs::path{CELLWARDEN_SCENARIO_FOLDER} / "broken-wire.toml").string());
  ASSERT_EQ(s.faults.size(), 1U);
  const double broken_s = s.faults[0].start_s;
  for (const twin::Expectation& e : s.expectations) {
    if (e.name == "warning_E_began" && e.from_s == broken_s) {
      EXPECT_NEAR(e.to_s - broken_s, 3.6, 1e-6);
    }
    if (e.name != "break_located") continue;
    EXPECT_NEAR(e.to_s - broken_s, 5.6, 1e-6);
    EXPECT_EQ(e.number, 6);
    EXPECT_EQ(e.tolerance, 0);
  }
}

TEST(ShippedScenarios, AreListedInTheirReadme) {
  const std::string readme = text_of(fs::path{CELLWARDEN_SCENARIO_FOLDER} / "README.md");
  for (const fs::path& file : shipped()) {
    EXPECT_NE(readme.find("`" + file.filename().string() + "`"), std::string::npos) << file;
  }
}

template <class Rows>
void add_keys(std::set<std::string>& names, const Rows& rows) {
  for (const auto& row : rows) names.insert(row.key);
}

std::set<std::string> all_names() {
  std::set<std::string> names;
  add_keys(names, twin::pack_rows());
  add_keys(names, twin::spread_rows());
  add_keys(names, twin::cell_rows());
  add_keys(names, twin::current_sensor_rows());
  add_keys(names, twin::site_rows());
  add_keys(names, twin::sun_rows());
  add_keys(names, twin::house_rows());
  add_keys(names, twin::ambient_rows());
  add_keys(names, twin::charger_rows());
  add_keys(names, twin::inverter_rows());
  for (const core::SettingRow& row : core::setting_rows()) names.insert(row.name);
  for (const twin::FaultRow& row : twin::fault_rows()) {
    names.insert(row.name);
    if (row.key != nullptr) names.insert(row.key);
  }
  for (const auto& list :
       {twin::occurrence_names(), twin::condition_names(), twin::figure_names()}) {
    names.insert(list.begin(), list.end());
  }
  return names;
}

TEST(ScenarioPage, DescribesEveryKeyAndName) {
  const std::string page = text_of(fs::path{CELLWARDEN_DOCS_FOLDER} / "twin" / "scenarios.md");
  for (const std::string& name : all_names()) {
    const bool there = page.find("`" + name + "`") != std::string::npos ||
                       page.find("`" + name + " = ") != std::string::npos;
    EXPECT_TRUE(there) << name << " is not described in docs/twin/scenarios.md";
  }
}

}  // namespace
}  // namespace cellwarden::scenario
