// SPDX-License-Identifier: Apache-2.0
// Who guesses PINs over Bluetooth is locked out, whatever he does (SET-2); who stands before the
// board holds its button (OUT-2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "gateway_side.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace core::literals;
using namespace std::chrono_literals;
using protocol::LinesAccess;
using protocol::LinesPhase;
using testing::HasSubstr;
using testing::Not;

constexpr Patience kShort{.seek = 2s, .connect = 2s, .resolve = 2s, .start = 2s, .namesakes = 50ms};
constexpr double kSpeed = 20;  // the board's minute is 3 s

class LockedOut : public GatewaySide {
 protected:
  LockedOut() : GatewaySide{kShort, kSpeed} {}

  void wait(std::chrono::milliseconds time) {
    io.restart();
    io.run_for(time);
  }
  static LinesAccess access(const gateway::LinesLink& link) { return link.session().access; }

  // Five wrong ones, one after the other.
  void guess(gateway::LinesLink& link) {
    for (std::uint16_t pin = 2221; pin <= 2225; ++pin) {
      link.set_pin(pin);
      ASSERT_TRUE(wait_until([&] {
        return fake->written().find("PW" + std::to_string(pin)) != std::string::npos &&
               access(link) == LinesAccess::wrong_pin;
      }));
      wait(100ms);
    }
  }
  // As if somebody pulled the OUT board's plug, and put it in again.
  void cut_power() {
    fake->run([&] {
      board->power(false);
      board->in_reach = false;
    });
    fake->break_link();
    wait(300ms);
    fake->run([&] {
      board->power(true);
      board->in_reach = true;
    });
    wait(300ms);
  }
};

TEST_F(LockedOut, StaysSoOverALossOfPower) {
  const auto link = link_with({});
  ASSERT_TRUE(wait_until([&] { return link->session().phase == LinesPhase::needs_pin; }));
  guess(*link);
  wait(500ms);  // the board stores it
  cut_power();
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 1; }));
  const std::size_t before = fake->written().size();
  link->set_pin(1234);
  ASSERT_TRUE(wait_until([&] { return access(*link) == LinesAccess::locked; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("takes no PINs for"));
  EXPECT_THAT(fake->written().substr(before), Not(HasSubstr("PW")))
      << "the right one would be NA as well, and look wrong";
  // And it ends: by the board's clock, which is faster than ours here, so we ask anew.
  wait(4s);
  link->let_go();
  link->take_up();
  ASSERT_TRUE(wait_until([&] { return link->session().phase == LinesPhase::live; }));
  EXPECT_EQ(link->accepted_pin(), 1234);
}

// The same over a connection that breaks, and a second loss of power in the middle of the minute.
TEST_F(LockedOut, StaysSoOverBoth) {
  const auto link = link_with({});
  ASSERT_TRUE(wait_until([&] { return link->session().phase == LinesPhase::needs_pin; }));
  guess(*link);
  fake->break_link();
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 1; }));
  link->set_pin(1234);
  ASSERT_TRUE(wait_until([&] { return access(*link) == LinesAccess::locked; }));
  cut_power();
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 2; }));
  ASSERT_TRUE(wait_until([&] { return access(*link) == LinesAccess::locked; }));
}

// OUT-2: held for 5 s it sets the PIN back and ends the lock; whoever was logged in is logged out.
TEST_F(LockedOut, IsHelpedByTheButton) {
  const auto owner = link_with(1234);
  ASSERT_TRUE(wait_until([&] { return owner->session().phase == LinesPhase::live; }));
  protocol::LineCommand change;
  change.action = protocol::LineAction::change_pin;
  change.pin = 4711;
  std::optional<protocol::LineResult> result;
  ASSERT_TRUE(owner->command(change, [&](const auto& it) { result = it.result; }));
  ASSERT_TRUE(wait_until([&] { return result.has_value(); }));
  ASSERT_EQ(result, protocol::LineResult::ok);
  owner->let_go();
  ASSERT_TRUE(wait_until([&] { return !fake->is_connected(); }));

  const auto link = link_with({});
  ASSERT_TRUE(wait_until([&] { return link->session().phase == LinesPhase::needs_pin; }));
  guess(*link);
  fake->run([&] { board->button(true); });
  wait(500ms);  // 10 s of the board's
  fake->run([&] { board->button(false); });
  link->set_pin(1234);
  ASSERT_TRUE(wait_until([&] { return link->session().phase == LinesPhase::live; }));
  EXPECT_EQ(link->accepted_pin(), 1234);
}

}  // namespace
}  // namespace cellwarden::bluetooth
