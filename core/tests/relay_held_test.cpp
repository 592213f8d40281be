// SPDX-License-Identifier: Apache-2.0
// What opens a relay besides the rows of its table: the owner's hold, and a clock that is off.
#include <gtest/gtest.h>

#include "load_relay.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using test::LoadRelay;

// RELAY-9
TEST(Hold, OpensAtOnceAndIsNamedBesideTheOffRows) {
  LoadRelay relay{Profile::exact};
  relay.good_at(0_s);
  relay.policy.hold_open = true;
  EXPECT_FALSE(relay.silent_at(500_ms));
  EXPECT_EQ(relay.why(), "RELAY-9");
  EXPECT_FALSE(relay.good_at(1_s));
  EXPECT_EQ(relay.why(), "RELAY-9");
  relay.empty_at(2_s);
  EXPECT_EQ(relay.why(), "LD-1 RELAY-9");
  relay.error_at(3_s);
  EXPECT_EQ(relay.why(), "LD-4 RELAY-9");
  relay.partial_at(4_s);
  EXPECT_EQ(relay.why(), "LD-4 RELAY-9") << "named once";
}

// OUT-6: named beside the OFF rows and a hold, and gone with the good message that ends it.
TEST(ClockOff, OpensAtOnceAndIsNamedByItself) {
  LoadRelay relay{Profile::exact};
  relay.good_at(0_s);
  relay.policy.clock_off = true;
  EXPECT_FALSE(relay.good_at(1_s));
  EXPECT_EQ(relay.why(), "OUT-6");
  relay.policy.hold_open = true;
  relay.empty_at(2_s);
  EXPECT_EQ(relay.why(), "LD-1 RELAY-9 OUT-6");
  relay.policy.hold_open = false;
  relay.good_at(3_s);
  EXPECT_EQ(relay.why(), "OUT-6");
  relay.policy.clock_off = false;
  EXPECT_TRUE(relay.good_at(4_s));
}

// RELAY-9
TEST(Hold, WhenItEndsTheRestartDelayBegins) {
  LoadRelay relay{Profile::guarded};
  relay.policy.hold_open = true;
  relay.good_at(0_s);
  relay.good_at(100_s);
  relay.policy.hold_open = false;
  EXPECT_FALSE(relay.good_at(101_s));
  EXPECT_TRUE(relay.good_at(131_s));
}

}  // namespace
}  // namespace cellwarden::core
