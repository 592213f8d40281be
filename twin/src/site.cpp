// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/site.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellwarden::twin {

namespace {

constexpr double kLeastOhm = 1e-6;
constexpr double kVoltageSlackV = 1e-9;  // two stretches meet only to rounding
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Between two voltages at which a one-way pack begins or ceases to conduct, the packs together are
// one voltage behind one resistance.
struct Stretch {
  double from_v;
  double to_v;
};

bool one_way(const PackBus& pack) { return pack.charge_path != pack.load_path; }

bool conducts(const PackBus& pack, const Stretch& stretch) {
  if (!one_way(pack)) return pack.charge_path;
  return pack.charge_path ? pack.emf_v <= stretch.from_v : pack.emf_v >= stretch.to_v;
}

double conductance(const PackBus& pack) { return 1 / std::max(pack.resistance_ohm, kLeastOhm); }

// The next stretch below to_v.
Stretch stretch_below(std::span<const PackBus> packs, double to_v) {
  double from_v = -kInfinity;
  for (const PackBus& pack : packs) {
    if (one_way(pack) && pack.emf_v < to_v) from_v = std::max(from_v, pack.emf_v);
  }
  return {.from_v = from_v, .to_v = to_v};
}

// What the devices want of the bus in this step.
struct Devices {
  ChargerOffer offer;
  double load_w{0};   // at constant power
  double extra_a{0};  // at constant current

  [[nodiscard]] double load_a(double bus_v) const {
    return extra_a + (bus_v > 0 ? load_w / bus_v : 0);
  }
  // The most that the charger gives at this voltage.
  [[nodiscard]] double charger_most_a(double bus_v) const {
    if (offer.power_w <= 0 || bus_v <= 0) return 0;
    return std::min(offer.max_current_a, offer.power_w / bus_v);
  }
};

struct Balance {
  double bus_v{0};
  double charger_a{0};
};

// V (V − emf) = R × watts: the higher root, which is the stable one.
std::optional<double> voltage_at(double watts, const BusState& bus) {
  const double square = bus.emf_v * bus.emf_v + 4 * bus.resistance_ohm * watts;
  if (square < 0 || bus.emf_v + std::sqrt(square) <= 0) return std::nullopt;
  return (bus.emf_v + std::sqrt(square)) / 2;
}

// Constant voltage if the charger is strong enough for it; else all its power; else all its
// current.
std::optional<Balance> balance(const Devices& devices, BusState bus) {
  bus.emf_v -= bus.resistance_ohm * devices.extra_a;
  const ChargerOffer& offer = devices.offer;
  const double limit_v = offer.voltage_limit_v;
  const double regulated_a =
      devices.charger_most_a(limit_v) > 0
          ? (limit_v - bus.emf_v) / bus.resistance_ohm + devices.load_w / limit_v
          : 0;
  if (regulated_a <= 0) {
    const std::optional<double> bus_v = voltage_at(-devices.load_w, bus);
    if (!bus_v) return std::nullopt;
    return Balance{.bus_v = *bus_v, .charger_a = 0};
  }
  if (regulated_a <= devices.charger_most_a(limit_v)) {
    return Balance{.bus_v = limit_v, .charger_a = regulated_a};
  }
  const std::optional<double> powered_v = voltage_at(offer.power_w - devices.load_w, bus);
  if (!powered_v) return std::nullopt;  // less current than all its power would not help
  if (offer.power_w / *powered_v <= offer.max_current_a) {
    return Balance{.bus_v = *powered_v, .charger_a = offer.power_w / *powered_v};
  }
  bus.emf_v += bus.resistance_ohm * offer.max_current_a;
  const std::optional<double> driven_v = voltage_at(-devices.load_w, bus);
  if (!driven_v) return std::nullopt;
  return Balance{.bus_v = *driven_v, .charger_a = offer.max_current_a};
}

// No pack conducts between these voltages: only the charger can hold the bus, at its voltage limit,
// and must carry the load all by itself.
std::optional<Balance> balance_without_packs(const Devices& devices, const Stretch& stretch) {
  const double limit_v = devices.offer.voltage_limit_v;
  const double load_a = devices.load_a(limit_v);
  const bool reachable = limit_v >= stretch.from_v && limit_v <= stretch.to_v;
  if (!reachable || devices.charger_most_a(limit_v) <= 0) return std::nullopt;
  if (load_a > devices.charger_most_a(limit_v)) return std::nullopt;
  return Balance{.bus_v = limit_v, .charger_a = load_a};
}

std::optional<Balance> balance_in(const Stretch& stretch, const Devices& devices,
                                  std::span<const PackBus> packs) {
  double siemens = 0;
  double short_circuit_a = 0;
  for (const PackBus& pack : packs) {
    if (!conducts(pack, stretch)) continue;
    siemens += conductance(pack);
    short_circuit_a += conductance(pack) * pack.emf_v;
  }
  if (siemens <= 0) return balance_without_packs(devices, stretch);
  const std::optional<Balance> found =
      balance(devices, {.emf_v = short_circuit_a / siemens, .resistance_ohm = 1 / siemens});
  if (!found || found->bus_v < stretch.from_v - kVoltageSlackV ||
      found->bus_v > stretch.to_v + kVoltageSlackV) {
    return std::nullopt;
  }
  return found;
}

struct Solution {
  Balance balance;
  Stretch stretch{};
};

// From the highest stretch down: the highest voltage that fits is the stable one.
std::optional<Solution> solve(const Devices& devices, std::span<const PackBus> packs) {
  const bool any_path = std::any_of(packs.begin(), packs.end(), [](const PackBus& pack) {
    return pack.charge_path || pack.load_path;
  });
  if (!any_path) return std::nullopt;
  double to_v = kInfinity;
  while (to_v > -kInfinity) {
    const Stretch stretch = stretch_below(packs, to_v);
    if (const std::optional<Balance> found = balance_in(stretch, devices, packs)) {
      return Solution{.balance = *found, .stretch = stretch};
    }
    to_v = stretch.from_v;
  }
  return std::nullopt;
}

double voltage_of(const std::optional<Solution>& solution) {
  return solution ? solution->balance.bus_v : 0;
}

// Leaves the inverter settled or tripped.
std::optional<Solution> solve_with(Inverter& inverter, Devices& devices, const SiteStep& step,
                                   std::span<const PackBus> packs) {
  const double without_v =
      inverter.stage() == InverterStage::running ? kInfinity : voltage_of(solve(devices, packs));
  devices.load_w = inverter.demand_w(step.house_w, step.allowed.load, without_v, step.dt_s);
  const std::optional<Solution> solution = solve(devices, packs);
  if (solution && !inverter.too_low(solution->balance.bus_v)) {
    inverter.settle(step.dt_s);
    return solution;
  }
  inverter.trip(step.dt_s);
  devices.load_w = 0;
  return solve(devices, packs);
}

void fill(const Devices& devices, const Solution& solution, std::span<const PackBus> packs,
          BusFlows& flows) {
  flows.bus_v = solution.balance.bus_v;
  flows.charger_a = solution.balance.charger_a;
  flows.load_a = devices.load_a(flows.bus_v);
  for (std::size_t i = 0; i < packs.size(); ++i) {
    const PackBus& pack = packs[i];
    if (!conducts(pack, solution.stretch)) continue;
    const double current_a = (flows.bus_v - pack.emf_v) * conductance(pack);
    const bool allowed = current_a > 0 ? pack.charge_path : pack.load_path;
    if (allowed) flows.pack_a[i] = current_a;
  }
}

}  // namespace

Permission in_series(std::span<const Permission> packs) {
  Permission all{.charge = !packs.empty(), .load = !packs.empty()};
  for (const Permission& pack : packs) {
    all.charge = all.charge && pack.charge;
    all.load = all.load && pack.load;
  }
  return all;
}

Permission one_signal(Permission contacts) {
  const bool both = contacts.charge && contacts.load;
  return {.charge = both, .load = both};
}

void solve_bus(Charger& charger, Inverter& inverter, const SiteStep& step,
               std::span<const PackBus> packs, BusFlows& flows) {
  flows.charger_a = 0;
  flows.load_a = 0;
  flows.bus_v = 0;
  flows.pack_a.assign(packs.size(), 0.0);
  Devices devices{.offer = charger.offer(step.solar_w, step.allowed.charge, step.dt_s),
                  .extra_a = step.allowed.load ? std::max(step.extra_load_a, 0.0) : 0.0};
  std::optional<Solution> solution = solve_with(inverter, devices, step, packs);
  if (!solution) {  // not even the extra load can be carried
    devices.extra_a = 0;
    solution = solve(devices, packs);
  }
  if (solution) fill(devices, *solution, packs, flows);
  charger.settle(flows.charger_a, flows.bus_v, step.dt_s);
}

CableCurrents cable_currents(const BusFlows& flows, std::span<const PackBus> packs,
                             std::size_t pack, bool shared_cable) {
  if (shared_cable) return {.in_a = flows.pack_a[pack], .out_a = std::nullopt};
  double siemens = 0;
  for (const PackBus& one : packs) siemens += one.charge_path ? conductance(one) : 0;
  const double in_a =
      packs[pack].charge_path ? flows.charger_a * conductance(packs[pack]) / siemens : 0;
  return {.in_a = in_a, .out_a = in_a - flows.pack_a[pack]};
}

}  // namespace cellwarden::twin
