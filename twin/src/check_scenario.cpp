// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/check_scenario.hpp"

#include <algorithm>
#include <set>

#include "check_story.hpp"

namespace cellwarden::twin {

using core::SettingProblem;
using core::SettingRow;
using core::SettingsError;

namespace {

constexpr double kLongestDays = 36'600;

std::string quoted(const std::string& text) { return "'" + text + "'"; }

std::string path(const std::string& place, const char* part) { return place + "." + part; }

template <class Part>
Problem check_rows(const std::string& place, std::span<const NumberRow<Part>> rows,
                   const Part& part) {
  for (const NumberRow<Part>& row : rows) {
    const std::optional<double> value = row.get(part);
    if (!value) continue;
    if (Problem p = check_range(place, row.key, row.unit, row.min, row.max, *value)) return p;
  }
  return {};
}

Problem check_cells(const std::string& place, const PackPlan& pack) {
  std::set<int> seen;
  for (std::size_t i = 0; i < pack.cell_plans.size(); ++i) {
    const CellPlan& plan = pack.cell_plans[i];
    const std::string here = path(place, "cell.") + std::to_string(i + 1);
    if (plan.cell < 1 || plan.cell > pack.cells) {
      return problem(here, "cell",
                     "cell = " + std::to_string(plan.cell) + " is not possible; the pack has " +
                         std::to_string(pack.cells) + " cells.");
    }
    if (!seen.insert(plan.cell).second) {
      return problem(here, "cell", "cell " + std::to_string(plan.cell) + " is described twice.");
    }
    if (Problem p = check_rows(here, cell_rows(), plan)) return p;
  }
  return {};
}

Problem check_isolation(const std::string& place, const PackPlan& pack) {
  for (const int cell : pack.isolated_behind) {
    if (cell >= 1 && cell < pack.cells) continue;
    return problem(place, "isolated_behind",
                   "isolated_behind names cell " + std::to_string(cell) +
                       "; a link is behind cell 1 to " + std::to_string(pack.cells - 1) + ".");
  }
  return {};
}

// What the option switches and the factory settings know (IN-1, IN-2).
Problem check_switches(const std::string& place, const PackPlan& pack) {
  const auto& known = core::kBypassVoltages;
  if (std::find(known.begin(), known.end(), pack.options.v_bypass) == known.end()) {
    return problem(place, "v_bypass", "v_bypass is not one of the eight that the switches know.");
  }
  for (unsigned code = 0; code < 128; ++code) {
    const auto positions = static_cast<core::SwitchPositions>(code);
    if (core::factory_settings_of(positions).cells == pack.factory.cells) return {};
  }
  return problem(place, "factory_cells",
                 "factory_cells = " + std::to_string(pack.factory.cells) +
                     " is not in the list of the switches; take the next higher one (IN-2).");
}

std::string setting_text(const core::Settings& settings, const SettingRow& row) {
  double value = row.get(settings);
  for (int i = 0; i < row.decimals; ++i) value /= 10;
  return number_text(value) + (*row.unit == '\0' ? "" : " ") + row.unit;
}

// A setting as the sentence calls it, with its value.
std::string told(const PackPlan& pack, core::SettingId id) {
  if (id == core::SettingId::v_bypass) {
    return "v_bypass (" + number_text(pack.options.v_bypass.count() / 1000.0) + " V)";
  }
  const SettingRow& row = core::setting_rows()[static_cast<std::size_t>(id)];
  return std::string{row.name} + " (" + setting_text(pack.settings, row) + ")";
}

Problem check_settings(const std::string& place, const PackPlan& pack) {
  const std::optional<SettingsError> error =
      core::check_settings(pack.settings, pack.options.v_bypass);
  if (!error) return {};
  const SettingRow& row = core::setting_rows()[static_cast<std::size_t>(error->id)];
  const std::string settings = path(place, "settings");
  if (error->problem == SettingProblem::out_of_range ||
      error->problem == SettingProblem::off_step) {
    return problem(settings, row.name, told(pack, error->id) + " is out of range or off its step.");
  }
  const bool below = error->problem == SettingProblem::not_below;
  const bool switches = error->other == core::SettingId::v_bypass;
  const std::string other =
      switches ? path(place, "switches.v_bypass")
               : path(settings, core::setting_rows()[static_cast<std::size_t>(error->other)].name);
  return ScenarioProblem{.place = settings,
                         .key = row.name,
                         .other = other,
                         .sentence = told(pack, error->id) + " must be " +
                                     (below ? "below " : "above ") + told(pack, error->other) +
                                     "."};
}

Problem check_pack(const std::string& place, const PackPlan& pack) {
  if (Problem p = check_rows(place, pack_rows(), pack)) return p;
  if (!pack.commissioned && pack.known_soc_percent) {
    return problem(place, "known_soc_percent",
                   "boards that are new (commissioned = false) know no SOC; leave "
                   "known_soc_percent out.");
  }
  if (Problem p = check_rows(path(place, "spread"), spread_rows(), pack.spread)) return p;
  if (Problem p = check_cells(place, pack)) return p;
  if (Problem p = check_isolation(place, pack)) return p;
  if (Problem p = check_switches(path(place, "switches"), pack)) return p;
  if (Problem p = check_settings(place, pack)) return p;
  if (Problem p = check_rows(path(place, "sensor_in"), current_sensor_rows(), pack.sensor_in)) {
    return p;
  }
  if (!pack.sensor_out) return {};
  return check_rows(path(place, "sensor_out"), current_sensor_rows(), *pack.sensor_out);
}

Problem check_packs(const Scenario& scenario) {
  if (scenario.packs.empty()) return problem("", "pack", "there is no pack.");
  for (std::size_t i = 0; i < scenario.packs.size(); ++i) {
    const PackPlan& pack = scenario.packs[i];
    const std::string place = "pack." + std::to_string(i + 1);
    if (Problem p = check_pack(place, pack)) return p;
    if (pack.cells != scenario.packs.front().cells) {
      return problem(place, "cells",
                     "packs in parallel must have the same number of cells: this one has " +
                         std::to_string(pack.cells) + ", the first one " +
                         std::to_string(scenario.packs.front().cells) + ".");
    }
    // RELAY-6
    if (scenario.site.wiring != Wiring::separate && pack.sensor_out) {
      return problem(path(place, "sensor_out"), "",
                     "a combined charger/inverter has one shared cable and so one sensor: leave "
                     "[pack.sensor_out] out, or write wiring = \"separate\".");
    }
  }
  return {};
}

Problem check_site(const SitePlan& site) {
  if (Problem p = check_rows("site", site_rows(), site)) return p;
  if (Problem p = check_rows("site.sun", sun_rows(), site.sun)) return p;
  if (Problem p = check_rows("site.house", house_rows(), site.house)) return p;
  if (Problem p = check_rows("site.ambient", ambient_rows(), site.ambient)) return p;
  if (Problem p = check_rows("site.charger", charger_rows(), site.charger)) return p;
  if (Problem p = check_rows("site.inverter", inverter_rows(), site.inverter)) return p;
  if (site.charger.float_v > site.charger.absorption_v) {
    return ScenarioProblem{.place = "site.charger",
                           .key = "float_v",
                           .other = "site.charger.absorption_v",
                           .sentence = "float_v (" + number_text(site.charger.float_v) +
                                       " V) must not be above absorption_v (" +
                                       number_text(site.charger.absorption_v) + " V)."};
  }
  if (site.inverter.restart_v < site.inverter.cutoff_v) {
    return ScenarioProblem{.place = "site.inverter",
                           .key = "restart_v",
                           .other = "site.inverter.cutoff_v",
                           .sentence = "restart_v (" + number_text(site.inverter.restart_v) +
                                       " V) must not be below cutoff_v (" +
                                       number_text(site.inverter.cutoff_v) + " V)."};
  }
  return {};
}

}  // namespace

std::optional<ScenarioProblem> find_problem(const Scenario& scenario) {
  const bool possible = scenario.days > 0 && scenario.days <= kLongestDays;
  if (!possible) {
    return problem("", "days",
                   "days = " + number_text(scenario.days) + " is not possible; it may be up to " +
                       number_text(kLongestDays) + ", and more than 0.");
  }
  const bool in_a_day = scenario.begin_s >= 0 && scenario.begin_s < 86'400;
  if (!in_a_day) {
    return problem("", "begin", "begin is not a time of the day.");
  }
  if (Problem p = check_packs(scenario)) return p;
  if (Problem p = check_site(scenario.site)) return p;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    if (Problem p = check_fault(scenario, i)) return p;
  }
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    if (Problem p = check_expectation(scenario, i)) return p;
  }
  return {};
}

std::string check_scenario(const Scenario& scenario) {
  const Problem found = find_problem(scenario);
  if (!found) return {};
  std::string place = found->place;
  std::replace(place.begin(), place.end(), '.', ' ');
  return "scenario " + quoted(scenario.name) + (place.empty() ? "" : ", ") + place + ": " +
         found->sentence;
}

}  // namespace cellwarden::twin
