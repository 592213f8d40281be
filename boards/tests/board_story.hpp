// SPDX-License-Identifier: Apache-2.0
// What the tests of the boards give them: samples of a cell, and a memory that does as it is told.
#pragma once

#include <cstdint>

#include "cellwarden/boards/monitor.hpp"

namespace cellwarden::boards::test {

inline constexpr core::Millivolts kReference{1224};

// Five equal samples, and a converter that is right.
inline Samples samples_of(core::Millivolts voltage,
                          core::MilliCelsius temperature = core::MilliCelsius{20'000}) {
  Samples samples{.temperature_mc = temperature.count(),
                  .reference = kReference,
                  .reference_nominal = kReference};
  samples.voltage_mv.fill(voltage.count());
  return samples;
}

}  // namespace cellwarden::boards::test
