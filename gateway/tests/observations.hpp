// SPDX-License-Identifier: Apache-2.0
// A pack of four cells as a link sees it, for tests.
#pragma once

#include "cellwarden/gateway/status.hpp"

namespace cellwarden::gateway {

template <class Group>
Known<Group> read(Group group, core::Milliseconds at) {
  return Read<Group>{std::move(group), at};
}

inline Observation healthy(core::Milliseconds at) {
  using namespace core::literals;
  Observation seen;
  seen.currents = read(Currents{13'200_mV, 10'000_mA, 4'000_mA, 6'000_mA}, at);
  Charge charge;
  charge.soc = core::MilliPercent{50'000};
  charge.calibrated = true;
  charge.capacity = 4'000_Wh;
  charge.stored = 2'000_Wh;
  seen.charge = read(charge, at);
  seen.alarms = read(Alarms{}, at);
  RelayView allowed;
  allowed.allowed = true;
  seen.charge_relay = read(allowed, at);
  seen.load_relay = read(allowed, at);
  Setup setup;
  setup.cells = 4;
  setup.cycle = core::Cycle::slow;
  setup.mode = core::Mode::normal;
  setup.v_bypass = 3'400_mV;
  seen.setup = read(setup, at);
  SettingsView settings;
  for (const core::SettingRow& row : core::setting_rows()) settings.tell(row.id);
  seen.settings = read(settings, at);
  CellView cell;
  cell.voltage = 3'300_mV;
  cell.temperature = 20'000_mC;
  seen.cells.assign(4, read(cell, at));
  seen.newest = at;
  return seen;
}

inline Status judge_one(const Observation& seen, core::Milliseconds now) {
  const Observation* link = &seen;
  return judge(std::span{&link, 1}, now);
}

}  // namespace cellwarden::gateway
