// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "pins.hpp"

namespace cellwarden::firmware::stm32g0 {

const Pins pins{.charge_led = pin_a(7),
                .load_led = pin_b(0),
                .charge_close = pin_b(12),
                .charge_open = pin_b(13),
                .load_close = pin_b(14),
                .load_open = pin_b(15),
                .supply_falling = pin_b(3),
                .button = pin_b(4),
                .bank_open = pin_b(5),
                .connected = pin_b(6),
                .bluetooth_wake = pin_b(7),
                .bluetooth_reset = pin_b(8),
                .chain_at_once = 64};

namespace {

std::array<std::uint8_t, 64> frame;
std::array<std::uint8_t, 512> heard;
std::array<std::uint8_t, 1024> said;
constinit Uart data_uart{kUsart3, {}, frame};
constinit Uart bluetooth_uart{kUsart2, heard, said};

}  // namespace

Uart* data_output() { return &data_uart; }
Uart* bluetooth() { return &bluetooth_uart; }

}  // namespace cellwarden::firmware::stm32g0
