// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/scenario/scenario_file.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cellwarden/scenario/text_file.hpp"
#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/twin/sizes.hpp"
#include "sections.hpp"
#include "time_text.hpp"

namespace cellwarden::scenario {

using twin::Scenario;
using twin::ScenarioProblem;

namespace {

constexpr double kHoursPerDay = 24;

void read_duration(TableReader& top, Scenario& scenario) {
  double hours = 0;
  const bool days = top.number("days", scenario.days);
  if (!top.number("hours", hours)) return;
  if (days) top.fail("hours", "say days or hours, not both.");
  scenario.days = hours / kHoursPerDay;
}

// A clock time of the first day.
void read_begin(TableReader& top, Scenario& scenario) {
  std::string text;
  if (!top.text("begin", text)) return;
  const std::optional<double> clock = parse_clock(text);
  if (!clock || *clock >= 86'400) {
    top.refuse("begin", *top.take("begin"), "a time of the day as in \"06:30\"");
  }
  scenario.begin_s = *clock;
}

// What the OUT board has stored.
void read_all_settings(Source& source, TableReader& top, Scenario& scenario) {
  std::size_t number = 0;
  for (const toml::table* pack : top.tables("pack")) {
    core::Settings& settings = scenario.packs[number++].settings;
    twin::size_settings(scenario.site, settings);
    const toml::node* node = pack->get("settings");
    if (node == nullptr) continue;
    if (!scenario.packs[number - 1].commissioned) {
      source.fail(line_of(*node),
                  "boards that are new (commissioned = false) have the settings of the manual; "
                  "leave [pack.settings] out.");
    }
    TableReader table{source, fmt::format("pack.{}.settings", number), "[pack.settings]",
                      *node->as_table()};
    read_settings(table, settings);
  }
}

// The line of the key, else of what it contradicts, else of the table around it.
std::uint32_t line_of(const Source& source, const ScenarioProblem& problem) {
  const auto find = [&](const std::string& path) {
    const auto found = source.lines.find(path);
    return found == source.lines.end() ? 0 : found->second;
  };
  const std::string prefix = problem.place.empty() ? "" : problem.place + ".";
  if (const std::uint32_t line = find(prefix + problem.key)) return line;
  if (const std::uint32_t line = find(problem.other)) return line;
  // The length is "hours" or "days".
  if (const std::uint32_t line = problem.key == "days" ? find("hours") : 0) return line;
  for (std::string place = problem.place; !place.empty();) {
    if (const std::uint32_t line = find(place)) return line;
    const std::size_t dot = place.rfind('.');
    place.resize(dot == std::string::npos ? 0 : dot);
  }
  return 1;
}

toml::table parse_toml(const Source& source, const std::string& text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    source.fail(error.source().begin.line,
                fmt::format("this is not TOML: {}.", error.description()));
  }
}

}  // namespace

Scenario parse_scenario(const std::string& text, const std::string& name,
                        const std::string& folder) {
  Source source{.name = name, .folder = folder, .lines = {}};
  const toml::table file = parse_toml(source, text);
  TableReader top{source, "", "the file", file};
  Scenario scenario;
  scenario.name = std::filesystem::path{name}.stem().string();
  top.text("name", scenario.name);
  top.text("about", scenario.about);
  read_duration(top, scenario);
  read_begin(top, scenario);
  read_packs(source, top, scenario);
  read_site(source, top, scenario);
  read_all_settings(source, top, scenario);
  read_faults(source, top, scenario);
  read_expectations(source, top, scenario);
  top.finish();
  const std::optional<ScenarioProblem> problem = twin::find_problem(scenario);
  if (problem) source.fail(line_of(source, *problem), problem->sentence);
  return scenario;
}

Scenario read_scenario(const std::string& path) {
  return parse_scenario(read_text_file(path), path,
                        std::filesystem::path{path}.parent_path().string());
}

}  // namespace cellwarden::scenario
