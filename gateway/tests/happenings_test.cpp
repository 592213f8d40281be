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

// A data output tells no reasons, and that it has opened is believed a message after the values
// that opened it; meanwhile the current has stopped, and the voltage is well again.
TEST_F(HappeningsOfAPack, ARelayOfAPackThatSaysNoReasonOpensForWhatWasSeenJustBefore) {
  const auto frames = [](int second, bool allowed, core::Millivolts lowest) {
    Observation seen = at(second);
    seen.load_relay->value.allowed = allowed;
    seen.cells[2]->value.voltage = lowest;
    seen.currents->value.pack_voltage = 9'900_mV + lowest;
    SettingsView& settings = seen.settings->value;
    settings.known = 0;
    settings.tell(core::SettingId::v_min);
    settings.tell(core::SettingId::v_max);
    return seen;
  };
  see(frames(0, true, 3'000_mV), 0);
  EXPECT_THAT(see(frames(1, true, 2'700_mV), 1), IsEmpty());
  EXPECT_THAT(see(frames(2, false, 2'900_mV), 2), ElementsAre("load_relay_opened"));
  EXPECT_EQ(events[0].text,
            "The load relay opened, probably because: LD-1: cell 3 is 2.700 V, limit 2.700 V.");
  EXPECT_EQ(events[0].value, 2'700);
  see(frames(3, true, 3'000_mV), 3);
  EXPECT_THAT(see(frames(9, false, 3'000_mV), 9), ElementsAre("load_relay_opened"));
  EXPECT_EQ(events[0].text.find("LD-1"), std::string::npos) << "that was too long ago";
}

// Something has knocked a bistable relay open, or an owner forces it: either way it is not the
// rules that hold it, and nobody would look for it.
TEST_F(HappeningsOfAPack, ARelayThatIsOpenThoughAllowedIsToldOnceAndNotAtOnce) {
  const auto odd = [](int second, bool closed) {
    Observation seen = at(second);
    seen.charge_relay->value.closed = closed;
    return seen;
  };
  for (int second = 0; second < 59; ++second)
    EXPECT_THAT(see(odd(second, false), second), IsEmpty());
  EXPECT_THAT(see(odd(59, false), 59), ElementsAre("relay_open_though_allowed"));
  EXPECT_EQ(events[0].number, 1);
  EXPECT_EQ(events[0].severity, history::Severity::warning);
  EXPECT_THAT(see(odd(60, false), 60), IsEmpty());
  EXPECT_THAT(see(odd(61, true), 61), IsEmpty());
  EXPECT_THAT(see(odd(62, false), 62), IsEmpty());
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
