// SPDX-License-Identifier: Apache-2.0
// A bistable signal relay: it moves when it is pulsed, and stays where it is otherwise.
#pragma once

#include "board_clock.hpp"
#include "cellwarden/core/relay_drive.hpp"

namespace cellwarden::twin {

inline constexpr WorldTime kRelayMoves = 10 * kMillisecond;  // from the pulse to the contact

struct RelayModel {
  bool closed{false};  // the contact: "allowed"
  bool target{false};
  bool welded{false};
  WorldTime moves_at{kNever};

  void pulse(core::Pulse pulse, WorldTime time) {
    if (pulse == core::Pulse::none) return;
    target = pulse == core::Pulse::close;
    moves_at = target == closed ? kNever : time + kRelayMoves;
  }
  // True if the contact moved.
  bool move() {
    moves_at = kNever;
    if (welded || target == closed) return false;
    closed = target;
    return true;
  }
};

}  // namespace cellwarden::twin
