// SPDX-License-Identifier: Apache-2.0
#include "pins.hpp"

namespace cellwarden::firmware::stm32g0 {

const Pins pins{};

Uart* data_output() { return nullptr; }
Uart* bluetooth() { return nullptr; }

}  // namespace cellwarden::firmware::stm32g0
