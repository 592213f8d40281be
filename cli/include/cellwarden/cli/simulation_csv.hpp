// SPDX-License-Identifier: Apache-2.0
// A run as a table: one row a minute (a second in a short run), for a spreadsheet or a script.
#pragma once

#include <string>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

// With its end. With several packs the columns of pack 2 begin with "p2_".
std::string simulation_csv_header(int packs);

void append_simulation_csv(std::string& out, const twin::Scenario& scenario, const Sample& sample);

}  // namespace cellwarden::cli
