// SPDX-License-Identifier: Apache-2.0
// The program of the IN board: it wires boards/in_board.hpp to the hardware.
#include <array>
#include <cstddef>
#include <new>

#include "cellwarden/boards/in_board.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/firmware/hardware.hpp"

using namespace cellwarden;
using boards::Duty;

namespace {

// Made in place: a copy of it on the stack would be the deepest that the stack ever holds.
alignas(boards::InBoard) std::array<std::byte, sizeof(boards::InBoard)> room_of_board;
std::array<std::uint8_t, chain::message_bytes(1)> out;

void run(boards::InBoard& board, const firmware::Woken& woken, firmware::Wanted& wanted,
         boards::Flow& flow) {
  flow.did(Duty::woken);
  const boards::InBoardInputs inputs{.switches = woken.switches,
                                     .samples = woken.samples,
                                     .currents = woken.currents,
                                     .memory = firmware::memory()};
  const boards::InBoardOutputs outputs = boards::step(board, inputs, out, woken.now);
  flow.did(Duty::stepped);
  firmware::send_chain(std::span{out}.first(outputs.written));
  flow.did(Duty::sent);
  if (outputs.operation) firmware::change_memory(*outputs.operation);
  flow.did(Duty::kept);
  wanted.wake_at = outputs.wake_at;
  wanted.led_until = outputs.led_until;
  wanted.leds = boards::led(board, woken.now) ? firmware::kInfoLed : std::uint8_t{0};
  wanted.sample_now = outputs.sample_now;
  wanted.bypass = outputs.bypass;
  wanted.sensor_range = board.kept.factory.sensor;
  flow.did(Duty::wanted);
}

}  // namespace

int main() {
  const firmware::Woken& woken = firmware::power_up(firmware::kInBoardMemory);
  boards::InBoard& board = *new (room_of_board.data()) boards::InBoard{
      boards::power_up_in_board(firmware::kInBoardMemory, firmware::memory(), woken.now)};
  firmware::Wanted wanted{.wake_at = woken.now, .led_until = woken.now};
  boards::Flow flow = boards::Flow::powered_up();
  for (;;) {
    firmware::sleep(wanted, flow);
    run(board, woken, wanted, flow);
  }
}
