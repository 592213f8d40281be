// SPDX-License-Identifier: Apache-2.0
// Stories: what good messages do to the SOC, the energy and the sensors.
#include <gtest/gtest.h>

#include "pack_story.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using test::PackStory;
using test::running_pack;

// SOC-1, SOC-5, EN-1
TEST(Counting, ACurrentCountsForTheTimeSinceThePreviousGoodMessage) {
  PackStory pack = running_pack();
  const SocCount before = pack.state.soc.count;
  pack.sensors.in = 10_A;
  pack.damaged_at(41_s).good_at(42_s);
  const SocCount two_seconds{10'000LL * 2000 * 320 * 4};
  EXPECT_EQ(pack.state.soc.count - before, two_seconds);
  pack.good_at(45_s);
  EXPECT_EQ(pack.state.soc.count - before, SocCount{two_seconds.count() / 2 * 5});
  EXPECT_EQ(pack.events_of(EventKind::gap_not_counted), 0);
  // 10 A × 13.2 V × 5 s = 660 W·s.
  EXPECT_EQ(pack.state.energy.in_total.nanojoules, 660'000'000'000);
}

// SOC-5
TEST(Counting, ALongerGapIsNotCountedAndIsAnEvent) {
  PackStory pack = running_pack();
  pack.sensors.in = 10_A;
  const SocCount before = pack.state.soc.count;
  pack.good_at(43'001_ms);
  EXPECT_EQ(pack.state.soc.count, before);
  EXPECT_EQ(pack.event_of(EventKind::gap_not_counted).value, 3001);
  EXPECT_EQ(pack.warnings(), "") << "two messages were missed, which is not E";
}

// SOC-5, SOC-1
TEST(Counting, AGapIsBridgedWhetherOrNotEBeganInIt) {
  PackStory pack = running_pack();
  pack.sensors.in = 10_A;
  const SocCount before = pack.state.soc.count;
  pack.damaged_at(40'500_ms).damaged_at(41_s).damaged_at(41'500_ms);
  EXPECT_EQ(pack.warnings(), "E");
  pack.good_at(42_s);
  EXPECT_EQ(pack.warnings(), "E");
  EXPECT_EQ(pack.state.soc.count - before, SocCount{10'000LL * 2000 * 320 * 4});
}

// SOC-2, CH-2
TEST(Counting, AFullPackIs100PercentAndOpensTheChargeRelay) {
  PackStory pack = running_pack();
  pack.all_cells(3400_mV).good_at(41_s);
  EXPECT_EQ(shown_percent(pack.state.soc), 100_percent);
  EXPECT_TRUE(pack.state.soc.calibrated);
  EXPECT_EQ(pack.charge_why(), "CH-2");
  EXPECT_TRUE(pack.load_closed());
  EXPECT_EQ(pack.event_of(EventKind::soc_set_full).value, 50'000);
  pack.good_at(42_s);
  EXPECT_EQ(pack.events_of(EventKind::soc_set_full), 1);
  pack.all_cells(3300_mV).good_at(43_s);
  EXPECT_EQ(pack.charge_why(), "CH-12");
}

// SOC-2
TEST(Counting, DuringEAFullPackDoesNotResetTheSoc) {
  PackStory pack;
  pack.all_cells(3400_mV).good_at(0_s);
  EXPECT_EQ(shown_percent(pack.state.soc), 50_percent);
  pack.good_at(1_s);
  EXPECT_EQ(shown_percent(pack.state.soc), 100_percent);
}

// SOC-6
TEST(Counting, ADriftedSocIsCorrectedOnAnEmptyPackSoThatItCanChargeAgain) {
  PackStory pack = running_pack();
  pack.settings.charge_restart = 40_percent;
  pack.good_at(41_s);
  pack.all_cells(2700_mV).good_from_to(42_s, 51_s);
  EXPECT_EQ(shown_percent(pack.state.soc), 50_percent);
  pack.good_at(52_s);
  EXPECT_EQ(shown_percent(pack.state.soc), 4_percent);
  EXPECT_FALSE(pack.state.soc.calibrated);
  EXPECT_EQ(pack.event_of(EventKind::soc_corrected_at_empty).value, 50'000);
  EXPECT_EQ(pack.event_of(EventKind::soc_corrected_at_empty).limit, 4'000);
  EXPECT_EQ(pack.load_why(), "LD-1");
  pack.good_from_to(53_s, 83_s);
  EXPECT_TRUE(pack.charge_closed());
}

// SOC-6
TEST(Counting, WhileThePackStaysEmptyItIsCheckedAgainButToldOnce) {
  PackStory pack = running_pack();
  pack.all_cells(2700_mV).good_from_to(41_s, 51_s);
  pack.sensors.in = 50_A;
  pack.good_from_to(52_s, 60_s);
  EXPECT_EQ(pack.state.soc.count, count_at(4000_Wh, 4_percent));
  EXPECT_EQ(pack.events_of(EventKind::soc_corrected_at_empty), 1);
  pack.all_cells(3300_mV).good_at(61_s);
  pack.all_cells(2700_mV).good_from_to(62_s, 72_s);
  EXPECT_EQ(pack.events_of(EventKind::soc_corrected_at_empty), 2);
}

// SOC-6
TEST(Counting, EResetsThe10SecondsAndMissedMessagesAloneDoNot) {
  PackStory pack = running_pack();
  pack.all_cells(2700_mV).good_from_to(41_s, 45_s);
  pack.damaged_at(46_s).damaged_at(47_s).good_from_to(48_s, 50_s);
  EXPECT_EQ(shown_percent(pack.state.soc), 50_percent);
  pack.good_at(51_s);
  EXPECT_EQ(shown_percent(pack.state.soc), 4_percent);

  PackStory other = running_pack();
  other.all_cells(2700_mV).good_from_to(41_s, 45_s);
  other.damaged_at(46_s).damaged_at(47_s).damaged_at(48_s);
  other.good_from_to(49_s, 59_s);  // the message at 50 s ends E
  EXPECT_EQ(shown_percent(other.state.soc), 50_percent);
  other.good_at(60_s);
  EXPECT_EQ(shown_percent(other.state.soc), 4_percent);
}

// IN-7, SOC-3
TEST(Counting, ASaturatedSensorCountsAsReadAndWinsOverAReset) {
  PackStory pack = running_pack();
  pack.all_cells(3400_mV).good_at(41_s);
  ASSERT_TRUE(pack.state.soc.calibrated);
  pack.sensors.in = 100_A;
  pack.good_at(42_s);
  EXPECT_FALSE(pack.state.soc.calibrated);
  EXPECT_EQ(shown_percent(pack.state.soc), 100_percent);
  EXPECT_EQ(pack.state.status.currents.battery, 100_A);
  EXPECT_EQ(pack.event_of(EventKind::sensor_saturated).number, 1);
  EXPECT_EQ(pack.event_of(EventKind::sensor_saturated).limit, 100'000);
  pack.good_at(43_s);
  EXPECT_EQ(pack.events_of(EventKind::sensor_saturated), 1);
  pack.sensors.in = 0_A;
  pack.sensors.out = -100_A;
  pack.good_at(44_s);
  EXPECT_EQ(pack.event_of(EventKind::sensor_saturated).number, 2);
}

// IN-7
TEST(Counting, SaturationCountsAlsoWhileEWaits) {
  PackStory pack = running_pack();
  pack.all_cells(3400_mV).good_at(41_s);
  ASSERT_TRUE(pack.state.soc.calibrated);
  pack.sensors.in = 100_A;
  pack.silence_at(60_s).good_at(61_s);
  EXPECT_EQ(pack.warnings(), "E");
  EXPECT_FALSE(pack.state.soc.calibrated);
}

// IN-4
TEST(Counting, ALostSecondSensorStopsTheCounting) {
  PackStory pack = running_pack();
  pack.all_cells(3400_mV).good_at(41_s);
  pack.all_cells(3300_mV);
  pack.sensors.in = 10_A;
  pack.sensors.out.reset();
  pack.good_at(42_s).good_at(43_s);
  EXPECT_EQ(pack.events_of(EventKind::consumer_sensor_lost), 1);
  EXPECT_FALSE(pack.state.soc.calibrated);
  EXPECT_EQ(pack.state.soc.count, full_count(4000_Wh));
  EXPECT_EQ(pack.state.energy.in_total.nanojoules, 0);
  EXPECT_FALSE(pack.state.status.currents.battery);
  EXPECT_TRUE(confirm_cells(pack.state, pack.factory, 43_s)) << "the owner took it off";
  pack.sensors.in = -10_A;
  pack.good_at(44_s);
  EXPECT_LT(pack.state.soc.count, full_count(4000_Wh));
}

// IN-4
TEST(Counting, APackCommissionedWithOneSensorNeedsNoSecond) {
  PackStory pack;
  pack.sensors.in = -10_A;
  pack.good_from_to(0_s, 1_s);
  EXPECT_EQ(pack.events_of(EventKind::consumer_sensor_lost), 0);
  EXPECT_EQ(pack.state.status.currents.battery, -10_A);
  EXPECT_FALSE(confirm_cells(pack.state, pack.factory, 60_s)) << "nothing is different";
}

// EN-1, IN-5
TEST(Counting, TheBlindSpotWorksBeforeEverything) {
  PackStory pack = running_pack();
  pack.options.blind_spot = true;
  pack.sensors.in = 499_mA;
  const SocCount before = pack.state.soc.count;
  pack.good_at(41_s);
  EXPECT_EQ(pack.state.soc.count, before);
  EXPECT_EQ(pack.state.energy.in_total.nanojoules, 0);
  EXPECT_EQ(pack.state.status.currents.in, 0_A);
}

// EN-2
TEST(Counting, TodayStartsAtThePowerUpAndEndsAfter24Hours) {
  PackStory pack;
  pack.sensors.in = 1_A;
  pack.good_from_to(10_s, 20_s);
  const std::int64_t first = pack.state.energy.in_today.nanojoules;
  EXPECT_EQ(first, 132'000'000'000);
  pack.good_at(24_h + 9_s);
  EXPECT_EQ(pack.state.energy.in_today.nanojoules, first);
  pack.good_at(24_h + 10_s);
  EXPECT_EQ(pack.state.energy.in_today.nanojoules, 13'200'000'000) << "zeroed, then counted";
  EXPECT_EQ(pack.state.energy.in_total.nanojoules, first + 13'200'000'000);
}

TEST(Counting, ANewCapacityInTheSettingsKeepsThePercentage) {
  PackStory pack = running_pack();
  pack.settings.battery_capacity = 8000_Wh;
  pack.good_at(41_s);
  EXPECT_EQ(pack.state.soc.capacity, 8000_Wh);
  EXPECT_EQ(pack.state.soc.count, count_at(8000_Wh, 50_percent));
}

}  // namespace
}  // namespace cellwarden::core
