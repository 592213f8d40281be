// SPDX-License-Identifier: Apache-2.0
// The 12-bit converter, each value the mean of 16 conversions. Its own supply is what it measures
// against, so it measures the internal reference too and corrects by what the factory found
// (CELL-8).
#pragma once

#include <cstdint>

#include "cellwarden/boards/monitor.hpp"
#include "cellwarden/core/sensors.hpp"

namespace cellwarden::firmware::stm32g0 {

void start_converter();

// One of five samples of a sampling (CELL-9); the fifth brings temperature and reference too.
void sample(boards::Samples& samples, unsigned number);

// A sensor gives half of the supply at 0 A, and three eighths more or less of it at its range.
core::Milliamps current(unsigned channel, core::SensorRange range);

}  // namespace cellwarden::firmware::stm32g0
