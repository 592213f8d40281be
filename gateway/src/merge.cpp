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
  if (!chosen) {
    chosen = offered;
  } else if (stale(chosen->at, fresh.cycle, fresh.now) && offered->at > chosen->at) {
    chosen = offered;
  }
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

// A link that does not tell the sensor or the mode must not hide what the other one tells.
void fill(Setup& setup, const Setup& other) {
  const auto take = [](auto& target, const auto& source) {
    if (!target) target = source;
  };
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

void add(Observation& all, const Observation& link, Freshness fresh) {
  choose(all.currents, link.currents, fresh);
  choose(all.sensors, link.sensors, fresh);
  choose(all.charge, link.charge, fresh);
  choose(all.alarms, link.alarms, fresh);
  choose(all.chain, link.chain, fresh);
  choose(all.charge_relay, link.charge_relay, fresh);
  choose(all.load_relay, link.load_relay, fresh);
  choose(all.panel, link.panel, fresh);
  choose(all.setup, link.setup, fresh);
  if (all.setup && link.setup) fill(all.setup->value, link.setup->value);
  choose(all.clock, link.clock, fresh);
  choose(all.health, link.health, fresh);
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
