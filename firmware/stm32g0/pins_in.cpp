// SPDX-License-Identifier: Apache-2.0
#include "pins.hpp"

namespace cellwarden::firmware::stm32g0 {

// Sensors on PA7 (J1) and PB0 (J2), whose plug pulls PB1 down.
const Pins pins{.second_sensor = pin_b(1), .switches = true, .in_channel = 7U, .out_channel = 8U};

Uart* data_output() { return nullptr; }
Uart* bluetooth() { return nullptr; }

}  // namespace cellwarden::firmware::stm32g0
