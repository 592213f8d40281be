// SPDX-License-Identifier: Apache-2.0
// The program of a cell board: it wires boards/cell_board.hpp to the hardware.
#include <array>
#include <cstddef>
#include <new>

#include "cellwarden/boards/cell_board.hpp"
#include "cellwarden/firmware/hardware.hpp"

using namespace cellwarden;
using boards::Duty;

namespace {

// Made in place: a copy of it on the stack would be among the deepest that the stack ever holds.
alignas(boards::CellBoard) std::array<std::byte, sizeof(boards::CellBoard)> room_of_board;
// One byte at a time is stepped: passing on does not wait for a second one (CHAIN-3).
std::array<std::uint8_t, boards::longest_output(1)> out;

void run(boards::CellBoard& board, const firmware::Woken& woken, firmware::Wanted& wanted,
         boards::Flow& flow) {
  flow.did(Duty::woken);
  const std::span<const std::uint8_t> bytes = woken.chain.first(woken.chain.empty() ? 0 : 1);
  const boards::CellBoardOutputs outputs =
      boards::step(board, {.bytes = bytes, .samples = woken.samples}, out, woken.now);
  flow.did(Duty::stepped);
  firmware::send_chain(std::span{out}.first(outputs.written));
  flow.did(Duty::sent);
  flow.did(Duty::kept);  // a cell board keeps nothing
  wanted.wake_at = outputs.wake_at;
  wanted.led_until = outputs.led_until;
  wanted.leds = boards::led(board, woken.now) ? firmware::kInfoLed : std::uint8_t{0};
  wanted.sample_now = outputs.sample_now;
  wanted.bypass = outputs.bypass;
  flow.did(Duty::wanted);
}

}  // namespace

int main() {
  const firmware::Woken& woken = firmware::power_up({});
  boards::CellBoard& board =
      *new (room_of_board.data()) boards::CellBoard{boards::power_up_cell_board(woken.now)};
  firmware::Wanted wanted{.wake_at = woken.now, .led_until = woken.now};
  boards::Flow flow = boards::Flow::powered_up();
  for (;;) {
    firmware::sleep(wanted, flow);
    run(board, woken, wanted, flow);
  }
}
