// SPDX-License-Identifier: Apache-2.0
// The program of a cell board: it wires boards/cell_board.hpp to the hardware.
#include <array>

#include "cellwarden/boards/cell_board.hpp"
#include "cellwarden/firmware/hardware.hpp"

using namespace cellwarden;

namespace {

boards::CellBoard board;
// One byte at a time is stepped: passing on does not wait for a second one (CHAIN-3).
std::array<std::uint8_t, boards::longest_output(1)> out;

firmware::Wanted run(const firmware::Woken& woken, std::span<const std::uint8_t> bytes) {
  const boards::CellBoardOutputs outputs =
      boards::step(board, {.bytes = bytes, .samples = woken.samples}, out, woken.now);
  firmware::send_chain(std::span{out}.first(outputs.written));
  firmware::Wanted wanted;
  wanted.wake_at = outputs.wake_at;
  wanted.led_until = outputs.led_until;
  wanted.leds = boards::led(board, woken.now) ? firmware::kInfoLed : std::uint8_t{0};
  wanted.sample_now = outputs.sample_now;
  wanted.bypass = outputs.bypass;
  return wanted;
}

}  // namespace

int main() {
  firmware::Woken woken = firmware::power_up({});
  board = boards::power_up_cell_board(woken.now);
  firmware::Wanted wanted{.wake_at = woken.now, .led_until = woken.now};
  for (;;) {
    woken = firmware::sleep(wanted);
    wanted = run(woken, woken.chain.first(woken.chain.empty() ? 0 : 1));
  }
}
