// SPDX-License-Identifier: Apache-2.0
// This board's clock against the IN board's: good messages must come as far apart as the cycle says
// (IEC 60730-1 annex H, class B, clock). Every time limit of the OUT board rests on its clock, so
// while the two disagree no relay may be closed; which of the two is wrong nobody can say.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/units.hpp"

namespace cellwarden::boards {

// Crystals are a thousand times better, and RC oscillators several times.
inline constexpr int kCadenceTolerance = 10;  // percent
// One may come from a change of the cycle, or from an IN board that came up again.
inline constexpr int kOffToDisagree = 2;  // in a row

struct Cadence {
  std::optional<core::Milliseconds> last;  // good message
  std::uint8_t sequence{0};                // its number
  core::Milliseconds cycle;                // that it named
  std::uint8_t off{0};                     // intervals in a row that were not as they must be

  [[nodiscard]] constexpr bool disagrees() const { return off >= kOffToDisagree; }
};

// A good message at `now`.
void judge_cadence(Cadence& cadence, std::uint8_t sequence, core::Milliseconds cycle,
                   core::Milliseconds now);

}  // namespace cellwarden::boards
