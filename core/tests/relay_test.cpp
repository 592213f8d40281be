// SPDX-License-Identifier: Apache-2.0
// The engine around the tables: latching, restart delay, hysteresis, oscillation, reasons.
#include "cellwarden/core/relay.hpp"

#include <gtest/gtest.h>

#include "load_relay.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using test::LoadRelay;

constexpr Milliseconds kHour{3'600'000};

// RELAY-2
TEST(Relay, IsOpenUntilAFullEvaluationHasAllowedIt) {
  EXPECT_FALSE(RelayState{}.closed);
  LoadRelay relay{Profile::exact};
  EXPECT_FALSE(relay.silent_at(0_s));
  EXPECT_FALSE(relay.partial_at(1_s));
  EXPECT_TRUE(relay.good_at(2_s));
}

// RELAY-0
TEST(Relay, ExactClosesInTheVeryMessageInWhichAllOnRowsHold) {
  LoadRelay relay{Profile::exact, 600_s};
  relay.facts.pack.cell_voltage_min.value = 2700_mV;
  EXPECT_FALSE(relay.good_at(0_s));
  relay.facts.pack.cell_voltage_min.value = 2701_mV;
  EXPECT_TRUE(relay.good_at(1_s)) << "neither delay nor hysteresis in exact";
}

// RELAY-1
TEST(Relay, GuardedClosesAtTheFirstGoodMessageAtLeastTheDelayLater) {
  LoadRelay relay{Profile::guarded};
  EXPECT_FALSE(relay.good_at(10_s));
  EXPECT_FALSE(relay.good_at(39'999_ms));
  EXPECT_EQ(relay.why(), "RELAY-1");
  EXPECT_EQ(relay.state.why[0].subject, Subject::restart_delay);
  EXPECT_EQ(relay.state.why[0].value, 29'999);
  EXPECT_EQ(relay.state.why[0].limit, 30'000);
  EXPECT_TRUE(relay.good_at(40_s));
  EXPECT_EQ(relay.why(), "");
}

// RELAY-1
TEST(Relay, WithADelayOf0GuardedClosesAtOnce) {
  LoadRelay relay{Profile::guarded, 0_s};
  EXPECT_TRUE(relay.good_at(10_s));
}

// RELAY-1
TEST(Relay, AnOnRowThatFailsOnceStartsTheDelayAnew) {
  LoadRelay relay{Profile::guarded};
  relay.good_at(0_s);
  relay.facts.soc.count = SocCount{0};
  EXPECT_FALSE(relay.good_at(20_s));
  EXPECT_EQ(relay.why(), "LD-12");
  relay.facts.soc.count = full_count(relay.facts.soc.capacity);
  EXPECT_FALSE(relay.good_at(21_s));
  EXPECT_FALSE(relay.good_at(50_s));
  EXPECT_TRUE(relay.good_at(51_s));
}

// RELAY-1
TEST(Relay, EStartsTheDelayAnew) {
  LoadRelay relay{Profile::guarded};
  relay.good_at(0_s);
  EXPECT_FALSE(relay.error_at(20_s));
  EXPECT_EQ(relay.why(), "LD-4");
  EXPECT_FALSE(relay.good_at(30_s));
  EXPECT_FALSE(relay.good_at(59'999_ms));
  EXPECT_TRUE(relay.good_at(60_s));
}

// RELAY-1, CELL-7
TEST(Relay, AnOffRowInAMessageThatIsNotGoodStartsTheDelayAnew) {
  LoadRelay relay{Profile::guarded};
  relay.good_at(0_s);
  relay.facts.pack.cell_voltage_min.value = 2700_mV;
  relay.partial_at(20_s);
  relay.facts.pack.cell_voltage_min.value = 3300_mV;
  EXPECT_FALSE(relay.good_at(30_s));
  EXPECT_TRUE(relay.good_at(60_s));
}

// RELAY-1
TEST(Relay, OtherMissedMessagesDoNotTouchTheDelay) {
  LoadRelay relay{Profile::guarded};
  relay.good_at(0_s);
  relay.partial_at(10_s);
  relay.silent_at(11_s);
  EXPECT_TRUE(relay.good_at(30_s));
}

// RELAY-1
TEST(Relay, TheMessageThatClosesNeedsTheHysteresisBesides) {
  LoadRelay relay{Profile::guarded};
  relay.facts.pack.cell_voltage_min.value = 2701_mV;
  relay.good_at(0_s);
  relay.facts.pack.cell_voltage_min.value = 2800_mV;
  EXPECT_FALSE(relay.good_at(30_s));
  EXPECT_EQ(relay.why(), "RELAY-1");
  EXPECT_EQ(relay.state.why[0].subject, Subject::lowest_cell_voltage);
  EXPECT_EQ(relay.state.why[0].limit, 2800);
  relay.facts.pack.cell_voltage_min.value = 2801_mV;
  EXPECT_TRUE(relay.good_at(31_s)) << "no new delay after that";
}

// RELAY-1
TEST(Relay, AClosedRelayStaysClosedWithinTheHysteresis) {
  LoadRelay relay{Profile::guarded, 0_s};
  relay.good_at(0_s);
  relay.facts.pack.cell_voltage_min.value = 2701_mV;
  EXPECT_TRUE(relay.good_at(1_s));
  EXPECT_FALSE(relay.empty_at(2_s));
}

// RELAY-0
TEST(Relay, LatchesWhenNeitherOffNorAllOnRowsHold) {
  LoadRelay relay{Profile::exact};
  relay.good_at(0_s);
  relay.facts.soc.count = SocCount{0};
  EXPECT_TRUE(relay.good_at(1_s)) << "LD-12 fails, but it is not an OFF row";
  EXPECT_EQ(relay.why(), "");
}

// RELAY-1
TEST(Oscillation, TheFifthOpeningWithinAnHourRaisesTheDelayTo10Seconds) {
  LoadRelay relay{Profile::guarded, 0_s};
  Milliseconds now = 0_s;
  relay.good_at(now);
  for (int i = 0; i < 4; ++i) relay.open_and_close(now += 10_s);
  EXPECT_EQ(relay.oscillations, 0);
  relay.empty_at(now += 10_s);
  EXPECT_EQ(relay.oscillations, 1);
  EXPECT_FALSE(relay.good_at(now + 1_s));
  EXPECT_FALSE(relay.good_at(now + 10_s));
  EXPECT_TRUE(relay.good_at(now + 11_s));
}

// RELAY-1
TEST(Oscillation, ALongerSettingIsNotShortened) {
  LoadRelay relay{Profile::guarded, 60_s};
  Milliseconds now = 0_s;
  while (relay.oscillations == 0) relay.open_and_close(now += 61_s);
  EXPECT_EQ(restart_delay(relay.state.oscillation, 60_s, now), 60_s);
  relay.open_and_close(now);
  EXPECT_EQ(restart_delay(relay.state.oscillation, 60_s, now), 120_s);
}

// RELAY-1
TEST(Oscillation, FiveOpeningsInMoreThanAnHourAreNone) {
  LoadRelay relay{Profile::guarded, 0_s};
  relay.good_at(0_s);
  for (int i = 0; i < 5; ++i) {
    Milliseconds now = kHour / 4 * i + (i == 4 ? 1_s + 1_ms : 1_s);
    relay.open_and_close(now);
  }
  EXPECT_EQ(relay.oscillations, 0);
}

// RELAY-1
TEST(Oscillation, FiveOpeningsInExactlyAnHourAreOne) {
  LoadRelay relay{Profile::guarded, 0_s};
  relay.good_at(0_s);
  for (int i = 0; i < 5; ++i) {
    Milliseconds now = kHour / 4 * i + 1_s;
    relay.open_and_close(now);
  }
  EXPECT_EQ(relay.oscillations, 1);
}

// A relay whose delay has been raised to `wanted` by openings; returns the time after the last one.
Milliseconds raise_to(LoadRelay& relay, Milliseconds wanted, Milliseconds& now) {
  Milliseconds opened;
  while (restart_delay(relay.state.oscillation, relay.policy.restart_delay, now) < wanted) {
    opened = relay.open_and_close(now);
  }
  return opened;
}

// RELAY-1
TEST(Oscillation, EachFurtherOpeningDoublesTheDelayUpTo600Seconds) {
  LoadRelay relay{Profile::guarded, 0_s};
  Milliseconds now = 0_s;
  relay.good_at(now);
  raise_to(relay, 10_s, now += 1_s);
  for (const Milliseconds expected : {20_s, 40_s, 80_s, 160_s, 320_s, 600_s, 600_s}) {
    relay.open_and_close(now);
    EXPECT_EQ(restart_delay(relay.state.oscillation, 0_s, now), expected);
  }
  EXPECT_EQ(relay.oscillations, 1) << "told once";
}

// RELAY-1
TEST(Oscillation, EachHourSinceTheLastOpeningHalvesItUntilItIsTheSettingAgain) {
  LoadRelay relay{Profile::guarded, 0_s};
  Milliseconds now = 0_s;
  relay.good_at(now);
  const Milliseconds last = raise_to(relay, 600_s, now += 1_s);
  Oscillation& oscillation = relay.state.oscillation;
  EXPECT_EQ(restart_delay(oscillation, 0_s, last + kHour - 1_ms), 600_s);
  EXPECT_EQ(restart_delay(oscillation, 0_s, last + kHour), 300_s);
  EXPECT_EQ(restart_delay(oscillation, 0_s, last + kHour * 2), 150_s);
  EXPECT_EQ(restart_delay(oscillation, 0_s, last + kHour * 5), 18'750_ms);
  EXPECT_EQ(restart_delay(oscillation, 0_s, last + kHour * 6 - 1_ms), 18'750_ms);
  EXPECT_EQ(restart_delay(oscillation, 0_s, last + kHour * 6), 0_s) << "9.375 s would be below 10";
}

// RELAY-1
TEST(Oscillation, AHalvedDelayOfExactlyTheLeastStays) {
  LoadRelay relay{Profile::guarded, 0_s};
  Milliseconds now = 0_s;
  relay.good_at(now);
  const Milliseconds last = raise_to(relay, 20_s, now += 1_s);
  EXPECT_EQ(restart_delay(relay.state.oscillation, 0_s, last + kHour), 10_s);
  EXPECT_EQ(restart_delay(relay.state.oscillation, 0_s, last + kHour * 2), 0_s);
}

// RELAY-1
TEST(Oscillation, AnOpeningAfterAnHourDoublesWhatIsLeft) {
  LoadRelay relay{Profile::guarded, 0_s};
  Milliseconds now = 0_s;
  relay.good_at(now);
  const Milliseconds last = raise_to(relay, 80_s, now += 1_s);
  relay.empty_at(last + kHour * 2);
  EXPECT_EQ(restart_delay(relay.state.oscillation, 0_s, last + kHour * 2), 40_s);
  EXPECT_EQ(restart_delay(relay.state.oscillation, 0_s, last + kHour * 3), 20_s)
      << "the hours count from the new opening";
}

// RELAY-1
TEST(Oscillation, AfterItIsTheSettingAgainFourMoreOpeningsAreNoOscillation) {
  LoadRelay relay{Profile::guarded, 0_s};
  Milliseconds now = 0_s;
  relay.good_at(now);
  now = raise_to(relay, 10_s, now += 1_s) + kHour + 1_s;
  for (int i = 0; i < 4; ++i) relay.open_and_close(now);
  EXPECT_EQ(relay.oscillations, 1);
  relay.open_and_close(now);
  EXPECT_EQ(relay.oscillations, 2);
}

// RELAY-1
TEST(Oscillation, OpeningsByECountToo) {
  LoadRelay relay{Profile::guarded, 0_s};
  for (int i = 0; i < 5; ++i) {
    relay.good_at(10_s * i);
    relay.error_at(10_s * i + 1_s);
  }
  EXPECT_EQ(relay.oscillations, 1);
}

// RELAY-0
TEST(Oscillation, ExactDoesNotKnowIt) {
  LoadRelay relay{Profile::exact};
  Milliseconds now = 0_s;
  for (int i = 0; i < 20; ++i) relay.open_and_close(now);
  EXPECT_EQ(relay.oscillations, 0);
  relay.empty_at(now);
  EXPECT_TRUE(relay.good_at(now + 1_s));
}

// RELAY-3
TEST(Reasons, AreTheOffRowsThatHoldThenTheOnRowsThatFail) {
  LoadRelay relay{Profile::exact};
  relay.facts.pack.cell_voltage_min.value = 2600_mV;
  relay.facts.pack.cell_temperature_max.value = 81_C;
  relay.good_at(0_s);
  EXPECT_EQ(relay.why(), "LD-1 LD-3");
  relay.facts.pack.cell_voltage_min.value = 3300_mV;
  relay.facts.pack.cell_temperature_max.value = 80_C;
  relay.facts.soc.count = SocCount{0};
  relay.good_at(1_s);
  EXPECT_EQ(relay.why(), "LD-12 LD-13");
}

// RELAY-3, CELL-7
TEST(Reasons, InMessagesThatAreNotGoodOffRowsJoinInTheOrderOfTheTable) {
  LoadRelay relay{Profile::exact};
  relay.good_at(0_s);
  relay.facts.pack.cell_temperature_max.value = 81_C;
  relay.partial_at(1_s);
  EXPECT_EQ(relay.why(), "LD-3");
  relay.facts.pack.cell_temperature_max.value = 26_C;
  relay.facts.pack.cell_voltage_min = {2600_mV, 4};
  relay.partial_at(2_s);
  EXPECT_EQ(relay.why(), "LD-1 LD-3");
  EXPECT_EQ(relay.state.why[0].cell, 4);
  EXPECT_EQ(relay.state.why[1].value, 81'000) << "as it was seen";
  relay.facts.pack.cell_voltage_min = {2500_mV, 1};
  relay.partial_at(3_s);
  EXPECT_EQ(relay.state.why[0].cell, 1) << "the newest value of a row";
}

// RELAY-3
TEST(Reasons, OnRowsAndRelay1StayOnlyWithoutAnOffRow) {
  LoadRelay relay{Profile::guarded};
  relay.facts.soc.count = SocCount{0};
  relay.good_at(0_s);
  relay.partial_at(1_s);
  EXPECT_EQ(relay.why(), "LD-12");
  relay.facts.pack.cell_voltage_min.value = 2600_mV;
  relay.partial_at(2_s);
  EXPECT_EQ(relay.why(), "LD-1");
}

// RELAY-3
TEST(Reasons, DuringEAreOnlyE) {
  LoadRelay relay{Profile::exact};
  relay.facts.pack.cell_voltage_min.value = 2600_mV;
  relay.good_at(0_s);
  relay.error_at(1_s);
  EXPECT_EQ(relay.why(), "LD-4");
}

}  // namespace
}  // namespace cellwarden::core
