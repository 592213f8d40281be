// SPDX-License-Identifier: Apache-2.0
// What an ordinary LiFePO4 system of this size has, for whatever an owner does not say. In this
// order: the packs, then the site around them, then the settings that follow the site.
#pragma once

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::twin {

// From cells and capacity: sensor range, factory setting, capacity in the settings.
void size_pack(PackPlan& pack);
// From all packs: sun, charger, inverter, house.
void size_site(Scenario& scenario);
// Of the settings, those that follow the site.
void size_settings(const SitePlan& site, core::Settings& settings);

}  // namespace cellwarden::twin
