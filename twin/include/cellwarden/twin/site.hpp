// SPDX-License-Identifier: Apache-2.0
// One or more packs in parallel with a charger and an inverter on the same bus: who carries how
// much during one step, and what each pack's sensors see of it. Solved in closed form, without heap
// after the first call.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "cellwarden/twin/charger.hpp"
#include "cellwarden/twin/inverter.hpp"

namespace cellwarden::twin {

// Charging and discharging, allowed or not.
struct Permission {
  bool charge{false};
  bool load{false};

  friend bool operator==(const Permission&, const Permission&) = default;
};

// Contacts in series: allowed only when all of them allow it (RELAY-5). Nobody allows nothing.
Permission in_series(std::span<const Permission> packs);

// A combined charger/inverter with one enable signal: both contacts in series (RELAY-6).
Permission one_signal(Permission contacts);

// A pack as the bus sees it for one step. Its paths are those of contactors that stand in the
// cables, if there are any: without its charge path a pack takes no current, without its load path
// it gives none.
struct PackBus {
  double emf_v{0};
  double resistance_ohm{0};  // > 0, of cells and cable; smaller than 1 µΩ counts as 1 µΩ
  bool charge_path{true};
  bool load_path{true};
};

struct SiteStep {
  double solar_w{0};
  double house_w{0};
  double extra_load_a{0};  // straight on the bus, behind the load contact: an inrush, a pump
  Permission allowed{};
  double dt_s{1};
};

struct BusFlows {
  double charger_a{0};         // ≥ 0
  double load_a{0};            // inverter and extra load, ≥ 0
  double bus_v{0};             // 0: nothing is there to hold a voltage
  std::vector<double> pack_a;  // each pack, + = charging; their sum is charger_a − load_a
};

// Advances charger and inverter by step.dt_s and fills `flows`. If the bus cannot deliver the load,
// or falls to the inverter's cut-off, the inverter trips and the step is solved without it.
void solve_bus(Charger& charger, Inverter& inverter, const SiteStep& step,
               std::span<const PackBus> packs, BusFlows& flows);

// What flows through the two sensors of one pack (I-1 on J1, I-2 on J2; positive = consuming).
struct CableCurrents {
  double in_a{0};
  std::optional<double> out_a;  // empty: one shared cable with one sensor (RELAY-6)
};

// With cables of their own each pack's charger cable carries its part of the charger's current (by
// conductance), and the rest of the pack's current comes out of the load cable: a current from pack
// to pack is seen there.
CableCurrents cable_currents(const BusFlows& flows, std::span<const PackBus> packs,
                             std::size_t pack, bool shared_cable);

}  // namespace cellwarden::twin
