// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/out_board.hpp"

#include <gtest/gtest.h>

#include "out_story.hpp"

namespace cellwarden::boards {
namespace {

using namespace core::literals;
using core::EventKind;
using core::Milliseconds;
using core::Pulse;
using core::Relay;
using test::OutStory;

// RELAY-2: bistable relays do not open by themselves.
TEST(OutBoard, PulsesBothRelaysOpenAtPowerUp) {
  OutStory story;
  story.run(0_ms);
  ASSERT_EQ(story.pulses.size(), 2U);
  EXPECT_EQ(story.pulses[0].pulse, Pulse::open);
  EXPECT_EQ(story.pulses[1].pulse, Pulse::open);
}

// RELAY-1, RELAY-2: E ends with the second message, and the restart delay is 30 s.
TEST(OutBoard, ClosesBothRelays30SecondsAfterTheSecondMessage) {
  OutStory story;
  story.run(31'099_ms);
  EXPECT_FALSE(story.charge_closed() || story.load_closed());
  story.run(31'100_ms);
  EXPECT_TRUE(story.charge_closed());
  EXPECT_TRUE(story.load_closed());
}

// CH-1: in the very message that shows it.
TEST(OutBoard, OpensTheChargeRelayInTheMessageThatShowsAHighCell) {
  OutStory story;
  story.run(40_s);
  story.others[1] = 3600_mV;
  story.run(40'100_ms);
  EXPECT_FALSE(story.charge_closed());
  EXPECT_TRUE(story.load_closed());
}

// CELL-1: the OUT board is its own cell's monitor, too.
TEST(OutBoard, OpensTheLoadRelayForItsOwnCell) {
  OutStory story;
  story.run(40_s);
  story.own = 2700_mV;
  story.run(42_s);
  EXPECT_FALSE(story.load_closed());
}

// OUT-6: while the board's clock and the chain's cadence disagree nothing may be closed.
TEST(OutBoard, HoldsBothRelaysOpenWhileItsClockDisagreesWithTheChain) {
  OutStory story;
  story.run(40_s);
  ASSERT_TRUE(story.charge_closed() && story.load_closed());
  story.sending = false;
  for (Milliseconds at = 41_s; at <= 50_s; at += 1095_ms) {
    story.run(at - 1_ms);
    story.message();
  }
  EXPECT_TRUE(story.charge_closed() && story.load_closed()) << "9.5 %";
  const Milliseconds from = story.now;
  story.run(from + 849_ms);
  story.message();
  EXPECT_TRUE(story.charge_closed()) << "one interval may be anything";
  story.run(from + 1699_ms);
  story.message();
  EXPECT_FALSE(story.charge_closed() || story.load_closed());
  for (const core::RelayState* relay : {&story.board.state.charge, &story.board.state.load}) {
    ASSERT_EQ(relay->why.size(), 1U);
    EXPECT_EQ(relay->why[0].id, core::RuleId::out_6);  // and not the owner, RELAY-9
  }
  story.run(from + 2699_ms);
  story.message();
  story.run(from + 35_s);
  EXPECT_FALSE(story.board.cadence.disagrees());
}

// CHAIN-5: the third missed message, judged half a cycle after it was due.
TEST(OutBoard, OpensBothRelaysThreeAndAHalfCyclesAfterTheLastMessage) {
  OutStory story;
  story.run(40_s);
  story.sending = false;
  story.run(42'599_ms);
  EXPECT_TRUE(story.charge_closed() && story.load_closed());
  story.run(42'600_ms);
  EXPECT_FALSE(story.charge_closed() || story.load_closed());
  EXPECT_TRUE(story.happened(EventKind::communication_lost));
}

// CHAIN-5: 1, 2, 4 lost on the way is possible, a step of +4 is not, and becomes the reference.
TEST(OutBoard, AnImpossibleStepOfTheSequenceIsNotAGoodMessage) {
  OutStory story;
  story.run(5_s);
  story.sequence = static_cast<std::uint8_t>(story.sequence + 2);
  story.run(6_s);
  EXPECT_EQ(story.board.counters.damaged, 0U);
  story.sequence = static_cast<std::uint8_t>(story.sequence + 3);
  story.run(7_s);
  EXPECT_EQ(story.board.counters.damaged, 1U);
  EXPECT_EQ(story.board.state.missed, 1);
  story.run(8_s);
  EXPECT_EQ(story.board.counters.damaged, 1U);
}

// CHAIN-6: "no data from cell 2": the board on cell 3 says that it hears nothing; it is the one
// before the OUT board, so its report has passed nobody.
TEST(OutBoard, LocatesABreakByTheHopsOfTheReport) {
  OutStory story;
  story.run(40_s);
  story.sending = false;
  story.run(42_s);
  EXPECT_EQ(story.board.break_watch.cell, 0);
  hear_report(story.board, 1, story.now);
  EXPECT_EQ(story.board.break_watch.cell, 2);
  EXPECT_TRUE(story.happened(EventKind::break_located));
  story.sending = true;
  story.run(45_s);
  EXPECT_EQ(story.board.break_watch.cell, 0);
}

// CHAIN-6: nobody speaks at all: the break is right before the OUT board. 3 cycles and 4 ms.
TEST(OutBoard, LocatesABreakInFrontOfItself) {
  OutStory story;
  story.run(40_s);
  story.sending = false;
  story.run(42'103_ms);
  EXPECT_EQ(story.board.break_watch.cell, 0);
  story.run(42'104_ms);
  EXPECT_EQ(story.board.break_watch.cell, 3);
}

// OUT-3: a frame a cycle, during E too; before the first good message none.
TEST(OutBoard, SendsAFrameWithEachMessageAndGoesOnDuringE) {
  OutStory story;
  story.sending = false;
  story.run(3_s);
  EXPECT_TRUE(story.frames.empty());
  story.sending = true;
  story.run(6'050_ms);
  EXPECT_EQ(story.frames, (std::vector<Milliseconds>{3100_ms, 4100_ms, 5100_ms}));
  story.sending = false;
  story.run(12_s);
  ASSERT_GE(story.frames.size(), 7U);
  for (std::size_t i = 1; i < story.frames.size(); ++i) {
    EXPECT_GE(story.frames[i] - story.frames[i - 1], kFrameDistance);
    EXPECT_LE(story.frames[i] - story.frames[i - 1], 1250_ms);
  }
}

// OUT-3: at least 0.43 s of silence behind each frame, also when a message comes early.
TEST(OutBoard, KeepsTheSilenceBehindAFrameWhenMessagesComeTooEarly) {
  OutStory story;
  story.run(5_s);
  story.now = 5200_ms;
  story.message();  // 5.1 s sent one; this one is 100 ms later
  story.sending = false;
  story.run(5_s + 800_ms);
  ASSERT_GE(story.frames.size(), 2U);
  const std::size_t last = story.frames.size() - 1;
  EXPECT_GE(story.frames[last] - story.frames[last - 1], kFrameDistance);
}

// RELAY-8: first the relays, then the SOC; no relay closes again while the supply is down.
TEST(OutBoard, PulsesBothRelaysOpenWhenTheSupplyFallsAndThenStores) {
  OutStory story;
  story.run(40_s);
  ASSERT_TRUE(story.charge_closed() && story.load_closed());
  story.sending = false;
  story.supply_falling = true;
  story.step_now();
  EXPECT_EQ(story.last.charge, Pulse::open);
  EXPECT_EQ(story.last.load, Pulse::open);
  story.run(40'100_ms);
  EXPECT_FALSE(story.board.keeper.writing);
  EXPECT_EQ(story.board.keeper.watch.stored.soc.count, story.board.state.soc.count);
  story.run(80_s);
  EXPECT_FALSE(story.charge_closed() || story.load_closed());
}

// SOC-4, OUT-5
TEST(OutBoard, ComesUpWithTheSocCellsAndSettingsThatItHad) {
  OutStory story;
  story.run(700_s);
  const core::SocCount before = story.board.state.soc.count;
  story.power_up();
  EXPECT_EQ(story.board.state.cell_count.commissioned, 4);
  EXPECT_TRUE(story.board.state.second_sensor);
  const core::SocCount lost = before - story.board.state.soc.count;
  EXPECT_LE(core::abs(lost), core::full_count(4000_Wh) / 100);
  EXPECT_FALSE(story.happened(EventKind::settings_lost));
}

// OUT-5: nothing valid left.
TEST(OutBoard, SaysThatSettingsWereLost) {
  const OutStory story;
  EXPECT_TRUE(story.happened(EventKind::settings_lost));
  EXPECT_EQ(story.board.settings.v_max, 3600_mV);
}

// OUT-1
TEST(OutBoard, TheInfoLedFlashesOnDataWhileBothRelaysAreOff) {
  OutStory story;
  story.run(2'100_ms);
  EXPECT_TRUE(leds(story.board, 2'149_ms).info);
  EXPECT_FALSE(leds(story.board, 2'150_ms).info);
  EXPECT_FALSE(leds(story.board, 2'149_ms).charge || leds(story.board, 2'149_ms).load);
  story.run(40'100_ms);
  EXPECT_FALSE(leds(story.board, 40'110_ms).info);
  EXPECT_TRUE(leds(story.board, 40'110_ms).charge);
  EXPECT_TRUE(leds(story.board, 40'110_ms).load);
  EXPECT_FALSE(leds(story.board, 40'200_ms).charge);
}

// OUT-1: continuously on while bypassing; CELL-3 with the V-bypass of the chain.
TEST(OutBoard, TheInfoLedIsOnWhileItsCellIsBalanced) {
  OutStory story;
  story.run(40_s);
  story.own = 3400_mV;
  story.run(42_s);
  EXPECT_TRUE(leds(story.board, 42'700_ms).info);
  EXPECT_TRUE(story.last.bypass);
}

// CHAIN-7: another number is E until it has been confirmed with three short presses.
TEST(OutBoard, AnotherNumberOfCellsIsConfirmedWithTheButton) {
  OutStory story;
  story.run(40_s);
  story.others.pop_back();
  story.run(50_s);
  EXPECT_FALSE(story.charge_closed() || story.load_closed());
  EXPECT_TRUE(story.happened(EventKind::cell_count_differs));
  story.run(75_s);
  for (int press = 0; press < 3; ++press) {
    story.button = true;
    story.step_now();
    story.run(story.now + 100_ms);
    story.button = false;
    story.step_now();
    story.run(story.now + 200_ms);
  }
  EXPECT_EQ(story.board.state.cell_count.commissioned, 3);
  story.run(120_s);
  EXPECT_TRUE(story.charge_closed() && story.load_closed());
  story.power_up();
  EXPECT_EQ(story.board.state.cell_count.commissioned, 3);
}

// RELAY-7: 10 s after it was told to open, I-1 still flows.
TEST(OutBoard, RepeatsTheOpenPulseEveryCycleWhileCurrentStillFlows) {
  OutStory story;
  story.run(40_s);
  story.head.sensors.in = 20_A;
  story.others[0] = 3600_mV;
  story.run(50_s);
  EXPECT_FALSE(story.happened(EventKind::relay_did_not_open));
  story.run(51_s);
  EXPECT_TRUE(story.happened(EventKind::relay_did_not_open));
  const std::size_t before = story.pulses.size();
  story.run(54_s);
  EXPECT_EQ(story.pulses.size(), before + 3);
}

// RELAY-8: a shock can flip a bistable relay.
TEST(OutBoard, RepeatsTheOpenPulseEvery60Seconds) {
  OutStory story;
  story.others[0] = 3600_mV;
  story.head.sensors.in = 0_A;
  story.run(59'999_ms);
  const auto opened = [&story] {
    return std::count_if(story.pulses.begin(), story.pulses.end(), [](const test::Pulsed& p) {
      return p.relay == Relay::charge && p.pulse == Pulse::open;
    });
  };
  EXPECT_EQ(opened(), 1);
  story.run(61_s);
  EXPECT_EQ(opened(), 2);
}

}  // namespace
}  // namespace cellwarden::boards
