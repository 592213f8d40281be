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

void Invariants::broken(int pack, WorldTime time, std::string sentence) {
  if (violations_.size() >= kMostViolations) return;
  violations_.push_back(
      {.time_s = seconds_of(time), .pack = pack, .sentence = std::move(sentence)});
}

// No relay is told to be closed while an OFF row holds (CH-1…CH-5, LD-1…LD-4), nor is its contact
// closed 10 ms later, unless a fault of the scenario holds it.
void Invariants::check_relays(const Judged& judged) {
  const boards::OutBoard& out = judged.out;
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
    broken(judged.pack, judged.time,
           "the charge relay is closed although an OFF row holds (CH-1…CH-5)");
  }
  if (load_off && state.load.closed) {
    broken(judged.pack, judged.time,
           "the load relay is closed although an OFF row holds (LD-1…LD-4)");
  }
  if (judged.faulty) return;
  const auto stays_closed = [](const RelayModel& relay, bool wanted) {
    return relay.closed && !wanted && relay.moves_at == kNever;
  };
  if (stays_closed(judged.charge, state.charge.closed)) {
    broken(judged.pack, judged.time,
           "the charge contact is closed although the board wants it open (RELAY-2)");
  }
  if (stays_closed(judged.load, state.load.closed)) {
    broken(judged.pack, judged.time,
           "the load contact is closed although the board wants it open (RELAY-2)");
  }
}

// closed in guarded ⇒ closed in exact (RELAY-0)
void Invariants::check_exact(const Judged& judged) {
  const boards::OutBoard& out = judged.out;
  const core::State& state = out.state;
  const auto index = static_cast<std::size_t>(judged.pack - 1);
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
    broken(judged.pack, judged.time,
           "the charge relay is closed where the tables' letter has it open (RELAY-0)");
  }
  if (state.load.closed && !shadow.load.closed) {
    broken(judged.pack, judged.time,
           "the load relay is closed where the tables' letter has it open (RELAY-0)");
  }
}

// A resistor that carries current belongs to a cell at or above V-bypass − 10 mV (CELL-3).
void Invariants::check_bypass(const Judged& judged, int cell, const boards::Monitor& monitor) {
  const std::int32_t threshold =
      monitor.v_bypass ? monitor.v_bypass->count() - kBypassHysteresisMv : INT32_MAX;
  if (monitor.reading.voltage.count() >= threshold) return;
  broken(judged.pack, judged.time,
         "cell " + std::to_string(cell) + " bypasses below its threshold (CELL-3)");
}

// SOC-1: 0…100 %, and what is shown is the truncated count.
void Invariants::check_soc(const Judged& judged) {
  const core::StateOfCharge& soc = judged.out.state.soc;
  if (soc.count >= core::SocCount{} && soc.count <= core::full_count(soc.capacity)) return;
  broken(judged.pack, judged.time, "the SOC is outside 0…100 % (SOC-1)");
}

// The pack voltage is the sum of the cells' voltages.
void Invariants::check_pack_sum(const Judged& judged) {
  const core::State& state = judged.out.state;
  if (!state.status.known || state.communication.last_good != judged.out.judged) return;
  std::int64_t sum = 0;
  for (int i = 0; i < state.status.pack.cell_count; ++i) {
    sum += state.cells[static_cast<std::size_t>(i)].voltage.count();
  }
  if (sum == state.status.pack.pack_voltage.count()) return;
  broken(judged.pack, judged.time, "the pack voltage is not the sum of its cells");
}

void Invariants::check(const PackBench& pack, WorldTime time, const FaultBook& faults) {
  const Judged judged{.pack = pack.number(),
                      .time = time,
                      .out = pack.out_board(),
                      .charge = pack.relay(core::Relay::charge),
                      .load = pack.relay(core::Relay::load),
                      .faulty = faults.any_active(pack.number())};
  check_relays(judged);
  check_exact(judged);
  check_soc(judged);
  check_pack_sum(judged);
  for (int cell = 1; cell <= pack.plan().cells; ++cell) {
    const auto index = static_cast<std::size_t>(cell - 1);
    if (pack.resistor(index)) check_bypass(judged, cell, pack.monitor(index));
  }
}

void Invariants::check_balances(const PackBench& pack, WorldTime time) {
  const PackRecord& record = pack.record();
  for (int i = 0; i < pack.plan().cells; ++i) {
    const auto index = static_cast<std::size_t>(i);
    check_balance(pack.number(), time, i + 1,
                  {.capacity_ah = pack.plant().capacity_ah(i),
                   .charge_begin_ah = record.charge_begin_ah[index],
                   .charge_ah = pack.plant().charge_ah(i),
                   .stored_begin_j = record.stored_begin_j[index],
                   .totals = pack.plant().totals(i)});
  }
}

// docs/twin/cell-model.md has the two formulae; what does not close is an error of the twin.
void Invariants::check_balance(int pack, WorldTime time, int cell, const CellAccount& account) {
  const CellTotals& t = account.totals;
  const double charge =
      (account.charge_ah - account.charge_begin_ah) * kSecondsPerHour -
      (t.pack_as - t.bypass_as - t.drain_as - t.extra_drain_as - t.self_discharge_as);
  const double energy =
      t.stored_j - account.stored_begin_j - (t.pack_j - t.bypass_j - t.drain_j - t.heat_j);
  const double capacity_as = account.capacity_ah * kSecondsPerHour;
  const double volts = 3.3;
  // Written so that no number at all is an error too.
  if (!(std::fabs(charge) <= kBalanceTolerance * capacity_as)) {
    broken(pack, time, "the charge of cell " + std::to_string(cell) + " does not balance");
  }
  if (!(std::fabs(energy) <= kEnergyTolerance * capacity_as * volts)) {
    broken(pack, time, "the energy of cell " + std::to_string(cell) + " does not balance");
  }
}

}  // namespace cellwarden::twin
