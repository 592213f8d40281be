// SPDX-License-Identifier: Apache-2.0
// Each row of the manual's two tables, stated again in the manual's own numbers: at the limit, just
// below it and just above it, and in which mode it counts.
#include "cellwarden/core/relay_rules.hpp"

#include <gtest/gtest.h>

#include <string>

#include "manual_facts.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using test::manual_facts;

const RelayRule& row(RuleId id) {
  for (const RelayTable* table : {&charge_table(), &load_table()}) {
    for (const auto rows : {table->off, table->on}) {
      for (const RelayRule& rule : rows) {
        if (rule.id == id) return rule;
      }
    }
  }
  ADD_FAILURE() << "no row " << name(id);
  return charge_table().off[0];
}

bool holds(RuleId id, const Facts& facts) { return row(id).holds(facts); }

Facts with_lowest(Millivolts voltage) {
  Facts facts = manual_facts();
  facts.pack.cell_voltage_min.value = voltage;
  return facts;
}
Facts with_highest(Millivolts voltage) {
  Facts facts = manual_facts();
  facts.pack.cell_voltage_max.value = voltage;
  return facts;
}
Facts with_coldest(MilliCelsius temperature) {
  Facts facts = manual_facts();
  facts.pack.cell_temperature_min.value = temperature;
  return facts;
}
Facts with_hottest(MilliCelsius temperature) {
  Facts facts = manual_facts();
  facts.pack.cell_temperature_max.value = temperature;
  return facts;
}
Facts with_soc(Percent percent, std::int64_t counts) {
  Facts facts = manual_facts();
  facts.soc.count = count_at(facts.soc.capacity, percent) + SocCount{counts};
  return facts;
}
Facts with_error(bool error) {
  Facts facts = manual_facts();
  facts.communication_error = error;
  return facts;
}

// CH-1
TEST(ChargeTable, CH1OpensWhenACellReachesVMax) {
  EXPECT_FALSE(holds(RuleId::ch_1, with_highest(3599_mV)));
  EXPECT_TRUE(holds(RuleId::ch_1, with_highest(3600_mV)));
  EXPECT_TRUE(holds(RuleId::ch_1, with_highest(3601_mV)));
}

// CH-2
TEST(ChargeTable, CH2OpensWhenAllCellsAreAtVBypass) {
  EXPECT_FALSE(holds(RuleId::ch_2, with_lowest(3399_mV)));
  EXPECT_TRUE(holds(RuleId::ch_2, with_lowest(3400_mV)));
  EXPECT_TRUE(holds(RuleId::ch_2, with_lowest(3401_mV)));
}

// CH-3
TEST(ChargeTable, CH3OpensWhenACellIsBelowTMin) {
  EXPECT_TRUE(holds(RuleId::ch_3, with_coldest(9'999_mC)));
  EXPECT_FALSE(holds(RuleId::ch_3, with_coldest(10_C)));
  EXPECT_FALSE(holds(RuleId::ch_3, with_coldest(10'001_mC)));
}

// CH-4
TEST(ChargeTable, CH4OpensWhenACellIsAboveTMax) {
  EXPECT_FALSE(holds(RuleId::ch_4, with_hottest(79'999_mC)));
  EXPECT_FALSE(holds(RuleId::ch_4, with_hottest(80_C)));
  EXPECT_TRUE(holds(RuleId::ch_4, with_hottest(80'001_mC)));
}

// CH-5, CH-15
TEST(ChargeTable, CH5OpensOnEAndCH15AsksForCommunication) {
  EXPECT_TRUE(holds(RuleId::ch_5, with_error(true)));
  EXPECT_FALSE(holds(RuleId::ch_5, with_error(false)));
  EXPECT_FALSE(holds(RuleId::ch_15, with_error(true)));
  EXPECT_TRUE(holds(RuleId::ch_15, with_error(false)));
}

// CH-11
TEST(ChargeTable, CH11AsksForAllCellsBelowVBypass) {
  EXPECT_TRUE(holds(RuleId::ch_11, with_highest(3399_mV)));
  EXPECT_FALSE(holds(RuleId::ch_11, with_highest(3400_mV)));
}

// CH-12
TEST(ChargeTable, CH12AsksForAnSocBelowChargeRestart) {
  EXPECT_TRUE(holds(RuleId::ch_12, with_soc(95_percent, -1)));
  EXPECT_FALSE(holds(RuleId::ch_12, with_soc(95_percent, 0)));
  EXPECT_FALSE(holds(RuleId::ch_12, with_soc(95_percent, 1)));
}

// CH-13
TEST(ChargeTable, CH13AsksForAllCellsBelowVMax) {
  EXPECT_TRUE(holds(RuleId::ch_13, with_highest(3599_mV)));
  EXPECT_FALSE(holds(RuleId::ch_13, with_highest(3600_mV)));
}

// CH-14, LD-13
TEST(BothTables, CH14AndLD13AskForAllTemperaturesInside) {
  for (const RuleId id : {RuleId::ch_14, RuleId::ld_13}) {
    EXPECT_FALSE(holds(id, with_coldest(9'999_mC)));
    EXPECT_FALSE(holds(id, with_coldest(10_C)));
    EXPECT_TRUE(holds(id, with_coldest(10'001_mC)));
    EXPECT_TRUE(holds(id, with_hottest(79'999_mC)));
    EXPECT_FALSE(holds(id, with_hottest(80_C)));
    EXPECT_FALSE(holds(id, with_hottest(80'001_mC)));
  }
}

// LD-1
TEST(LoadTable, LD1OpensWhenACellReachesVMin) {
  EXPECT_TRUE(holds(RuleId::ld_1, with_lowest(2699_mV)));
  EXPECT_TRUE(holds(RuleId::ld_1, with_lowest(2700_mV)));
  EXPECT_FALSE(holds(RuleId::ld_1, with_lowest(2701_mV)));
}

// LD-2
TEST(LoadTable, LD2OpensWhenACellIsBelowTMin) {
  EXPECT_TRUE(holds(RuleId::ld_2, with_coldest(9'999_mC)));
  EXPECT_FALSE(holds(RuleId::ld_2, with_coldest(10_C)));
}

// LD-3
TEST(LoadTable, LD3OpensWhenACellIsAboveTMax) {
  EXPECT_FALSE(holds(RuleId::ld_3, with_hottest(80_C)));
  EXPECT_TRUE(holds(RuleId::ld_3, with_hottest(80'001_mC)));
}

// LD-4, LD-14
TEST(LoadTable, LD4OpensOnEAndLD14AsksForCommunication) {
  EXPECT_TRUE(holds(RuleId::ld_4, with_error(true)));
  EXPECT_FALSE(holds(RuleId::ld_4, with_error(false)));
  EXPECT_FALSE(holds(RuleId::ld_14, with_error(true)));
  EXPECT_TRUE(holds(RuleId::ld_14, with_error(false)));
}

// LD-11
TEST(LoadTable, LD11AsksForAllCellsAboveVMin) {
  EXPECT_FALSE(holds(RuleId::ld_11, with_lowest(2700_mV)));
  EXPECT_TRUE(holds(RuleId::ld_11, with_lowest(2701_mV)));
}

// LD-12
TEST(LoadTable, LD12AsksForAnSocOfDischargeRestart) {
  EXPECT_FALSE(holds(RuleId::ld_12, with_soc(5_percent, -1)));
  EXPECT_TRUE(holds(RuleId::ld_12, with_soc(5_percent, 0)));
  EXPECT_TRUE(holds(RuleId::ld_12, with_soc(5_percent, 1)));
}

// RELAY-1
TEST(Margins, TheLoadRelayNeedsVMinPlusItsHysteresisInBothModes) {
  const RelayRule& margin = load_table().margin[0];
  EXPECT_FALSE(margin.holds(with_lowest(2800_mV)));
  EXPECT_TRUE(margin.holds(with_lowest(2801_mV)));
  EXPECT_TRUE(applies(margin, Mode::normal));
  EXPECT_TRUE(applies(margin, Mode::critical));
}

// RELAY-1
TEST(Margins, TheChargeRelayNeedsVMaxMinusItsHysteresisInCriticalModeOnly) {
  const RelayRule& margin = charge_table().margin[0];
  EXPECT_TRUE(margin.holds(with_highest(3549_mV)));
  EXPECT_FALSE(margin.holds(with_highest(3550_mV)));
  EXPECT_FALSE(applies(margin, Mode::normal));
  EXPECT_TRUE(applies(margin, Mode::critical));
}

std::string ids_in(Mode mode, std::span<const RelayRule> rows) {
  std::string ids;
  for (const RelayRule& rule : rows) {
    if (applies(rule, mode)) ids += std::string{name(rule.id)} + " ";
  }
  return ids;
}

// CH-2, CH-11, CH-12, CH-13, LD-12
TEST(BothTables, HaveTheRowsOfTheManualInEachMode) {
  const RelayTable& charge = charge_table();
  const RelayTable& load = load_table();
  EXPECT_EQ(ids_in(Mode::normal, charge.off), "CH-1 CH-2 CH-3 CH-4 CH-5 ");
  EXPECT_EQ(ids_in(Mode::critical, charge.off), "CH-1 CH-3 CH-4 CH-5 ");
  EXPECT_EQ(ids_in(Mode::normal, charge.on), "CH-11 CH-12 CH-14 CH-15 ");
  EXPECT_EQ(ids_in(Mode::critical, charge.on), "CH-13 CH-14 CH-15 ");
  EXPECT_EQ(ids_in(Mode::normal, load.off), "LD-1 LD-2 LD-3 LD-4 ");
  EXPECT_EQ(ids_in(Mode::critical, load.off), "LD-1 LD-2 LD-3 LD-4 ");
  EXPECT_EQ(ids_in(Mode::normal, load.on), "LD-11 LD-12 LD-13 LD-14 ");
  EXPECT_EQ(ids_in(Mode::critical, load.on), "LD-11 LD-13 LD-14 ");
}

std::string ids_that_need(Needs needs) {
  std::string ids;
  for (const RelayTable* table : {&charge_table(), &load_table()}) {
    for (const auto rows : {table->off, table->on, table->margin}) {
      for (const RelayRule& rule : rows) {
        if (rule.needs == needs) ids += std::string{name(rule.id)} + " ";
      }
    }
  }
  return ids;
}

// CELL-7
TEST(BothTables, SixOffRowsActOnTheValidReadingsOfAMessageThatIsNotGood) {
  EXPECT_EQ(ids_that_need(Needs::any_reading), "CH-1 CH-3 CH-4 LD-1 LD-2 LD-3 ");
}

// CELL-7
TEST(BothTables, OnlyTheRowsOfCommunicationNeedNoMessage) {
  EXPECT_EQ(ids_that_need(Needs::nothing), "CH-5 CH-15 LD-4 LD-14 ");
  EXPECT_EQ(ids_that_need(Needs::good_message),
            "CH-2 CH-11 CH-12 CH-13 CH-14 RELAY-1 LD-11 LD-12 LD-13 RELAY-1 ");
}

struct Expected {
  CellNumber cell;
  std::int32_t value;
  std::int32_t limit;
};

void expect_reason(const RelayRule& rule, const Facts& facts, const Expected& expected) {
  const Reason shown = reason(rule, facts);
  EXPECT_EQ(shown.id, rule.id);
  EXPECT_EQ(shown.cell, expected.cell) << name(rule.id);
  EXPECT_EQ(shown.value, expected.value) << name(rule.id);
  EXPECT_EQ(shown.limit, expected.limit) << name(rule.id);
}

// RELAY-3
TEST(Reasons, NameTheCellItsValueAndTheLimit) {
  const Facts facts = manual_facts();
  expect_reason(row(RuleId::ch_1), facts, {3, 3310, 3600});
  expect_reason(row(RuleId::ch_2), facts, {2, 3300, 3400});
  expect_reason(row(RuleId::ch_3), facts, {1, 24'000, 10'000});
  expect_reason(row(RuleId::ch_4), facts, {4, 26'000, 80'000});
  expect_reason(row(RuleId::ch_11), facts, {3, 3310, 3400});
  expect_reason(row(RuleId::ch_12), facts, {0, 50'000, 95'000});
  expect_reason(row(RuleId::ch_13), facts, {3, 3310, 3600});
  expect_reason(row(RuleId::ld_1), facts, {2, 3300, 2700});
  expect_reason(row(RuleId::ld_2), facts, {1, 24'000, 10'000});
  expect_reason(row(RuleId::ld_3), facts, {4, 26'000, 80'000});
  expect_reason(row(RuleId::ld_11), facts, {2, 3300, 2700});
  expect_reason(row(RuleId::ld_12), facts, {0, 50'000, 5'000});
  expect_reason(charge_table().margin[0], facts, {3, 3310, 3550});
  expect_reason(load_table().margin[0], facts, {2, 3300, 2800});
}

// RELAY-3
TEST(Reasons, OfTheTemperatureRowsNameTheReadingThatIsNearestToItsLimit) {
  for (const RuleId id : {RuleId::ch_14, RuleId::ld_13}) {
    expect_reason(row(id), with_coldest(9_C), {1, 9'000, 10'000});
    expect_reason(row(id), with_hottest(85_C), {4, 85'000, 80'000});
    expect_reason(row(id), with_coldest(10_C), {1, 10'000, 10'000});
    expect_reason(row(id), with_hottest(80_C), {4, 80'000, 80'000});
    Facts facts = manual_facts();
    facts.pack.cell_temperature_max.value = 77_C;
    facts.pack.cell_temperature_min.value = 12_C;
    expect_reason(row(id), facts, {1, 12'000, 10'000});
    facts.pack.cell_temperature_min.value = 15_C;
    expect_reason(row(id), facts, {4, 77'000, 80'000});
    facts.pack.cell_temperature_min.value = 13_C;
    expect_reason(row(id), facts, {4, 77'000, 80'000});
  }
}

// RELAY-3
TEST(Reasons, OfEGiveTheMissedMessagesAndTheInvalidCell) {
  Facts facts = manual_facts();
  facts.messages_missed = 7;
  facts.invalid_cell = 3;
  for (const RuleId id : {RuleId::ch_5, RuleId::ch_15, RuleId::ld_4, RuleId::ld_14}) {
    expect_reason(row(id), facts, {3, 7, 3});
  }
}

// RELAY-3
TEST(Reasons, OfADelayAHoldOrAClockNameNoCell) {
  for (const Subject subject : {Subject::restart_delay, Subject::hold, Subject::clock}) {
    RelayRule rule = row(RuleId::ch_5);
    rule.subject = subject;
    expect_reason(rule, manual_facts(), {0, 0, 3});
  }
}

}  // namespace
}  // namespace cellwarden::core
