// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/happenings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "observations.hpp"

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using core::Milliseconds;
using core::Warning;

std::vector<std::string> kinds(const std::vector<history::Event>& events) {
  std::vector<std::string> names;
  for (const history::Event& event : events) names.push_back(event.kind);
  return names;
}

class HappeningsOfAPack : public testing::Test {
 protected:
  // Everything that happens when this is seen, at that second.
  std::vector<std::string> see(const Observation& seen, int second) {
    events = happenings.compare(judge_one(seen, Milliseconds{second * 1000}),
                                Milliseconds{second * 1000});
    return kinds(events);
  }
  static Observation at(int second) { return healthy(Milliseconds{second * 1000}); }

  Happenings happenings;
  std::vector<history::Event> events;
};

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(HappeningsOfAPack, WhatHoldsWhenItIsFirstSeenHasNotHappenedNow) {
  EXPECT_THAT(see(at(0), 0), IsEmpty());
  EXPECT_THAT(see(at(1), 1), IsEmpty());
}

TEST_F(HappeningsOfAPack, AWarningThatHoldsFromTheBeginningIsTold) {
  Observation seen = at(0);
  seen.alarms->value.warnings.set(Warning::voltage_low);
  EXPECT_THAT(see(seen, 0), ElementsAre("warning_Vl_began"));
}

TEST_F(HappeningsOfAPack, ARelayThatOpensAndClosesIsToldWithItsReason) {
  see(at(0), 0);
  Observation open = at(1);
  open.charge_relay->value = {
      .allowed = false,
      .closed = false,
      .reasons_known = true,
      .reasons = {{core::RuleId::ch_1, core::Subject::highest_cell_voltage, 7, 3'652, 3'600}}};
  EXPECT_THAT(see(open, 1), ElementsAre("charge_relay_opened"));
  EXPECT_EQ(events[0].text, "The charge relay opened: CH-1: cell 7 is 3.652 V, limit 3.600 V.");
  EXPECT_EQ(events[0].value, 3'652);
  EXPECT_EQ(events[0].time_ms, 1'000);
  EXPECT_THAT(see(at(2), 2), ElementsAre("charge_relay_closed"));
}

// APP-7: data that stop are E, and come back.
TEST_F(HappeningsOfAPack, DataThatStopAndComeBackAreTold) {
  see(at(0), 0);
  EXPECT_THAT(see(at(0), 19), IsEmpty());
  EXPECT_THAT(see(at(0), 20), ElementsAre("no_data"));
  EXPECT_THAT(see(at(0), 21), IsEmpty());
  EXPECT_THAT(see(at(22), 22), ElementsAre("data_back"));
}

TEST_F(HappeningsOfAPack, AContradictionIsToldAfterThreeMessagesAndOnce) {
  Observation seen = at(0);
  seen.currents->value.pack_voltage = 14'000_mV;
  EXPECT_THAT(see(seen, 0), IsEmpty());
  EXPECT_THAT(see(seen, 0), IsEmpty());
  EXPECT_THAT(see(seen, 0), ElementsAre("values_contradict"));
  EXPECT_EQ(events[0].text, "The pack voltage is told as 14 V, but the cells add up to 13.2 V.");
  EXPECT_THAT(see(seen, 0), IsEmpty());
}

// The board's clock said 100 s when the wall clock said 1,000 s; the event was at 40 s.
TEST(BoardEvents, AreStampedWithTheTimeAtWhichTheyHappened) {
  core::Event event;
  event.kind = core::EventKind::communication_lost;
  event.since = 40'000_ms;
  const history::Event told = board_event(event, 100'000_ms, 1'000'000_ms);
  EXPECT_EQ(told.time_ms, 940'000);
  EXPECT_EQ(told.kind, "communication_lost");
  EXPECT_EQ(told.severity, history::Severity::alarm);
}

}  // namespace
}  // namespace cellwarden::gateway
