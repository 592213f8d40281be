// SPDX-License-Identifier: Apache-2.0
#include "check_story.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/twin/story.hpp"
#include "cellwarden/twin/story_rows.hpp"

namespace cellwarden::twin {

namespace {

std::string count_text(int number) { return std::to_string(number); }

Problem check_pack_number(const std::string& place, const Scenario& scenario, int pack) {
  const auto packs = static_cast<int>(scenario.packs.size());
  if (pack >= 1 && pack <= packs) return {};
  return problem(place, "pack",
                 "pack = " + count_text(pack) + " is not possible; there " +
                     (packs == 1 ? "is one pack." : "are packs 1 to " + count_text(packs) + "."));
}

// A number within first…last, or the sentence that names what it may be.
Problem check_one_of(const std::string& place, const char* key, const FaultRow& row, int number,
                     int first, int last) {
  if (number >= first && number <= last) return {};
  const std::string may = last < first
                              ? "and there is none."
                              : "it may be " + count_text(first) + " to " + count_text(last) + ".";
  if (number == 0) {
    return problem(place, key,
                   std::string{"the fault "} + row.name + " needs " + key + " = …; " + may);
  }
  return problem(place, key,
                 std::string{key} + " = " + count_text(number) + " is not possible with " +
                     row.name + "; " + may);
}

// What the fault is about exists.
Problem check_target(const std::string& place, const FaultRow& row, const Fault& fault,
                     const PackPlan& pack) {
  const bool two_sensors = pack.sensor_out.has_value();
  switch (row.target) {
    case FaultTarget::cell: return check_one_of(place, "cell", row, fault.cell, 1, pack.cells);
    case FaultTarget::inner_cell:
      return check_one_of(place, "cell", row, fault.cell, 2, pack.cells - 1);
    case FaultTarget::wire: return check_one_of(place, "cell", row, fault.cell, 1, pack.cells - 1);
    case FaultTarget::sensor:
      return check_one_of(place, "sensor", row, fault.cell, 1, two_sensors ? 2 : 1);
    case FaultTarget::relay: return check_one_of(place, "relay", row, fault.cell, 1, 2);
    case FaultTarget::consumers:
      if (two_sensors) break;
      return problem(place, "kind",
                     std::string{"the fault "} + row.name +
                         " needs two sensors; this pack has no [pack.sensor_out].");
    case FaultTarget::site:
      if (fault.pack == 1) break;
      return problem(place, "pack",
                     std::string{"the fault "} + row.name +
                         " is about the whole site and not about one pack: leave pack out.");
    case FaultTarget::nothing: break;
  }
  if (fault.cell == 0) return {};
  return problem(place, "cell",
                 std::string{"the fault "} + row.name + " is about no cell, sensor or relay.");
}

Problem check_times(const std::string& place, const Scenario& scenario, const FaultRow& row,
                    const Fault& fault) {
  const bool ends = fault.end_s != std::numeric_limits<double>::infinity();
  const std::string name{row.name};
  if (!(fault.start_s >= 0)) {
    return problem(place, "start", "start is before the beginning of the scenario.");
  }
  if (fault.start_s >= duration_s(scenario)) {
    return problem(place, "start", "the fault starts after the end of the scenario.");
  }
  if (row.time == FaultTime::always && (fault.start_s > 0 || ends)) {
    return problem(place, ends ? "end" : "start",
                   "the fault " + name +
                       " is there from the beginning to the end: leave start and "
                       "end out.");
  }
  if (row.time == FaultTime::once && ends) {
    return problem(place, "end", "the fault " + name + " happens once, at start: leave end out.");
  }
  if (row.time == FaultTime::needs_end && !ends) {
    return problem(place, "end", "the fault " + name + " needs an end.");
  }
  if (!(fault.end_s > fault.start_s)) {
    return problem(place, "end", "the end of the fault must be after its start.");
  }
  return {};
}

Problem check_magnitude(const std::string& place, const FaultRow& row, const Fault& fault,
                        const PackPlan& pack) {
  if (row.key == nullptr) return {};
  if (Problem p = check_range(place, row.key, row.unit, row.min, row.max, fault.magnitude)) {
    return p;
  }
  if (row.kind != FaultKind::boards_swapped) return {};
  const auto other = static_cast<int>(fault.magnitude);
  if (Problem p = check_one_of(place, "other_cell", row, other, 1, pack.cells)) return p;
  if (other != fault.cell) return {};
  return problem(place, "other_cell", "other_cell must be another cell than cell.");
}

std::vector<std::string> names_for(Expectation::Shape shape) {
  switch (shape) {
    case Expectation::Shape::happens: return occurrence_names();
    case Expectation::Shape::holds: return condition_names();
    case Expectation::Shape::figure: break;
  }
  return figure_names();
}

const char* key_of(Expectation::Shape shape) {
  switch (shape) {
    case Expectation::Shape::happens: return "happens";
    case Expectation::Shape::holds: return "holds";
    case Expectation::Shape::figure: break;
  }
  return "figure";
}

Problem check_name(const std::string& place, const Expectation& e) {
  const std::vector<std::string> known = names_for(e.shape);
  if (std::find(known.begin(), known.end(), e.name) != known.end()) return {};
  // Perhaps it is the name of something else: an occurrence is no condition.
  for (const auto shape :
       {Expectation::Shape::happens, Expectation::Shape::holds, Expectation::Shape::figure}) {
    const std::vector<std::string> others = names_for(shape);
    if (std::find(others.begin(), others.end(), e.name) == others.end()) continue;
    return problem(
        place, key_of(e.shape),
        "'" + e.name + "' goes with " + key_of(shape) + ", not with " + key_of(e.shape) + ".");
  }
  const char* what = e.shape == Expectation::Shape::happens ? "nothing that happens"
                     : e.shape == Expectation::Shape::holds ? "no condition"
                                                            : "no figure";
  return problem(place, key_of(e.shape),
                 std::string{what} + " is called '" + e.name + "'." + nearest_name(e.name, known));
}

// What happened may be about any cell, relay or sensor.
About about_of(const Expectation& e) {
  switch (e.shape) {
    case Expectation::Shape::happens: break;
    case Expectation::Shape::holds: return find_condition(e.name)->about;
    case Expectation::Shape::figure: return find_figure(e.name)->about;
  }
  return About::pack_or_cell;
}

// Which cell, relay or sensor it may name.
Problem check_number(const std::string& place, const Expectation& e, const PackPlan& pack) {
  const About about = about_of(e);
  if (e.tolerance < 0 || (e.tolerance > 0 && !e.number)) {
    return problem(place, "tolerance", "tolerance belongs to a number, and is 0 or more.");
  }
  if (!e.number) {
    if (about != About::cell) return {};
    return problem(place, "number", "'" + e.name + "' needs number = …, the cell.");
  }
  if (about == About::site || about == About::pack) {
    return problem(place, "number", "'" + e.name + "' is about no single cell.");
  }
  if (e.shape == Expectation::Shape::happens || (*e.number >= 1 && *e.number <= pack.cells)) {
    return {};
  }
  return problem(place, "number",
                 "number = " + count_text(*e.number) + " is not possible; the pack has " +
                     count_text(pack.cells) + " cells.");
}

Problem check_window(const std::string& place, const Scenario& scenario, const Expectation& e) {
  if (!(e.from_s >= 0)) {
    return problem(place, "from", "from is before the beginning of the scenario.");
  }
  if (e.from_s >= duration_s(scenario)) {
    return problem(place, "from", "from is after the end of the scenario.");
  }
  if (!(e.to_s > e.from_s)) return problem(place, "to", "to must be after from.");
  return {};
}

Problem check_amounts(const std::string& place, const Expectation& e) {
  if (e.at_least < 0) return problem(place, "at_least", "at_least must be 0 or more.");
  if (e.at_most && *e.at_most < e.at_least) {
    return problem(place, "at_most", "at_most must not be below at_least.");
  }
  if (e.reason && e.name != "charge_relay_opened" && e.name != "load_relay_opened") {
    return problem(place, "reason",
                   "only charge_relay_opened and load_relay_opened have a reason.");
  }
  if (e.shape != Expectation::Shape::figure) return {};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (e.min == -kInfinity && e.max == kInfinity) {
    return problem(place, "figure", "say min, max or both for the figure.");
  }
  if (!(e.min <= e.max)) return problem(place, "max", "max must not be below min.");
  return {};
}

}  // namespace

Problem check_fault(const Scenario& scenario, std::size_t index) {
  const std::string place = "fault." + std::to_string(index + 1);
  const Fault& fault = scenario.faults[index];
  const FaultRow& row = row_of(fault.kind);
  if (Problem p = check_pack_number(place, scenario, fault.pack)) return p;
  const PackPlan& pack = scenario.packs[static_cast<std::size_t>(fault.pack) - 1];
  if (Problem p = check_target(place, row, fault, pack)) return p;
  if (Problem p = check_times(place, scenario, row, fault)) return p;
  return check_magnitude(place, row, fault, pack);
}

Problem find_fault_problem(const Scenario& scenario, const Fault& fault) {
  const FaultRow& row = row_of(fault.kind);
  if (Problem p = check_pack_number("fault", scenario, fault.pack)) return p;
  const PackPlan& pack = scenario.packs[static_cast<std::size_t>(fault.pack) - 1];
  if (row.time == FaultTime::always) {
    return problem("fault", "kind",
                   std::string{"the fault "} + row.name +
                       " is there from the beginning: begin the simulation anew with it.");
  }
  if (Problem p = check_target("fault", row, fault, pack)) return p;
  return check_magnitude("fault", row, fault, pack);
}

Problem check_expectation(const Scenario& scenario, std::size_t index) {
  const std::string place = "expect." + std::to_string(index + 1);
  const Expectation& e = scenario.expectations[index];
  if (Problem p = check_name(place, e)) return p;
  const FigureRow* figure = find_figure(e.name);
  const bool of_site = figure != nullptr && figure->about == About::site;
  // 0 is the pack number of the figures of the site.
  const int pack = of_site && e.pack == 0 ? 1 : e.pack;
  if (Problem p = check_pack_number(place, scenario, pack)) return p;
  if (Problem p = check_number(place, e, scenario.packs[static_cast<std::size_t>(pack) - 1])) {
    return p;
  }
  if (Problem p = check_window(place, scenario, e)) return p;
  return check_amounts(place, e);
}

}  // namespace cellwarden::twin
