// SPDX-License-Identifier: Apache-2.0
// What happened in a run, as data: occurrences with their time, conditions, figures. Names are
// those that an expectation in a scenario file uses; docs/twin/scenarios.md lists them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/core/events.hpp"
#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/warnings.hpp"
#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::twin {

enum class OccurrenceKind : std::uint8_t {
  event,          // of the OUT board: `event`
  relay_opened,   // number: 1 charge, 2 load; why
  relay_closed,   // number: 1 charge, 2 load
  warning_began,  // warning
  warning_ended,  // warning
  fault_began,    // number: index in Scenario::faults
  fault_ended,    //
  board_reset,    // number: cell of the board that came up anew while the scenario ran
};

struct Occurrence {
  double time_s{0};  // since the beginning of the scenario
  int pack{1};
  OccurrenceKind kind{};
  int number{0};
  core::Warning warning{};
  core::Event event;  // with `event`; its own time is by the board's clock
  core::Reasons why;
};

// "communication_lost", "charge_relay_opened", "warning_Vh_began", "fault_began", … : names that
// Expectation::Shape::happens knows.
std::string name_of(const Occurrence& occurrence);
std::vector<std::string> occurrence_names();

// The cell, relay or sensor that it is about; 0: none.
int number_of(const Occurrence& occurrence);

// Names that Expectation::Shape::holds knows: "charge_relay_open", "warning_E", "no_warning_E",
// "bypass_on" (number: the cell), …
std::vector<std::string> condition_names();

// One figure of the summary: "harvested_wh", "soc_min_percent", "balancing_hours" (number: a cell,
// or none for all together), …
struct Figure {
  std::string name;
  int pack{0};                // 0: of the whole site
  std::optional<int> number;  // of a cell
  double value{0};
};
std::vector<std::string> figure_names();

// Something that must never be: an invariant that broke, with where and when.
struct Violation {
  double time_s{0};
  int pack{1};
  std::string sentence;
};

// One expectation of the scenario after the run.
struct Verdict {
  bool kept{false};
  std::string sentence;  // what was expected, and what came instead
};

}  // namespace cellwarden::twin
