// SPDX-License-Identifier: Apache-2.0
#include "pins.hpp"

#include <initializer_list>

#include "registers.hpp"

namespace cellwarden::firmware::stm32g0 {

namespace {

void two_bits(Register& reg, unsigned number, std::uint32_t value) {
  reg = (reg & ~(3U << (2 * number))) | value << (2 * number);
}

constexpr std::uint32_t kInput = 0, kOutput = 1, kAlternate = 2, kAnalog = 3;
constexpr std::uint32_t kNoPull = 0, kPullUp = 1;

void mode(Pin pin, std::uint32_t what, std::uint32_t pull) {
  if (!pin.exists()) return;
  two_bits(port(pin.port).pupdr, pin.number, pull);
  two_bits(port(pin.port).moder, pin.number, what);
}

// An edge either way on these wakes the board; all are on port B.
void wake_by(Pin pin) {
  if (!pin.exists()) return;
  Edges& edges = edges_block();
  Register& select = (&edges.exticr1)[pin.number / 4];
  const unsigned shift = 8 * (pin.number % 4U);
  select = (select & ~(0xFFU << shift)) | std::uint32_t{pin.port} << shift;
  edges.rtsr1 = edges.rtsr1 | 1U << pin.number;
  edges.ftsr1 = edges.ftsr1 | 1U << pin.number;
  edges.imr1 = edges.imr1 | 1U << pin.number;
}

}  // namespace

void alternate(Pin pin, std::uint32_t function) {
  Gpio& gpio = port(pin.port);
  Register& select = pin.number < 8 ? gpio.afrl : gpio.afrh;
  const unsigned shift = 4 * (pin.number % 8U);
  select = (select & ~(0xFU << shift)) | function << shift;
  mode(pin, kAlternate, kPullUp);
}

void output(Pin pin) {
  set(pin, false);
  mode(pin, kOutput, kNoPull);
}
void input(Pin pin) { mode(pin, kInput, kPullUp); }
void analog(Pin pin) { mode(pin, kAnalog, kNoPull); }

void set(Pin pin, bool high) {
  if (!pin.exists()) return;
  port(pin.port).bsrr = high ? 1U << pin.number : 1U << (pin.number + 16U);
}

bool low(Pin pin) { return pin.exists() && (port(pin.port).idr >> pin.number & 1U) == 0; }

// After reset all pins but those of the debugger are analog.
void open_pins() {
  rcc_block().iopenr = rcc_block().iopenr | rcc::kGpioA | rcc::kGpioB | rcc::kGpioC;
  for (const Pin pin :
       {pins.charge_close, pins.charge_open, pins.load_close, pins.load_open, kSensing, kResistor,
        kInfo, pins.charge_led, pins.load_led, pins.bluetooth_wake, pins.bluetooth_reset}) {
    output(pin);
  }
  for (const Pin pin : {pins.supply_falling, pins.button, pins.bank_open, pins.connected}) {
    input(pin);
    wake_by(pin);
  }
  input(pins.second_sensor);
  if (pins.switches) {
    for (std::uint8_t number = 2; number <= 9; ++number) input(pin_b(number));
  }
}

}  // namespace cellwarden::firmware::stm32g0
