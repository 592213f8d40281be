// SPDX-License-Identifier: Apache-2.0
// A run as one JSON object, for programs. Units are in the names.
#pragma once

#include <span>
#include <string>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

// With a line end.
std::string simulation_json(const Simulation& run);

// Runs that differ in their seeds: what was kept and broken, figures; no occurrences, no times that
// depend on the machine.
std::string seeds_json(std::span<const Simulation> runs);

}  // namespace cellwarden::cli
