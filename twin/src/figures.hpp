// SPDX-License-Identifier: Apache-2.0
// The figures of the summary, from what packs and devices have counted.
#pragma once

#include <vector>

#include "cellwarden/twin/charger.hpp"
#include "cellwarden/twin/inverter.hpp"
#include "cellwarden/twin/story.hpp"
#include "pack_bench.hpp"

namespace cellwarden::twin {

std::vector<Figure> site_figures(const Charger& charger, const Inverter& inverter);
void add_pack_figures(std::vector<Figure>& figures, const PackBench& pack);

}  // namespace cellwarden::twin
