// SPDX-License-Identifier: Apache-2.0
// The sections of a run's summary, each with its heading.
#pragma once

#include <string>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

void append_site(std::string& out, const Simulation& run);
// Battery and relays.
void append_pack(std::string& out, const Simulation& run, int pack);
void append_faults(std::string& out, const Simulation& run);
void append_events(std::string& out, const Simulation& run);

}  // namespace cellwarden::cli
