// SPDX-License-Identifier: Apache-2.0
// How many cells the pack must have. A cell that nobody watches must never go unnoticed, so any
// other number in a message is warning E until a person confirms it (CHAIN-7).
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

struct CellCount {
  std::uint8_t commissioned{0};             // 0: never yet
  std::uint8_t found{0};                    // in the newest message that arrived intact
  std::optional<Milliseconds> found_since;  // the first message of the unbroken run of that number
};

// A message that arrived intact carried `found` cells; `factory` is the factory setting (IN-2). At
// the first power-up a number equal to the factory setting is taken at once. Returns whether the
// message has the commissioned number, so that its readings may be judged.
bool note_cell_count(CellCount& count, std::uint8_t found, std::uint8_t factory, Milliseconds now);

// What a person may confirm now: the number found, if it has been steady for 30 s, is not the
// commissioned one, and is not above the factory setting.
std::optional<std::uint8_t> cell_count_to_confirm(const CellCount& count, std::uint8_t factory,
                                                  Milliseconds now);

// Three short presses of the button, or the app. True if there was something to confirm.
bool confirm_cell_count(CellCount& count, std::uint8_t factory, Milliseconds now);

}  // namespace cellwarden::core
