// SPDX-License-Identifier: Apache-2.0
// The OUT board's one button (OUT-2): what a person may mean by pressing it.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/units.hpp"

namespace cellwarden::boards {

enum class Press : std::uint8_t {
  none,
  wake,              // a short press: Bluetooth wakes and advertises
  confirm_cells,     // three short ones: CHAIN-7
  reset_pin,         // held for 5 s while running: PIN 1234, lock-out ended
  set_up_bluetooth,  // held while the board is powered up, for about 10 s
};

inline constexpr core::Milliseconds kBounce{30};            // shorter is no press
inline constexpr core::Milliseconds kShortPress{1000};      // at most
inline constexpr core::Milliseconds kBetweenPresses{1500};  // three in a row: at most between two
inline constexpr core::Milliseconds kHoldToResetPin{5000};
inline constexpr core::Milliseconds kHoldToSetUp{10'000};

struct Button {
  bool down{false};
  bool at_power_up{false};   // it was held while the board came up
  bool acted{false};         // this press has done its work
  core::Milliseconds since;  // it is down, or up
  std::uint8_t short_presses{0};
};

// The button as it is found at power-up.
Button power_up_button(bool down, core::Milliseconds now);

// The contact as it is at `now`.
Press judge_button(Button& button, bool down, core::Milliseconds now);

// When it must be looked at again although the contact does not move; empty: no need.
std::optional<core::Milliseconds> button_wakes_at(const Button& button);

}  // namespace cellwarden::boards
