// SPDX-License-Identifier: Apache-2.0
// What came of the same scenario with other seeds: one line a seed, and what broke.
#pragma once

#include <span>
#include <string>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

// Says nothing that depends on the machine.
std::string seeds_summary(std::span<const Simulation> runs);

}  // namespace cellwarden::cli
