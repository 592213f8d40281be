// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/cadence.hpp"

namespace cellwarden::boards {

using core::Milliseconds;

void judge_cadence(Cadence& cadence, std::uint8_t sequence, Milliseconds cycle, Milliseconds now) {
  constexpr int kMostLost = 2;  // on the way; more, and the numbers say nothing (CHAIN-5)
  const auto step = static_cast<std::uint8_t>(sequence - cadence.sequence);
  const bool comparable =
      cadence.last && cadence.cycle == cycle && step >= 1 && step <= 1 + kMostLost;
  if (comparable) {
    const Milliseconds must = cycle * step;
    const bool off = abs(now - *cadence.last - must) * 100 > must * kCadenceTolerance;
    if (!off) cadence.off = 0;
    if (off && cadence.off < kOffToDisagree) ++cadence.off;
  }
  cadence.last = now;
  cadence.sequence = sequence;
  cadence.cycle = cycle;
}

}  // namespace cellwarden::boards
