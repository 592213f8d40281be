// SPDX-License-Identifier: Apache-2.0
#include "invariants.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace cellwarden::twin {

namespace {

constexpr std::size_t kMostViolations = 100;
constexpr std::int32_t kBypassHysteresisMv = 10;
constexpr double kSecondsPerHour = 3600;
constexpr double kBalanceTolerance = 1e-9;  // of the capacity
constexpr double kEnergyTolerance = 1e-9;   // of capacity × 3.3 V

struct Extremes {
  std::int32_t v_min{INT32_MAX};
  std::int32_t v_max{INT32_MIN};
  std::int32_t v_lowest_full{INT32_MAX};
  std::int32_t t_min{INT32_MAX};
  std::int32_t t_max{INT32_MIN};
};

Extremes extremes_of(const core::State& state) {
  Extremes found;
  for (int i = 0; i < state.status.pack.cell_count; ++i) {
    const core::CellReading& cell = state.cells[static_cast<std::size_t>(i)];
    found.v_min = std::min(found.v_min, cell.voltage.count());
    found.v_max = std::max(found.v_max, cell.voltage.count());
    found.t_min = std::min(found.t_min, cell.temperature.count());
    found.t_max = std::max(found.t_max, cell.temperature.count());
  }
  return found;
}

core::Facts facts_of(const boards::OutBoard& out) {
  const core::State& state = out.state;
  const core::Settings& settings = out.settings;
  core::Facts facts;
  facts.mode = out.head.options.mode;
  facts.communication_error = state.communication.error || state.cell_count_differs;
  facts.pack = state.status.pack;
  facts.soc = state.soc;
  facts.v_min = settings.v_min;
  facts.v_bypass = out.head.options.v_bypass;
  facts.v_max = settings.v_max;
  facts.t_min = settings.t_min;
  facts.t_max = settings.t_max;
  facts.charge_restart = settings.charge_restart;
  facts.discharge_restart = settings.discharge_restart;
  return facts;
}

}  // namespace

void Invariants::broken(const PackBench& pack, WorldTime time, std::string sentence) {
  if (violations_.size() >= kMostViolations) return;
  violations_.push_back(
      {.time_s = seconds_of(time), .pack = pack.number(), .sentence = std::move(sentence)});
}

// No relay is told to be closed while an OFF row holds (CH-1…CH-5, LD-1…LD-4), nor is its contact
// closed 10 ms later, unless a fault of the scenario holds it.
void Invariants::check_relays(const PackBench& pack, WorldTime time, const FaultBook& faults) {
  const boards::OutBoard& out = pack.out_board();
  const core::State& state = out.state;
  const core::Settings& settings = out.settings;
  const bool good = state.communication.last_good == out.judged;
  const bool e = state.communication.error || state.cell_count_differs;
  bool charge_off = e;
  bool load_off = e;
  if (good) {
    const Extremes cells = extremes_of(state);
    const std::int32_t v_bypass = out.head.options.v_bypass.count();
    const bool normal = out.head.options.mode == core::Mode::normal;
    const bool temperature =
        cells.t_min < settings.t_min.count() || cells.t_max > settings.t_max.count();
    charge_off = charge_off || cells.v_max >= settings.v_max.count() ||
                 (normal && cells.v_min >= v_bypass) || temperature;
    load_off = load_off || cells.v_min <= settings.v_min.count() || temperature;
  }
  if (charge_off && state.charge.closed) {
    broken(pack, time, "the charge relay is closed although an OFF row holds (CH-1…CH-5)");
  }
  if (load_off && state.load.closed) {
    broken(pack, time, "the load relay is closed although an OFF row holds (LD-1…LD-4)");
  }
  if (faults.any_active(pack.number())) return;
  const auto contact = [&](core::Relay which, bool closed) {
    const RelayModel& relay = pack.relay(which);
    return relay.target && !closed && relay.moves_at == kNever;
  };
  if (contact(core::Relay::charge, state.charge.closed)) {
    broken(pack, time, "the charge contact is closed although the board wants it open (RELAY-2)");
  }
  if (contact(core::Relay::load, state.load.closed)) {
    broken(pack, time, "the load contact is closed although the board wants it open (RELAY-2)");
  }
}

// closed in guarded ⇒ closed in exact (RELAY-0)
void Invariants::check_exact(const PackBench& pack, WorldTime time) {
  const boards::OutBoard& out = pack.out_board();
  const core::State& state = out.state;
  const auto index = static_cast<std::size_t>(pack.number() - 1);
  if (shadows_.size() <= index) shadows_.resize(index + 1);
  Shadow& shadow = shadows_[index];
  if (*out.judged < shadow.judged) shadow = {};  // the board came up anew, with both relays open
  shadow.judged = *out.judged;
  const core::Facts facts = facts_of(out);
  core::Evidence evidence = core::Evidence::good_message;
  if (facts.communication_error || state.communication.last_good != out.judged) {
    evidence = core::Evidence::nothing;
  }
  core::RelayPolicy policy;
  policy.profile = core::Profile::exact;
  policy.hold_open = out.hold_charge_open || out.supply_falling;
  core::judge_relay(shadow.charge, core::charge_table(), facts, evidence, policy, *out.judged);
  policy.hold_open = out.hold_load_open || out.supply_falling;
  core::judge_relay(shadow.load, core::load_table(), facts, evidence, policy, *out.judged);
  if (state.charge.closed && !shadow.charge.closed) {
    broken(pack, time, "the charge relay is closed where the tables' letter has it open (RELAY-0)");
  }
  if (state.load.closed && !shadow.load.closed) {
    broken(pack, time, "the load relay is closed where the tables' letter has it open (RELAY-0)");
  }
}

// A resistor that carries current belongs to a cell at or above V-bypass − 10 mV (CELL-3).
void Invariants::check_bypass(const PackBench& pack, WorldTime time) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(pack.plan().cells); ++i) {
    if (!pack.resistor(i)) continue;
    const boards::Monitor& monitor = pack.monitor(i);
    const std::int32_t threshold =
        monitor.v_bypass ? monitor.v_bypass->count() - kBypassHysteresisMv : INT32_MAX;
    if (monitor.reading.voltage.count() >= threshold) continue;
    broken(pack, time, "cell " + std::to_string(i + 1) + " bypasses below its threshold (CELL-3)");
  }
}

// SOC-1: 0…100 %, and what is shown is the truncated count.
void Invariants::check_soc(const PackBench& pack, WorldTime time) {
  const core::StateOfCharge& soc = pack.out_board().state.soc;
  if (soc.count >= core::SocCount{} && soc.count <= core::full_count(soc.capacity)) return;
  broken(pack, time, "the SOC is outside 0…100 % (SOC-1)");
}

// The pack voltage is the sum of the cells' voltages.
void Invariants::check_pack_sum(const PackBench& pack, WorldTime time) {
  const core::State& state = pack.out_board().state;
  if (!state.status.known || state.communication.last_good != pack.out_board().judged) return;
  std::int64_t sum = 0;
  for (int i = 0; i < state.status.pack.cell_count; ++i) {
    sum += state.cells[static_cast<std::size_t>(i)].voltage.count();
  }
  if (sum == state.status.pack.pack_voltage.count()) return;
  broken(pack, time, "the pack voltage is not the sum of its cells");
}

void Invariants::check(const PackBench& pack, WorldTime time, const FaultBook& faults) {
  check_relays(pack, time, faults);
  check_exact(pack, time);
  check_bypass(pack, time);
  check_soc(pack, time);
  check_pack_sum(pack, time);
}

// docs/twin/cell-model.md has the two formulae; what does not close is an error of the twin.
void Invariants::check_balances(const PackBench& pack, WorldTime time) {
  const PackRecord& record = pack.record();
  for (int i = 0; i < pack.plan().cells; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const CellTotals t = pack.plant().totals(i);
    const double charge =
        (pack.plant().charge_ah(i) - record.charge_begin_ah[index]) * kSecondsPerHour -
        (t.pack_as - t.bypass_as - t.drain_as - t.extra_drain_as - t.self_discharge_as);
    const double energy =
        t.stored_j - record.stored_begin_j[index] - (t.pack_j - t.bypass_j - t.drain_j - t.heat_j);
    const double capacity_as = pack.plant().capacity_ah(i) * kSecondsPerHour;
    const double volts = 3.3;
    if (std::fabs(charge) > kBalanceTolerance * capacity_as) {
      broken(pack, time, "the charge of cell " + std::to_string(i + 1) + " does not balance");
    }
    if (std::fabs(energy) > kEnergyTolerance * capacity_as * volts) {
      broken(pack, time, "the energy of cell " + std::to_string(i + 1) + " does not balance");
    }
  }
}

}  // namespace cellwarden::twin
