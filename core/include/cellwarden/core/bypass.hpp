// SPDX-License-Identifier: Apache-2.0
// The resistor of about 1 A on each board that balances its cell. Decided on the cell's own board.
#pragma once

#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

struct Bypass {
  bool on{false};
  bool hot{false};  // CELL-5: off until the board has cooled down
};

// Judges one reading of the board: on at V-bypass, off below V-bypass − 10 mV (CELL-3), and off
// from 70 °C until below 60 °C (CELL-5). Returns whether it is on now.
bool judge_bypass(Bypass& bypass, Millivolts voltage, MilliCelsius temperature,
                  Millivolts v_bypass);

// For three cycles nobody has said what V-bypass is: off, and on again only at V-bypass (CELL-3).
// A hot board stays hot.
void release_bypass(Bypass& bypass);

}  // namespace cellwarden::core
