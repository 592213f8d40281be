// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/button.hpp"

namespace cellwarden::boards {

using core::Milliseconds;

namespace {

constexpr std::uint8_t kPressesToConfirm = 3;

Press judge_release(Button& button, Milliseconds held) {
  const bool no_short_one = button.acted || button.at_power_up || held > kShortPress;
  button.at_power_up = false;
  if (no_short_one) {
    button.short_presses = 0;
    return Press::none;
  }
  if (held < kBounce) return Press::none;
  if (++button.short_presses < kPressesToConfirm) return Press::wake;
  button.short_presses = 0;
  return Press::confirm_cells;
}

}  // namespace

Button power_up_button(bool down, Milliseconds now) {
  return {.down = down, .at_power_up = down, .since = now};
}

Press judge_button(Button& button, bool down, Milliseconds now) {
  const Milliseconds lasted = now - button.since;
  if (down != button.down) {
    button.down = down;
    button.since = now;
    if (!down) return judge_release(button, lasted);
    if (lasted > kBetweenPresses) button.short_presses = 0;
    button.acted = false;
    return Press::none;
  }
  if (!down || button.acted) return Press::none;
  if (lasted < (button.at_power_up ? kHoldToSetUp : kHoldToResetPin)) return Press::none;
  button.acted = true;
  return button.at_power_up ? Press::set_up_bluetooth : Press::reset_pin;
}

std::optional<Milliseconds> button_wakes_at(const Button& button) {
  if (!button.down || button.acted) return {};
  return button.since + (button.at_power_up ? kHoldToSetUp : kHoldToResetPin);
}

}  // namespace cellwarden::boards
