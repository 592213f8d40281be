// SPDX-License-Identifier: Apache-2.0
// Facts with the manual's own numbers, in which no warning holds and both relays may close.
#pragma once

#include "cellwarden/core/facts.hpp"

namespace cellwarden::core::test {

inline Facts manual_facts(Mode mode = Mode::normal) {
  Facts facts;
  facts.mode = mode;
  facts.communication_error = false;
  facts.pack.cell_count = 4;
  facts.pack.pack_voltage = Millivolts{13'200};
  facts.pack.cell_voltage_min = {Millivolts{3300}, 2};
  facts.pack.cell_voltage_max = {Millivolts{3310}, 3};
  facts.pack.cell_temperature_min = {MilliCelsius{24'000}, 1};
  facts.pack.cell_temperature_max = {MilliCelsius{26'000}, 4};
  facts.soc.capacity = WattHours{4000};
  facts.soc.count = count_at(facts.soc.capacity, Percent{50});
  facts.v_min = Millivolts{2700};
  facts.v_bypass = Millivolts{3400};
  facts.v_max = Millivolts{3600};
  facts.t_min = MilliCelsius{10'000};
  facts.t_max = MilliCelsius{80'000};
  facts.charge_restart = Percent{95};
  facts.discharge_restart = Percent{5};
  facts.v_min_hysteresis = Millivolts{100};
  facts.v_max_hysteresis = Millivolts{50};
  return facts;
}

}  // namespace cellwarden::core::test
