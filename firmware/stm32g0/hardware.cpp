// SPDX-License-Identifier: Apache-2.0
// A board on an STM32G031 or STM32G071: hardware.hpp by means of the drivers beside this file.
#include "cellwarden/firmware/hardware.hpp"

#include <algorithm>
#include <array>

#include "../src/memory_test.hpp"
#include "../src/start.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/core/crc32.hpp"
#include "cellwarden/core/little_endian.hpp"
#include "clock.hpp"
#include "converter.hpp"
#include "pins.hpp"
#include "registers.hpp"
#include "store_pages.hpp"
#include "uart.hpp"

extern "C" {
extern const std::uint8_t image_begin[], image_seal[];
}

namespace cellwarden::firmware {

using core::Milliseconds;

namespace {

using stm32g0::pins;

constexpr std::uint32_t kLineBaud = 115'200, kFrameBaud = 9'600;
constexpr std::uint32_t kChainFunction = 1, kLineFunction = 1, kFrameFunction = 4;
constexpr Milliseconds kCoilPulse{30};
constexpr Milliseconds kSamplePause{5};  // five samples in 20 ms (CELL-9)
constexpr Milliseconds kDividerSettles{1};
// The program comes round at least so often, and only its coming round feeds the watchdog.
constexpr Milliseconds kLongestSleep{900};
constexpr Milliseconds kBluetoothReset{20};
constexpr Milliseconds kFar{std::int64_t{1} << 50U};

// What goes on while the program sleeps, and when it goes on.
struct Underway {
  Milliseconds coils_off{kFar};
  Milliseconds led_off{kFar};
  Milliseconds next_sample{kFar};
  Milliseconds bluetooth_off{kFar};
  unsigned samples_taken{0};
};

std::size_t store_bytes;
Woken woken;
Underway underway;
boards::Samples sampling;
std::array<std::uint8_t, 64> chain_bytes;
std::array<std::uint8_t, 256> line_bytes;
std::uint32_t inputs_seen;

constexpr std::uint32_t divisor(std::uint32_t clock, std::uint32_t baud) {
  return (clock + baud / 2) / baud;
}

void open_uarts() {
  stm32g0::Rcc& rcc = stm32g0::rcc_block();
  rcc.apbenr2 = rcc.apbenr2 | stm32g0::rcc::kUsart1;
  stm32g0::alternate(stm32g0::kChainOut, kChainFunction);
  stm32g0::alternate(stm32g0::kChainIn, kChainFunction);
  stm32g0::chain().open(divisor(stm32g0::kInternalHz, chain::kBaud));
  if (stm32g0::Uart* line = stm32g0::bluetooth()) {
    rcc.apbenr1 = rcc.apbenr1 | stm32g0::rcc::kUsart2;
    stm32g0::alternate(stm32g0::pin_a(2), kLineFunction);
    stm32g0::alternate(stm32g0::pin_a(3), kLineFunction);
    line->open(divisor(stm32g0::kInternalHz, kLineBaud));
  }
  if (stm32g0::Uart* frames = stm32g0::data_output()) {
    rcc.apbenr1 = rcc.apbenr1 | stm32g0::rcc::kUsart3;
    stm32g0::alternate(stm32g0::pin_b(2), kFrameFunction);
    frames->open(divisor(stm32g0::kProcessorHz, kFrameBaud), stm32g0::usart::kSendInverted);
  }
}

void open_interrupts() {
  // EXTI lines 2–3 and 4–15, LPTIM1, USART1, USART2, USART3 (RM0444, vector table).
  constexpr std::uint32_t kLines =
      1U << 6U | 1U << 7U | 1U << 17U | 1U << 27U | 1U << 28U | 1U << 29U;
  stm32g0::block<stm32g0::Register>(stm32g0::kInterruptEnable) = kLines;
}

// The flash holds what was built.
bool sound() {
  const std::span<const std::uint8_t> program{image_begin, image_seal};
  const std::span<const std::uint8_t> seal{image_seal, sizeof(std::uint32_t)};
  return core::crc32(program) == core::get_little_endian(seal);
}

void drive_coils(core::Pulse charge, core::Pulse load, Milliseconds now) {
  if (charge == core::Pulse::none && load == core::Pulse::none) return;
  stm32g0::set(pins.charge_close, charge == core::Pulse::close);
  stm32g0::set(pins.charge_open, charge == core::Pulse::open);
  stm32g0::set(pins.load_close, load == core::Pulse::close);
  stm32g0::set(pins.load_open, load == core::Pulse::open);
  underway.coils_off = now + kCoilPulse;
}

void coils_off() {
  for (const stm32g0::Pin pin :
       {pins.charge_close, pins.charge_open, pins.load_close, pins.load_open}) {
    stm32g0::set(pin, false);
  }
  underway.coils_off = kFar;
}

void show(std::uint8_t leds) {
  stm32g0::set(stm32g0::kInfo, (leds & kInfoLed) != 0);
  stm32g0::set(pins.charge_led, (leds & kChargeLed) != 0);
  stm32g0::set(pins.load_led, (leds & kLoadLed) != 0);
}

void drive_bluetooth(boards::Bluetooth what, Milliseconds now) {
  if (what == boards::Bluetooth::as_it_is) return;
  stm32g0::set(what == boards::Bluetooth::wake ? pins.bluetooth_wake : pins.bluetooth_reset, true);
  underway.bluetooth_off = now + kBluetoothReset;
}

void begin_sampling(Milliseconds now) {
  stm32g0::set(stm32g0::kResistor, false);  // CELL-4
  stm32g0::set(stm32g0::kSensing, true);
  underway.samples_taken = 0;
  underway.next_sample = now + kDividerSettles;
}

void take_sample(Milliseconds now) {
  stm32g0::sample(sampling, underway.samples_taken);
  ++underway.samples_taken;
  underway.next_sample = now + kSamplePause;
  if (underway.samples_taken < sampling.voltage_mv.size()) return;
  underway.next_sample = kFar;
  stm32g0::set(stm32g0::kSensing, false);
  woken.samples = sampling;
}

void go_on(Milliseconds now) {
  if (now >= underway.coils_off) coils_off();
  if (now >= underway.led_off) {
    show(0);
    underway.led_off = kFar;
  }
  if (now >= underway.bluetooth_off) {
    stm32g0::set(pins.bluetooth_wake, false);
    stm32g0::set(pins.bluetooth_reset, false);
    underway.bluetooth_off = kFar;
  }
  if (now >= underway.next_sample) take_sample(now);
}

core::SwitchPositions switches() {
  constexpr unsigned kFirst = 2;
  if (!pins.switches) return 0;
  return static_cast<core::SwitchPositions>(~stm32g0::port(1).idr >> kFirst);
}

std::uint32_t inputs() {
  return (stm32g0::low(pins.supply_falling) ? 1U : 0U) | (stm32g0::low(pins.button) ? 2U : 0U) |
         (stm32g0::low(pins.bank_open) ? 4U : 0U) | (stm32g0::low(pins.connected) ? 8U : 0U) |
         std::uint32_t{switches()} << 8U;
}

bool anything_to_do(Milliseconds now, Milliseconds wake_at) {
  const stm32g0::Uart* line = stm32g0::bluetooth();
  return now >= wake_at || woken.samples || stm32g0::chain().anything_received() ||
         (line != nullptr && line->anything_received()) || inputs() != inputs_seen;
}

bool may_stop() {
  const stm32g0::Uart* line = stm32g0::bluetooth();
  const stm32g0::Uart* frames = stm32g0::data_output();
  return !stm32g0::chain().busy() && (line == nullptr || !line->busy()) &&
         (frames == nullptr || !frames->busy());
}

// Interrupts are held back between the last look and the sleep; a pending one ends it all the same.
Milliseconds wait(Milliseconds wake_at) {
  for (;;) {
    const Milliseconds now = stm32g0::now();
    go_on(now);
    if (anything_to_do(now, wake_at)) return now;
    const Milliseconds next = std::min({wake_at, underway.coils_off, underway.led_off,
                                        underway.next_sample, underway.bluetooth_off});
    asm volatile("cpsid i" ::: "memory");
    if (!anything_to_do(now, wake_at)) stm32g0::sleep_until(next, may_stop());
    asm volatile("cpsie i" ::: "memory");
  }
}

void look(Milliseconds now, core::SensorRange range) {
  woken.now = now;
  woken.chain = stm32g0::chain().receive(std::span{chain_bytes}.first(pins.chain_at_once));
  if (stm32g0::Uart* line = stm32g0::bluetooth()) woken.line = line->receive(line_bytes);
  inputs_seen = inputs();
  woken.switches = switches();
  woken.supply_falling = stm32g0::low(pins.supply_falling);
  woken.button = stm32g0::low(pins.button);
  woken.bank_open = stm32g0::low(pins.bank_open);
  woken.connected = stm32g0::low(pins.connected);
  if (!pins.in_channel) return;
  boards::CurrentSamples& currents = woken.currents.emplace();
  currents.in = stm32g0::current(*pins.in_channel, range);
  if (stm32g0::low(pins.second_sensor)) currents.out = stm32g0::current(*pins.out_channel, range);
}

// Before there is a clock: the crystal may take two seconds.
void open_both_relays() {
  stm32g0::set(pins.charge_open, true);
  stm32g0::set(pins.load_open, true);
  // A turn takes at least three clocks, so this is at least kCoilPulse.
  for (std::uint32_t i = 0; i < stm32g0::kProcessorHz / 100; ++i) asm volatile("nop");
  coils_off();
}

// A test has failed, or the flow is not complete: coils open, and the watchdog resets the board.
[[noreturn]] void fail() {
  asm volatile("cpsid i" ::: "memory");
  open_both_relays();
  for (;;) asm volatile("" ::: "memory");
}

}  // namespace

const Woken& power_up(const core::StoreGeometry& store) {
  store_bytes = store.page_size == 0 ? 0 : core::store_size(store);
  stm32g0::open_pins();
  open_both_relays();
  while (!sound() || store_bytes > stm32g0::store_pages().size()) asm volatile("wfi");
  stm32g0::start_clock();
  stm32g0::start_watchdog();
  stm32g0::start_converter();
  open_uarts();
  open_interrupts();
  woken = {};
  look(stm32g0::now(), {});
  return woken;
}

std::span<const std::uint8_t> memory() { return stm32g0::store_pages().first(store_bytes); }

void change_memory(const core::Operation& change) { stm32g0::carry_out(change); }

void send_chain(std::span<const std::uint8_t> bytes) { stm32g0::chain().send(bytes); }
void send_frame(std::span<const std::uint8_t> bytes) {
  if (stm32g0::Uart* frames = stm32g0::data_output()) frames->send(bytes);
}
void send_line(std::span<const std::uint8_t> bytes) {
  if (stm32g0::Uart* line = stm32g0::bluetooth()) line->send(bytes);
}

void sleep(const Wanted& wanted, boards::Flow& flow) {
  // Once a cycle, and not while a message passes.
  if (woken.samples && !test_memory_slice()) fail();
  flow.did(boards::Duty::memory_tested);
  if (!stack_intact()) fail();
  flow.did(boards::Duty::stack_checked);
  if (!flow.complete()) fail();
  const Milliseconds now = stm32g0::now();
  drive_coils(wanted.charge, wanted.load, now);
  drive_bluetooth(wanted.bluetooth, now);
  show(wanted.leds);
  underway.led_off = wanted.led_until > now && !wanted.bypass ? wanted.led_until : kFar;
  const bool pausing = underway.next_sample != kFar;
  if (wanted.sample_now) {
    begin_sampling(now);
  } else {
    stm32g0::set(stm32g0::kResistor, wanted.bypass && !pausing);
  }
  stm32g0::feed_watchdog();
  woken = {};
  const Milliseconds latest = std::min(wanted.wake_at, now + kLongestSleep);
  look(wait(latest), wanted.sensor_range);
  flow.begin();
}

}  // namespace cellwarden::firmware

// Interrupt handlers, named by the vector table in start.cpp.
extern "C" {
void timer_ticked() { cellwarden::firmware::stm32g0::timer_interrupt(); }
void chain_moved() { cellwarden::firmware::stm32g0::chain().interrupt(); }
void line_moved() {
  if (auto* line = cellwarden::firmware::stm32g0::bluetooth()) line->interrupt();
}
void frame_moved() {
  if (auto* frames = cellwarden::firmware::stm32g0::data_output()) frames->interrupt();
}
void input_moved() {
  auto& edges = cellwarden::firmware::stm32g0::edges_block();
  constexpr std::uint32_t kAllLines = 0xFFFF;
  edges.rpr1 = kAllLines;
  edges.fpr1 = kAllLines;
}
}
