// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "cellwarden/gateway/status.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;

bool stale(Milliseconds at, Milliseconds cycle, Milliseconds now) {
  return now - at > cycle * kStaleCycles;
}

bool stale(const Read<CellView>& cell, const Status& status, Milliseconds now) {
  if (status.seen.newest && stale(*status.seen.newest, status.cycle, now)) return true;
  if (!cell.value.in_turn) return stale(cell.at, status.cycle, now);
  const auto others = static_cast<std::int64_t>(status.seen.cells.size()) - 1;
  return stale(cell.at + status.cycle * others, status.cycle, now);
}

namespace {

struct Freshness {
  Milliseconds cycle;
  Milliseconds now;
};

template <class Group>
void choose(Known<Group>& chosen, const Known<Group>& offered, Freshness fresh) {
  if (!offered) return;
  const bool outdated =
      chosen && stale(chosen->at, fresh.cycle, fresh.now) && offered->at > chosen->at;
  if (!chosen || outdated) chosen = offered;
}

// Settings and identity do not grow old by the second: who told more of them is right.
void choose_settings(Known<SettingsView>& chosen, const Known<SettingsView>& offered) {
  if (!offered) return;
  if (!chosen || std::popcount(offered->value.known) > std::popcount(chosen->value.known)) {
    chosen = offered;
  }
}

void choose_identity(Known<Identity>& chosen, const Known<Identity>& offered) {
  if (offered && (!chosen || (offered->value.ours && !chosen->value.ours))) chosen = offered;
}

template <class Value>
void take(std::optional<Value>& target, const std::optional<Value>& source) {
  if (!target) target = source;
}

// A link that does not tell the capacity, the sensor, or whether a relay is closed must not hide
// what the other one tells.
void fill(Charge& charge, const Charge& other) {
  take(charge.soc, other.soc);
  take(charge.capacity, other.capacity);
  take(charge.stored, other.stored);
  take(charge.in_today, other.in_today);
  take(charge.out_today, other.out_today);
  take(charge.in_total, other.in_total);
  take(charge.out_total, other.out_total);
}

// The two were read at two moments, so only while they agree.
void fill(RelayView& relay, const RelayView& other) {
  if (relay.allowed == other.allowed) take(relay.closed, other.closed);
}

void fill(Health& health, const Health& other) {
  take(health.state_of_health, other.state_of_health);
  take(health.efficiency, other.efficiency);
  take(health.charge_cycles_hundredths, other.charge_cycles_hundredths);
  take(health.measured_capacity, other.measured_capacity);
}

void fill(Setup& setup, const Setup& other) {
  take(setup.cells, other.cells);
  take(setup.found, other.found);
  take(setup.to_confirm, other.to_confirm);
  take(setup.factory_cells, other.factory_cells);
  take(setup.sensor, other.sensor);
  take(setup.cycle, other.cycle);
  take(setup.mode, other.mode);
  take(setup.v_bypass, other.v_bypass);
  take(setup.blind_spot, other.blind_spot);
  take(setup.auto_zero, other.auto_zero);
  take(setup.second_sensor, other.second_sensor);
  take(setup.switch_8, other.switch_8);
}

template <class Group>
void choose_and_fill(Known<Group>& chosen, const Known<Group>& offered, Freshness fresh) {
  choose(chosen, offered, fresh);
  if (offered && !stale(offered->at, fresh.cycle, fresh.now)) fill(chosen->value, offered->value);
}

// What a link told before it fell silent is still so: the sensor, the mode, the cycles.
template <class Group>
void choose_lasting(Known<Group>& chosen, const Known<Group>& offered, Freshness fresh) {
  const Known<Group> before = chosen;
  choose(chosen, offered, fresh);
  if (before) fill(chosen->value, before->value);
  if (offered) fill(chosen->value, offered->value);
}

void add(Observation& all, const Observation& link, Freshness fresh) {
  choose(all.currents, link.currents, fresh);
  choose(all.sensors, link.sensors, fresh);
  choose_and_fill(all.charge, link.charge, fresh);
  // A setting: it does not grow old.
  if (link.charge) take(all.charge->value.capacity, link.charge->value.capacity);
  choose(all.alarms, link.alarms, fresh);
  choose(all.chain, link.chain, fresh);
  choose_and_fill(all.charge_relay, link.charge_relay, fresh);
  choose_and_fill(all.load_relay, link.load_relay, fresh);
  choose(all.panel, link.panel, fresh);
  choose_lasting(all.setup, link.setup, fresh);
  choose(all.clock, link.clock, fresh);
  choose_lasting(all.health, link.health, fresh);
  choose_identity(all.identity, link.identity);
  choose_settings(all.settings, link.settings);
  all.cells.resize(std::max(all.cells.size(), link.cells.size()));
  for (std::size_t i = 0; i < link.cells.size(); ++i) choose(all.cells[i], link.cells[i], fresh);
  if (all.offsets.empty()) all.offsets = link.offsets;
  if (link.newest && (!all.newest || *link.newest > *all.newest)) all.newest = link.newest;
}

}  // namespace

Observation merge(std::span<const Observation* const> links, Milliseconds cycle, Milliseconds now) {
  Observation all;
  for (const Observation* link : links) add(all, *link, {.cycle = cycle, .now = now});
  // The number of cells is what the setup says: a link that fell silent may know another one.
  if (all.setup && all.setup->value.cells && *all.setup->value.cells > 0) {
    all.cells.resize(static_cast<std::size_t>(*all.setup->value.cells));
  }
  return all;
}

}  // namespace cellwarden::gateway
