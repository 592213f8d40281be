// SPDX-License-Identifier: Apache-2.0
// Which pin does what on which board. Each image links one of pins_in.cpp, pins_cell.cpp,
// pins_out.cpp; README.md draws the circuits behind the pins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "uart.hpp"

namespace cellwarden::firmware::stm32g0 {

// Port 0 is A; none: the board has no such thing.
struct Pin {
  std::uint8_t port{0xFF};
  std::uint8_t number{0};
  [[nodiscard]] constexpr bool exists() const { return port != 0xFF; }
};
constexpr Pin pin_a(std::uint8_t number) { return {.port = 0, .number = number}; }
constexpr Pin pin_b(std::uint8_t number) { return {.port = 1, .number = number}; }

// On every board.
inline constexpr Pin kChainOut = pin_a(9), kChainIn = pin_a(10);  // USART1
inline constexpr Pin kSensing = pin_a(4);   // feeds divider and thermistor while they are sampled
inline constexpr Pin kResistor = pin_a(5);  // high: the bypass carries current
inline constexpr Pin kInfo = pin_a(6);      // LEDs: high is lit
inline constexpr unsigned kCellChannel = 0, kThermistorChannel = 1;  // PA0, PA1

// Only where they are. Inputs have pull-ups, and are low when what they tell is so.
struct Pins {
  Pin charge_led{}, load_led{};
  Pin charge_close{}, charge_open{}, load_close{}, load_open{};  // high drives the coil
  Pin supply_falling{}, button{}, bank_open{}, connected{};
  Pin bluetooth_wake{}, bluetooth_reset{};
  Pin second_sensor{};
  std::size_t chain_at_once{1};  // bytes of the chain that the program takes in one step
  bool switches{false};          // 1…8 on PB2…PB9, low is ON
  std::optional<unsigned> in_channel{}, out_channel{};  // current sensors
};
extern const Pins pins;

// nullptr: the board has no such output.
Uart* data_output();
Uart* bluetooth();

void alternate(Pin pin, std::uint32_t function);
void output(Pin pin);  // low
void input(Pin pin);   // with pull-up
void analog(Pin pin);
void set(Pin pin, bool high);
bool low(Pin pin);

// All of the above, as they are when nothing is wanted.
void open_pins();

}  // namespace cellwarden::firmware::stm32g0
