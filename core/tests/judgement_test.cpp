// SPDX-License-Identifier: Apache-2.0
// Stories: what the OUT board does with message after message.
#include "cellwarden/core/judgement.hpp"

#include <gtest/gtest.h>

#include "pack_story.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using test::PackStory;
using test::running_pack;

// RELAY-2, CHAIN-5
TEST(Judgement, NothingClosesBeforeTwoGoodMessagesAndTheDelay) {
  PackStory pack;
  pack.good_at(0_s);
  EXPECT_EQ(pack.charge_why(), "CH-5");
  EXPECT_EQ(pack.load_why(), "LD-4");
  EXPECT_EQ(pack.warnings(), "E");
  pack.good_from_to(1_s, 30_s);
  EXPECT_EQ(pack.charge_why(), "RELAY-1");
  EXPECT_FALSE(pack.charge_closed());
  pack.good_at(31_s);
  EXPECT_TRUE(pack.charge_closed());
  EXPECT_TRUE(pack.load_closed());
  EXPECT_EQ(pack.warnings(), "");
}

// CHAIN-5, WARN-1
TEST(Judgement, ThreeMissedMessagesOpenBothRelays) {
  PackStory pack = running_pack();
  pack.damaged_at(41_s).damaged_at(42_s);
  EXPECT_TRUE(pack.charge_closed());
  pack.damaged_at(43_s);
  EXPECT_FALSE(pack.charge_closed());
  EXPECT_FALSE(pack.load_closed());
  EXPECT_EQ(pack.warnings(), "E");
  EXPECT_EQ(pack.charge_why(), "CH-5");
  EXPECT_EQ(pack.event_of(EventKind::communication_lost).value, 3);
}

// CHAIN-5
TEST(Judgement, SilenceOpensThemTooHalfACycleAfterTheThirdDueTime) {
  PackStory pack = running_pack();
  pack.silence_at(43'499_ms);
  EXPECT_TRUE(pack.charge_closed());
  pack.silence_at(43'500_ms);
  EXPECT_FALSE(pack.charge_closed());
  EXPECT_FALSE(pack.load_closed());
}

// CHAIN-5
TEST(Judgement, TwoGoodMessagesInARowEndE) {
  PackStory pack = running_pack();
  pack.silence_at(50_s).good_at(51_s);
  EXPECT_EQ(pack.warnings(), "E");
  pack.good_at(52_s);
  EXPECT_EQ(pack.warnings(), "");
  EXPECT_EQ(pack.events_of(EventKind::communication_back), 2) << "one after power-up";
  pack.good_from_to(53_s, 81_s);
  EXPECT_FALSE(pack.charge_closed());
  pack.good_at(82_s);
  EXPECT_TRUE(pack.charge_closed());
}

// CHAIN-7, WARN-1
TEST(Judgement, AnotherNumberOfCellsIsEAtOnceAndUntilConfirmed) {
  PackStory pack = running_pack();
  pack.cells.resize(3);
  pack.good_at(41_s);
  EXPECT_EQ(pack.warnings(), "E");
  EXPECT_FALSE(pack.charge_closed());
  EXPECT_EQ(pack.event_of(EventKind::cell_count_differs).value, 3);
  EXPECT_EQ(pack.event_of(EventKind::cell_count_differs).limit, 4);
  EXPECT_FALSE(confirm_cells(pack.state, pack.factory, 70_s));
  pack.good_from_to(42_s, 71_s);
  EXPECT_EQ(pack.warnings(), "E");
  EXPECT_TRUE(confirm_cells(pack.state, pack.factory, 71_s));
  pack.good_at(72_s);
  EXPECT_EQ(pack.warnings(), "");
}

// CHAIN-7
TEST(Judgement, TheRightNumberOfCellsAgainEndsE) {
  PackStory pack = running_pack();
  const CellReading fourth = pack.cells.back();
  pack.cells.pop_back();
  pack.good_at(41_s);
  pack.cells.push_back(fourth);
  pack.good_at(42_s);
  EXPECT_EQ(pack.warnings(), "");
}

// CELL-7
TEST(Judgement, AnInvalidReadingCountsTowardsEWhichNamesTheCell) {
  PackStory pack = running_pack();
  pack.cell(3).voltage_fault = ReadingFault::sensor_open;
  pack.good_at(41_s).good_at(42_s);
  EXPECT_EQ(pack.warnings(), "");
  EXPECT_TRUE(pack.charge_closed());
  EXPECT_EQ(pack.state.cells[2].voltage, 3300_mV) << "the last valid value is kept";
  pack.good_at(43_s);
  EXPECT_EQ(pack.warnings(), "E");
  EXPECT_EQ(pack.state.charge.why[0].cell, 3);
  EXPECT_EQ(pack.event_of(EventKind::communication_lost).number, 3);
  EXPECT_EQ(pack.event_of(EventKind::reading_invalid).number, 3);
  EXPECT_EQ(pack.events_of(EventKind::reading_invalid), 1) << "told when it begins";
}

// CELL-7, CHAIN-5
TEST(Judgement, SilenceAfterAnInvalidReadingIsNotBlamedOnThatCell) {
  PackStory pack = running_pack();
  pack.cell(3).voltage_fault = ReadingFault::sensor_open;
  pack.good_at(41_s).silence_at(42_s);
  EXPECT_EQ(pack.state.invalid_cell, 3);
  pack.silence_at(43'500_ms);
  EXPECT_EQ(pack.warnings(), "E");
  EXPECT_EQ(pack.state.charge.why[0].cell, 0);
}

// CELL-7
TEST(Judgement, AnImpossibleValueIsInvalidEvenIfTheBoardDidNotSaySo) {
  PackStory pack = running_pack();
  pack.cell(1).voltage = 5501_mV;
  pack.good_at(41_s);
  EXPECT_TRUE(pack.charge_closed()) << "5.501 V is no reading, so CH-1 does not hold";
  EXPECT_EQ(pack.state.invalid_cell, 1);
}

// CELL-7
TEST(Judgement, TheOtherReadingsOfSuchAMessageActAtOnce) {
  PackStory pack = running_pack();
  pack.cell(1).temperature_fault = ReadingFault::sensor_shorted;
  pack.cell(2).voltage = 3600_mV;
  pack.good_at(41_s);
  EXPECT_FALSE(pack.charge_closed());
  EXPECT_EQ(pack.charge_why(), "CH-1");
  EXPECT_EQ(pack.state.charge.why[0].cell, 2);
  EXPECT_TRUE(pack.load_closed());
  EXPECT_EQ(pack.warnings(), "") << "warnings wait for a good message";
}

// CELL-7
TEST(Judgement, TheKeptValueOpensNothing) {
  PackStory pack = running_pack();
  pack.cell(2).voltage = 3600_mV;
  pack.good_at(41_s);
  EXPECT_FALSE(pack.charge_closed());
  pack.cell(2).voltage = 3300_mV;
  pack.good_from_to(42_s, 72_s);
  ASSERT_TRUE(pack.charge_closed());
  pack.cell(2).voltage = 3600_mV;
  pack.cell(2).voltage_fault = ReadingFault::not_a_number;
  pack.good_at(73_s);
  EXPECT_TRUE(pack.charge_closed());
}

// CELL-7
TEST(Judgement, AMessageThatIsNotGoodDoesNotMoveTheSoc) {
  PackStory pack = running_pack();
  pack.sensors.in = 10_A;
  pack.cell(1).voltage_fault = ReadingFault::sensor_open;
  const SocCount before = pack.state.soc.count;
  pack.good_at(41_s);
  EXPECT_EQ(pack.state.soc.count, before);
}

// CELL-7
TEST(Judgement, WithThePinACellMayRunWithoutItsTemperatureFor7Days) {
  PackStory pack = running_pack();
  pack.cell(2).temperature_fault = ReadingFault::sensor_open;
  pack.cell(1).temperature = 20_C;
  pack.cell(3).temperature = 71_C;
  EXPECT_FALSE(waive_temperature(pack.state, 0, 7, 40_s));
  EXPECT_FALSE(waive_temperature(pack.state, 2, 8, 40_s));
  EXPECT_FALSE(waive_temperature(pack.state, 2, 0, 40_s));
  ASSERT_TRUE(waive_temperature(pack.state, 2, 7, 40_s));
  pack.good_from_to(41_s, 45_s);
  EXPECT_EQ(pack.warnings(), "");
  EXPECT_EQ(pack.state.cells[1].temperature, 71_C) << "the worst neighbour counts";
  pack.cell(1).temperature = 11_C;
  pack.good_at(46_s);
  EXPECT_EQ(pack.state.cells[1].temperature, 11_C) << "1 °C from T-min is worse than 9 from T-max";
  pack.good_at(24_h * 7 + 39_s).good_at(24_h * 7 + 40_s);
  EXPECT_EQ(pack.state.invalid_cell, 2) << "after 7 days it is over";
}

// CELL-7
TEST(Judgement, NeverWithoutAVoltageNorWithoutANeighbour) {
  PackStory pack = running_pack();
  waive_temperature(pack.state, 2, 7, 40_s);
  pack.cell(2).voltage_fault = ReadingFault::sensor_open;
  pack.good_at(41_s);
  EXPECT_EQ(pack.state.invalid_cell, 2);
  pack.cell(2).voltage_fault = ReadingFault::none;
  for (const int number : {1, 2, 3}) {
    pack.cell(number).temperature_fault = ReadingFault::sensor_open;
  }
  pack.good_at(42_s);
  EXPECT_FALSE(pack.state.cells[1].temperature_valid());
}

// CELL-7
TEST(Judgement, AtAnEndOfThePackTheOnlyNeighbourCounts) {
  for (const int end : {1, 4}) {
    PackStory pack = running_pack();
    waive_temperature(pack.state, static_cast<CellNumber>(end), 1, 40_s);
    pack.cell(end).temperature_fault = ReadingFault::sensor_open;
    pack.cell(end == 1 ? 2 : 3).temperature = 81_C;
    pack.good_at(41_s);
    EXPECT_EQ(pack.warnings(), "Th");
    EXPECT_EQ(pack.state.cells[static_cast<std::size_t>(end - 1)].temperature, 81_C);
  }
}

// CELL-7
TEST(Judgement, AWaiverForACellThatIsNotThereChangesNothing) {
  PackStory pack = running_pack();
  waive_temperature(pack.state, 9, 7, 40_s);
  pack.cell(2).temperature_fault = ReadingFault::sensor_open;
  pack.good_at(41_s);
  EXPECT_EQ(pack.state.invalid_cell, 2);
}

// CELL-8
TEST(Judgement, ACellThatIsFrozenIsNamed) {
  PackStory pack;
  for (Milliseconds t = 0_s; t <= 600_s; t += 1_s) {
    pack.sensors.in = t < 300_s ? 0_A : 11_A;
    for (const int number : {1, 2, 4}) {
      pack.cell(number).voltage = 3300_mV + Millivolts{t.count() % 2000 == 0 ? 1 : 0};
    }
    pack.good_at(t);
  }
  EXPECT_EQ(pack.events_of(EventKind::cell_frozen), 1);
  EXPECT_EQ(pack.event_of(EventKind::cell_frozen).number, 3);
}

// CELL-10
TEST(Judgement, OffsetsCorrectTheReadingsBeforeTheRules) {
  PackStory pack = running_pack();
  pack.offsets = {{0_mV, 0_C}, {20_mV, 1_C}};
  pack.cell(2).voltage = 3580_mV;
  pack.good_at(41_s);
  EXPECT_EQ(pack.charge_why(), "CH-1");
  EXPECT_EQ(pack.state.charge.why[0].value, 3600);
  EXPECT_EQ(pack.state.status.pack.cell_temperature_max.value, 26_C);
}

// SET-0
TEST(Judgement, ASwitchThatLiftsVBypassToVMaxIsAnEventAndTheTablesGoOn) {
  PackStory pack = running_pack();
  pack.options.v_bypass = 3600_mV;
  pack.good_at(41_s).good_at(42_s);
  EXPECT_EQ(pack.events_of(EventKind::v_bypass_contradicts), 1);
  EXPECT_TRUE(pack.charge_closed());
  pack.all_cells(3600_mV).good_at(43_s);
  EXPECT_EQ(pack.charge_why(), "CH-1 CH-2");
}

// RELAY-1
TEST(Judgement, ARelayThatOscillatesIsToldWithItsNewDelay) {
  PackStory pack = running_pack();
  pack.settings.restart_delay = 0_s;
  Milliseconds now = 41_s;
  for (int i = 0; i < 5; ++i) {
    pack.cell(4).voltage = 3600_mV;
    pack.good_at(now);
    pack.cell(4).voltage = 3300_mV;
    pack.good_at(now + 1_s);
    now += 2_s;
  }
  EXPECT_EQ(pack.events_of(EventKind::relay_oscillating), 1);
  EXPECT_EQ(pack.event_of(EventKind::relay_oscillating).number, 1);
  EXPECT_EQ(pack.event_of(EventKind::relay_oscillating).value, 10'000);
  EXPECT_TRUE(pack.load_closed()) << "each relay by itself";
  for (int i = 0; i < 5; ++i) {
    pack.cell(1).voltage = 2700_mV;
    pack.good_at(now);
    pack.cell(1).voltage = 3300_mV;
    pack.good_at(now + 1_s);
    now += 2_s;
  }
  EXPECT_EQ(pack.event_of(EventKind::relay_oscillating).number, 2);
}

// RELAY-9
TEST(Judgement, TheOwnerCanHoldEachRelayOpenByItself) {
  PackStory pack = running_pack();
  pack.hold_charge_open = true;
  pack.good_at(41_s);
  EXPECT_FALSE(pack.charge_closed());
  EXPECT_TRUE(pack.load_closed());
  pack.hold_charge_open = false;
  pack.hold_load_open = true;
  pack.good_from_to(42_s, 72_s);
  EXPECT_TRUE(pack.charge_closed());
  EXPECT_EQ(pack.load_why(), "RELAY-9");
}

TEST(EventLog, KeepsTheNewest32) {
  EventLog log;
  for (std::int32_t i = 0; i < 40; ++i)
    log.add({.kind = EventKind::cell_frozen, .value = i, .since = {}});
  EXPECT_EQ(log.written(), 40U);
  for (std::uint32_t i = 8; i < 40; ++i) EXPECT_EQ(log.at(i).value, static_cast<std::int32_t>(i));
}

TEST(EventLog, KeepsEachFieldToTheLastDigit) {
  EventLog log;
  const Event event{.kind = EventKind::store_failing,
                    .number = 255,
                    .value = INT32_MIN,
                    .limit = INT32_MAX,
                    .since = Milliseconds{0x1234'5678'9ABC}};
  log.add(event);
  log.add({.kind = EventKind::cell_frozen, .since = Milliseconds{-1}});
  EXPECT_EQ(log.at(0).kind, event.kind);
  EXPECT_EQ(log.at(0).number, event.number);
  EXPECT_EQ(log.at(0).value, event.value);
  EXPECT_EQ(log.at(0).limit, event.limit);
  EXPECT_EQ(log.at(0).since, event.since);
  EXPECT_EQ(log.at(1).since, Milliseconds{-1});
}

}  // namespace
}  // namespace cellwarden::core
