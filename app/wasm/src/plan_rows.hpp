// SPDX-License-Identifier: Apache-2.0
// What a plan says besides the rows of the twin: words and flags, as numbers.
#pragma once

#include <span>

#include "cellwarden/twin/scenario.hpp"
#include "cellwarden/twin/scenario_rows.hpp"

namespace cellwarden::simulator {

template <class Part>
using Rows = std::span<const twin::NumberRow<Part>>;

Rows<twin::Scenario> whole_rows();      // place "scenario"
Rows<twin::PackPlan> more_pack_rows();  // place "pack"
Rows<twin::PackPlan> switch_rows();     // place "switches"
Rows<twin::SitePlan> more_site_rows();  // place "site"

}  // namespace cellwarden::simulator
