// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/button.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using core::Milliseconds;

// Somebody's finger: the button is looked at every 10 ms.
class Finger {
 public:
  explicit Finger(bool down = false) : button_{power_up_button(down, 0_ms)}, down_{down} {}

  Finger& press(Milliseconds time) { return keep(true, time); }
  Finger& wait(Milliseconds time) { return keep(false, time); }

  std::vector<Press> meant;

 private:
  Finger& keep(bool down, Milliseconds time) {
    down_ = down;
    for (const Milliseconds end = now_ + time; now_ < end; now_ += 10_ms) {
      const Press press = judge_button(button_, down_, now_);
      if (press != Press::none) meant.push_back(press);
    }
    return *this;
  }

  Button button_;
  bool down_;
  Milliseconds now_;
};

using Presses = std::vector<Press>;

// OUT-2: held 5 s while running.
TEST(Button, HeldFor5SecondsResetsThePinOnce) {
  EXPECT_EQ(Finger{}.wait(1_s).press(4990_ms).wait(2_s).meant, Presses{});
  EXPECT_EQ(Finger{}.wait(1_s).press(5010_ms).wait(2_s).meant, Presses{Press::reset_pin});
  EXPECT_EQ(Finger{}.wait(1_s).press(60_s).meant, Presses{Press::reset_pin});
}

// OUT-2: held while the board is powered up is not a PIN reset.
TEST(Button, HeldAtPowerUpSetsBluetoothUpAnewAfter10Seconds) {
  EXPECT_EQ(Finger{true}.press(9990_ms).wait(2_s).meant, Presses{});
  EXPECT_EQ(Finger{true}.press(30_s).meant, Presses{Press::set_up_bluetooth});
  EXPECT_EQ(Finger{true}.press(11_s).wait(1_s).press(5010_ms).meant,
            (Presses{Press::set_up_bluetooth, Press::reset_pin}));
}

// OUT-2, CHAIN-7
TEST(Button, ThreeShortPressesConfirmTheCells) {
  EXPECT_EQ(Finger{}.wait(1_s).press(100_ms).wait(1_s).meant, Presses{Press::wake});
  EXPECT_EQ(Finger{}
                .wait(1_s)
                .press(100_ms)
                .wait(300_ms)
                .press(100_ms)
                .wait(300_ms)
                .press(100_ms)
                .wait(1_s)
                .meant,
            (Presses{Press::wake, Press::wake, Press::confirm_cells}));
}

TEST(Button, PressesTooFarApartOrTooLongAreNotThree) {
  EXPECT_EQ(Finger{}
                .wait(1_s)
                .press(100_ms)
                .wait(1600_ms)
                .press(100_ms)
                .wait(300_ms)
                .press(100_ms)
                .wait(1_s)
                .meant,
            (Presses{Press::wake, Press::wake, Press::wake}));
  EXPECT_EQ(Finger{}
                .wait(1_s)
                .press(100_ms)
                .wait(300_ms)
                .press(1100_ms)
                .wait(300_ms)
                .press(100_ms)
                .wait(300_ms)
                .press(100_ms)
                .wait(1_s)
                .meant,
            (Presses{Press::wake, Press::wake, Press::wake}));
}

TEST(Button, ABounceIsNoPress) {
  EXPECT_EQ(Finger{}.wait(1_s).press(20_ms).wait(1_s).meant, Presses{});
}

}  // namespace
}  // namespace cellwarden::boards
