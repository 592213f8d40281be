// SPDX-License-Identifier: Apache-2.0
// The program of the OUT board: it wires boards/out_board.hpp to the hardware.
#include <array>
#include <cstddef>
#include <new>

#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/firmware/hardware.hpp"

using namespace cellwarden;
using boards::Duty;

namespace {

// Made in place: a copy of it on the stack would be the deepest that the stack ever holds.
alignas(boards::OutBoard) std::array<std::byte, sizeof(boards::OutBoard)> room_of_board;
std::array<std::uint8_t, firmware::kLineRoom> line;

std::uint8_t led_bits(const boards::OutLeds& leds) {
  unsigned bits = leds.info ? firmware::kInfoLed : 0U;
  if (leds.charge) bits |= firmware::kChargeLed;
  if (leds.load) bits |= firmware::kLoadLed;
  return static_cast<std::uint8_t>(bits);
}

void run(boards::OutBoard& board, const firmware::Woken& woken, firmware::Wanted& wanted,
         boards::Flow& flow) {
  flow.did(Duty::woken);
  const boards::OutBoardInputs inputs{.chain = woken.chain,
                                      .line = woken.line,
                                      .connected = woken.connected,
                                      .samples = {},
                                      .button = woken.button,
                                      .supply_falling = woken.supply_falling,
                                      .bank_open = woken.bank_open,
                                      .memory = firmware::memory()};
  const std::span<std::uint8_t> room = std::span{line}.first(woken.connected ? line.size() : 0);
  const boards::OutBoardOutputs outputs = boards::step(board, inputs, room, woken.now);
  flow.did(Duty::stepped);
  if (outputs.frame) firmware::send_frame(*outputs.frame);
  firmware::send_line(room.first(outputs.line_written));
  flow.did(Duty::sent);
  if (outputs.operation) firmware::change_memory(*outputs.operation);
  flow.did(Duty::kept);
  wanted.wake_at = outputs.wake_at;
  wanted.led_until = board.flash_until;
  wanted.leds = led_bits(boards::leds(board, woken.now));
  wanted.sample_now = outputs.sample_now;
  wanted.bypass = outputs.bypass;
  wanted.charge = outputs.charge;
  wanted.load = outputs.load;
  wanted.bluetooth = outputs.bluetooth;
  flow.did(Duty::wanted);
}

// Samples alone are no reason to do anything else: they are judged with the next message.
void take(boards::OutBoard& board, const firmware::Woken& woken, firmware::Wanted& wanted,
          boards::Flow& flow) {
  flow.did(Duty::woken);
  boards::take_samples(board.monitor, *woken.samples, woken.now);
  flow.did(Duty::stepped);
  flow.did(Duty::sent);  // samples alone say nothing and keep nothing
  flow.did(Duty::kept);
  wanted = {.wake_at = wanted.wake_at,
            .led_until = wanted.led_until,
            .leds = led_bits(boards::leds(board, woken.now)),
            .bypass = boards::resistor_on(board.monitor)};
  flow.did(Duty::wanted);
}

}  // namespace

int main() {
  const firmware::Woken& woken = firmware::power_up(firmware::kOutBoardMemory);
  boards::OutBoard& board = *new (room_of_board.data()) boards::OutBoard{boards::power_up_out_board(
      firmware::kOutBoardMemory, firmware::memory(), woken.button, woken.now)};
  firmware::Wanted wanted{.wake_at = woken.now, .led_until = woken.now};
  boards::Flow flow = boards::Flow::powered_up();
  for (;;) {
    firmware::sleep(wanted, flow);
    if (woken.samples) {
      take(board, woken, wanted, flow);
    } else {
      run(board, woken, wanted, flow);
    }
  }
}
