// SPDX-License-Identifier: Apache-2.0
// What a board's program needs of its microcontroller. Each target brings these functions;
// registers appear in its folder and nowhere else, and nothing behind this header decides about a
// battery.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/boards/flow.hpp"
#include "cellwarden/boards/in_board.hpp"
#include "cellwarden/boards/monitor.hpp"
#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/core/store.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::firmware {

// The pages of a small microcontroller.
inline constexpr core::StoreGeometry kInBoardMemory{
    .page_size = 2048, .pages_per_copy = 2, .program_unit = 8};
inline constexpr core::StoreGeometry kOutBoardMemory{
    .page_size = 2048, .pages_per_copy = 8, .program_unit = 8};

inline constexpr std::size_t kLineRoom = 512;  // bytes that the Bluetooth module takes at once

// What the board finds when it wakes. There is one, which each sleep overwrites, to spare the
// stack.
struct Woken {
  core::Milliseconds now;               // since power-up
  std::span<const std::uint8_t> chain;  // bytes that came
  std::span<const std::uint8_t> line;   // from the Bluetooth module
  std::optional<boards::Samples> samples;
  std::optional<boards::CurrentSamples> currents;
  core::SwitchPositions switches{0};
  bool connected{false};
  bool button{false};
  bool supply_falling{false};
  bool bank_open{false};
};

// LEDs as bits.
inline constexpr std::uint8_t kInfoLed = 1;
inline constexpr std::uint8_t kChargeLed = 2;
inline constexpr std::uint8_t kLoadLed = 4;

// What the board wants done before it sleeps.
struct Wanted {
  core::Milliseconds wake_at;    // at the latest; sooner when bytes come or a contact moves
  core::Milliseconds led_until;  // a flash ends then, by a timer
  std::uint8_t leds{0};
  bool sample_now{false};
  bool bypass{false};
  core::Pulse charge{core::Pulse::none};
  core::Pulse load{core::Pulse::none};
  boards::Bluetooth bluetooth{boards::Bluetooth::as_it_is};
  core::SensorRange sensor_range{core::SensorRange::a100};  // what full scale of a sensor means
};

// Clocks, UARTs, outputs off. Returns with the clock at the moment of power-up. If the flash does
// not hold the program that was built, it pulses both coils open, where there are coils, and stands
// still: it never returns. A target whose clock takes long to start pulses them open before it.
const Woken& power_up(const core::StoreGeometry& store);

// The memory of the store as it is now; empty on a cell board.
std::span<const std::uint8_t> memory();

// Erases or programs it; at most once between two sleeps.
void change_memory(const core::Operation& change);

void send_chain(std::span<const std::uint8_t> bytes);
void send_frame(std::span<const std::uint8_t> bytes);  // on the data output
void send_line(std::span<const std::uint8_t> bytes);   // to the Bluetooth module

// Does what is wanted, tests a piece of the memory and the stack's end, and feeds the watchdog if
// that completes the flow. Then it sleeps until there is something to do: the one Woken says what,
// and a new flow begins with it. If a test fails or the flow is not complete it never returns: it
// pulses both coils open, where there are coils, and the watchdog resets the board (OUT-6).
void sleep(const Wanted& wanted, boards::Flow& flow);

}  // namespace cellwarden::firmware
