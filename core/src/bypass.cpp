// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/bypass.hpp"

namespace cellwarden::core {

using namespace literals;

bool judge_bypass(Bypass& bypass, Millivolts voltage, MilliCelsius temperature,
                  Millivolts v_bypass) {
  // CELL-5
  if (temperature >= 70_C) bypass.hot = true;
  if (temperature < 60_C) bypass.hot = false;
  // CELL-3
  if (voltage >= v_bypass) bypass.on = true;
  if (voltage < v_bypass - 10_mV) bypass.on = false;
  if (bypass.hot) bypass.on = false;
  return bypass.on;
}

void release_bypass(Bypass& bypass) { bypass.on = false; }

}  // namespace cellwarden::core
