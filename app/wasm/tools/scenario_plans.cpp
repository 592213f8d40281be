// SPDX-License-Identifier: Apache-2.0
// usage: scenario_plans FILE.toml …    prints the scenarios as plans for the simulator in the
// browser, which reads no TOML
#include <cmath>
#include <exception>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/simulator/plan.hpp"
#include "cellwarden/twin/fault_rows.hpp"

namespace {

using nlohmann::json;
namespace simulator = cellwarden::simulator;
namespace twin = cellwarden::twin;

json entry_json(const simulator::PlanEntry& entry) {
  json made{{"name", entry.place + "." + entry.key}, {"value", entry.value}};
  if (entry.pack != 0) made["pack"] = entry.pack;
  if (entry.index != 0) made["cell"] = entry.index;
  return made;
}

json fault_json(const twin::Fault& fault) {
  json made{{"kind", twin::row_of(fault.kind).name}, {"start_s", fault.start_s}};
  if (fault.pack != 1) made["pack"] = fault.pack;
  if (fault.cell != 0) made["cell"] = fault.cell;
  if (std::isfinite(fault.end_s)) made["end_s"] = fault.end_s;
  if (fault.magnitude != 0) made["magnitude"] = fault.magnitude;
  return made;
}

json scenario_json(const std::string& file) {
  const twin::Scenario scenario = cellwarden::scenario::read_scenario(file);
  json entries = json::array();
  for (const simulator::PlanEntry& entry : simulator::entries_of(scenario)) {
    entries.push_back(entry_json(entry));
  }
  json faults = json::array();
  for (const twin::Fault& fault : scenario.faults) faults.push_back(fault_json(fault));
  return {{"id", std::filesystem::path{file}.stem().string()},
          {"name", scenario.name},
          {"about", scenario.about},
          {"days", scenario.days},
          {"plan", {{"entries", std::move(entries)}, {"faults", std::move(faults)}}}};
}

}  // namespace

int main(int count, char** files) {
  try {
    json all = json::array();
    for (int i = 1; i < count; ++i) all.push_back(scenario_json(files[i]));
    std::cout << all.dump() << '\n';
  } catch (const std::exception& problem) {
    std::cerr << "scenario_plans: " << problem.what() << '\n';
    return 2;
  }
}
