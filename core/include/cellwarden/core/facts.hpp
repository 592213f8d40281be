// SPDX-License-Identifier: Apache-2.0
// All that the warnings and the relay rules may look at: what the pack says now, and the limits.
#pragma once

#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/pack_reading.hpp"
#include "cellwarden/core/soc.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

struct Facts {
  Mode mode{Mode::normal};
  bool communication_error{true};  // E
  std::int32_t messages_missed{0};
  CellNumber invalid_cell{0};  // the one that made the newest message not good, if one did
  PackReading pack;
  StateOfCharge soc;
  Millivolts v_min;
  Millivolts v_bypass;
  Millivolts v_max;
  MilliCelsius t_min;
  MilliCelsius t_max;
  Percent charge_restart;
  Percent discharge_restart;
  Millivolts v_min_hysteresis;
  Millivolts v_max_hysteresis;
};

}  // namespace cellwarden::core
