// SPDX-License-Identifier: Apache-2.0
// Whether a scenario can run: every number in its range, nothing that contradicts something else,
// nothing that names a cell, fault or figure that does not exist. Says where, so that a reader of
// files can name the line.
#pragma once

#include <optional>
#include <string>

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::twin {

struct ScenarioProblem {
  std::string place;  // "pack.1.spread", "site.charger", "fault.2", "expect.3"; "": the top
  std::string key;    // in there; "": the whole place
  std::string other;  // place and key that it contradicts, if it does: "pack.1.switches.v_bypass"
  std::string sentence;  // "soc_percent = 120 is not possible; it may be 0 to 100 %."
};

// The first thing that is wrong; empty: it can run.
std::optional<ScenarioProblem> find_problem(const Scenario& scenario);

// The same as a sentence that names the place; empty: it can run.
std::string check_scenario(const Scenario& scenario);

// The same for one fault that somebody makes while the scenario runs: its times do not count, and
// one that is there "always" comes too late.
std::optional<ScenarioProblem> find_fault_problem(const Scenario& scenario, const Fault& fault);

}  // namespace cellwarden::twin
