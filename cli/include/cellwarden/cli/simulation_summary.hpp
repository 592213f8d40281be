// SPDX-License-Identifier: Apache-2.0
// What came of a run, as an owner reads it: energy, battery, relays with their reasons, faults and
// how fast they were seen, and what was expected.
#pragma once

#include <optional>
#include <string>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

std::string simulation_summary(const Simulation& run);

// "7 days from 06:00:00, 16 cells of 100 Ah, seed 1."
std::string simulation_facts(const Simulation& run);

// How a fault was noticed: the first E, the first relay that opened and the break that was named
// within kNoticed of its beginning, in the fault's pack. Each points into the run.
inline constexpr double kNoticed = 600;
struct Noticed {
  double began_s{0};
  const twin::Occurrence* warning{nullptr};
  const twin::Occurrence* opening{nullptr};
  const twin::Occurrence* place{nullptr};
};
// index: in Scenario::faults. Empty if the fault did not begin.
std::optional<Noticed> noticed(const Simulation& run, std::size_t index);

}  // namespace cellwarden::cli
