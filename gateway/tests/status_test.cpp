// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/status.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "observations.hpp"

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using core::Warning;
using testing::HasSubstr;

// APP-7, and the issue: stale after 3 cycles, no data after 20 s.
TEST(Status, ValuesGrowStaleAfterThreeCyclesAndAreNoDataAfterTwentySeconds) {
  const Observation seen = healthy(0_ms);
  EXPECT_EQ(judge_one(seen, 0_ms).presence, Presence::live);
  EXPECT_EQ(judge_one(seen, 3'000_ms).presence, Presence::live);
  EXPECT_EQ(judge_one(seen, 3'001_ms).presence, Presence::stale);
  EXPECT_EQ(judge_one(seen, 19'999_ms).presence, Presence::stale);
  EXPECT_EQ(judge_one(seen, 20'000_ms).presence, Presence::no_data);
}

TEST(Status, TheFastCycleGrowsStaleSooner) {
  Observation seen = healthy(0_ms);
  seen.setup->value.cycle = core::Cycle::fast;
  EXPECT_EQ(judge_one(seen, 1'500_ms).presence, Presence::live);
  EXPECT_EQ(judge_one(seen, 1'501_ms).presence, Presence::stale);
}

// APP-7: no old number passes for a live one.
TEST(Status, WithoutDataThereIsOnlyWarningEAndNothingIsAllowed) {
  Observation seen = healthy(0_ms);
  seen.alarms->value.warnings.set(Warning::voltage_high);
  const Status status = judge_one(seen, 20'000_ms);
  EXPECT_TRUE(status.warnings.has(Warning::communication));
  EXPECT_FALSE(status.warnings.has(Warning::voltage_high));
  EXPECT_FALSE(status.charge.allowed);
  EXPECT_FALSE(status.load.allowed);
  EXPECT_FALSE(status.battery_mw);
  EXPECT_THAT(status.sentence, HasSubstr("No data"));
}

TEST(Status, NothingHasEverComeIsNotTheSameAsNoData) {
  const Status status = judge_one({}, 100'000_ms);
  EXPECT_EQ(status.presence, Presence::never);
  EXPECT_TRUE(status.warnings.has(Warning::communication));
  EXPECT_FALSE(status.charge.allowed);
}

// PLUS-1: one sentence says what the BMS is doing. Here 13.2 V and 10, 4 and 6 A.
TEST(Status, PowersComeFromPackVoltageAndCurrents) {
  const Status status = judge_one(healthy(0_ms), 0_ms);
  EXPECT_EQ(status.in_mw, 132'000);
  EXPECT_EQ(status.out_mw, 52'800);
  EXPECT_EQ(status.battery_mw, 79'200);
  EXPECT_EQ(status.sentence, "Charging 79 W.");
}

// APP-1: the manual's screen. 53.5 V × 16.5 A are 882.75 W.
TEST(Status, TheSentenceTruncatesAsTheManualsScreenDoes) {
  Observation seen = healthy(0_ms);
  seen.currents->value = {53'500_mV, 18'500_mA, 2'000_mA, 16'500_mA};
  EXPECT_EQ(judge_one(seen, 0_ms).sentence, "Charging 882 W.");
  seen.currents->value.battery = -16'500_mA;
  EXPECT_EQ(judge_one(seen, 0_ms).sentence, "Discharging 882 W.");
}

TEST(Status, APackThatTellsOnlyItsCellsHasTheirSumAsVoltage) {
  Observation seen = healthy(0_ms);
  seen.currents->value.pack_voltage.reset();
  EXPECT_EQ(judge_one(seen, 0_ms).seen.currents->value.pack_voltage, 13'200_mV);
  seen.cells[2]->value.voltage.reset();
  EXPECT_FALSE(judge_one(seen, 0_ms).seen.currents->value.pack_voltage);
}

// RELAY-3: the same tables as on the boards, on what is known of a real pack.
TEST(Status, TheReasonOfAPackThatDoesNotSayWhyIsInferred) {
  Observation seen = healthy(0_ms);
  seen.charge_relay->value.allowed = false;
  seen.cells[1]->value.voltage = 3'600_mV;
  const Status status = judge_one(seen, 0_ms);
  EXPECT_TRUE(status.charge.inferred);
  ASSERT_FALSE(status.charge.sentences.empty());
  EXPECT_EQ(status.charge.sentences.front(), "CH-1: cell 2 is 3.600 V, limit 3.600 V");
}

// A data output frame has no T-min and T-max: the pack's own warning says that one is passed
// (WARN-4, WARN-5).
TEST(Status, AWarningExplainsARelayWhoseTemperatureLimitThePackDoesNotTell) {
  Observation seen = healthy(0_ms);
  seen.settings->value = SettingsView{};
  seen.charge_relay->value.allowed = false;
  seen.cells[2]->value.temperature = 61'000_mC;
  EXPECT_TRUE(judge_one(seen, 0_ms).charge.reasons.empty());
  seen.alarms->value.warnings.set(core::Warning::temperature_high);
  const Status status = judge_one(seen, 0_ms);
  EXPECT_TRUE(status.charge.inferred);
  ASSERT_EQ(status.charge.reasons.size(), 1U);
  EXPECT_EQ(status.charge.sentences.front(),
            "CH-4: cell 3 is 61 °C, beyond a limit that the pack does not tell");
  seen.load_relay->value.allowed = false;
  seen.alarms->value.warnings = {};
  seen.alarms->value.warnings.set(core::Warning::temperature_low);
  EXPECT_EQ(judge_one(seen, 0_ms).load.reasons.front().id, core::RuleId::ld_2);
}

// Of a real pack the cells come before the charge; and its capacity may be told as nothing.
TEST(Status, NothingIsInferredOfAChargeThatIsNotKnown) {
  for (const bool no_capacity : {false, true}) {
    Observation seen = healthy(0_ms);
    seen.charge_relay->value.allowed = false;
    seen.load_relay->value.allowed = false;
    if (no_capacity) {
      seen.settings->value.settings.battery_capacity = core::WattHours{0};
    } else {
      seen.charge.reset();
    }
    const Status status = judge_one(seen, 100_ms);
    EXPECT_TRUE(status.load.inferred);
    EXPECT_TRUE(status.load.reasons.empty());
    EXPECT_TRUE(status.charge.reasons.empty());
  }
}

// 3.596 V may be 3.600 V before the wire rounded it, 3.594 V may not.
TEST(Status, InferringAllowsForTheFiveMillivoltsOfTheWire) {
  Observation seen = healthy(0_ms);
  seen.charge_relay->value.allowed = false;
  seen.charge->value.soc = core::MilliPercent{50'000};
  seen.cells[1]->value.voltage = 3'595_mV;
  EXPECT_EQ(judge_one(seen, 0_ms).charge.reasons.front().id, core::RuleId::ch_11);
  for (auto& cell : seen.cells) cell->value.voltage = 3'396_mV;
  const Status almost_full = judge_one(seen, 0_ms);
  ASSERT_FALSE(almost_full.charge.reasons.empty());
  EXPECT_EQ(almost_full.charge.reasons.front().id, core::RuleId::ch_2);
  for (auto& cell : seen.cells) cell->value.voltage = 3'394_mV;
  EXPECT_TRUE(judge_one(seen, 0_ms).charge.reasons.empty());
}

// One that was never set: the gateway must not end over it.
TEST(Status, APackThatTellsNoCapacityIsJudgedAllTheSame) {
  Observation seen = healthy(0_ms);
  seen.settings->value.settings.battery_capacity = core::WattHours{0};
  for (const auto soc : {seen.charge->value.soc, std::optional<core::MilliPercent>{}}) {
    seen.charge->value.soc = soc;
    for (const bool allowed : {true, false}) {
      seen.charge_relay->value.allowed = allowed;
      EXPECT_EQ(judge_one(seen, 0_ms).charge.allowed, allowed);
    }
  }
}

// A data output that has just begun has not told a status bit twice.
TEST(Status, ARelayThatWasNotToldOfIsNotKnownInsteadOfProbablyOpen) {
  Observation seen = healthy(0_ms);
  seen.charge_relay.reset();
  const Status status = judge_one(seen, 0_ms);
  EXPECT_FALSE(status.charge.allowed);
  EXPECT_FALSE(status.charge.inferred);
  EXPECT_THAT(status.charge.sentences.front(), HasSubstr("has not told"));
  EXPECT_EQ(status.sentence, "Charging 79 W. Charge relay: not known yet.");
}

TEST(Status, WhatTheBoardItselfSaysIsNotInferred) {
  Observation seen = healthy(0_ms);
  seen.load_relay->value = {
      .allowed = false,
      .closed = false,
      .reasons_known = true,
      .reasons = {{core::RuleId::ld_12, core::Subject::state_of_charge, 0, 3'000, 5'000}}};
  const Status status = judge_one(seen, 0_ms);
  EXPECT_FALSE(status.load.inferred);
  EXPECT_EQ(status.load.sentences.front(), "LD-12: SOC counted 3 %, restart at 5 %");
  EXPECT_EQ(status.sentence,
            "Charging 79 W. Load relay open: LD-12: SOC counted 3 %, restart at 5 %.");
}

TEST(Status, ABrokenChainIsNamedInTheSentence) {
  Observation seen = healthy(0_ms);
  seen.alarms->value.warnings.set(Warning::communication);
  Chain chain;
  chain.break_cell = 6;
  seen.chain = read(chain, 0_ms);
  EXPECT_THAT(judge_one(seen, 0_ms).sentence, HasSubstr("cell 6"));
}

TEST(Status, CurrentsThatContradictEachOtherAreFound) {
  Observation seen = healthy(0_ms);
  seen.setup->value.sensor = core::SensorRange::a100;  // steps of 0.5 A
  seen.currents->value.battery = 7'000_mA;             // two steps off
  EXPECT_TRUE(judge_one(seen, 0_ms).contradictions.empty());
  seen.currents->value.battery = 7'125_mA;
  const Status status = judge_one(seen, 0_ms);
  ASSERT_EQ(status.contradictions.size(), 1U);
  EXPECT_EQ(status.contradictions[0].kind, Contradiction::Kind::currents);
  EXPECT_EQ(status.contradictions[0].expected, 6'000);
}

// Four cells, each rounded to 5 mV, and the pack too: 25 mV.
TEST(Status, APackVoltageThatIsNotTheSumOfItsCellsIsFound) {
  Observation seen = healthy(0_ms);
  seen.currents->value.pack_voltage = 13'225_mV;
  EXPECT_TRUE(judge_one(seen, 0_ms).contradictions.empty());
  seen.currents->value.pack_voltage = 13'226_mV;
  ASSERT_EQ(judge_one(seen, 0_ms).contradictions.size(), 1U);
  EXPECT_EQ(judge_one(seen, 0_ms).contradictions[0].kind, Contradiction::Kind::voltages);
}

TEST(Merge, TheFirstLinkIsBelievedAsLongAsItIsFresh) {
  Observation lines = healthy(0_ms);
  lines.charge->value.soc = core::MilliPercent{50'123};
  Observation frames = healthy(2'000_ms);
  frames.charge->value.soc = core::MilliPercent{50'000};
  const std::array<const Observation*, 2> links{&lines, &frames};
  EXPECT_EQ(merge(links, 1'000_ms, 3'000_ms).charge->value.soc, core::MilliPercent{50'123});
  EXPECT_EQ(merge(links, 1'000_ms, 3'001_ms).charge->value.soc, core::MilliPercent{50'000});
}

TEST(Merge, WhatOneLinkDoesNotTellIsTakenFromTheOther) {
  Observation lines = healthy(0_ms);
  lines.setup->value.sensor.reset();
  lines.settings.reset();
  Observation frames = healthy(0_ms);
  frames.setup->value.sensor = core::SensorRange::a250;
  frames.setup->value.mode = core::Mode::critical;
  const std::array<const Observation*, 2> links{&lines, &frames};
  const Observation all = merge(links, 1'000_ms, 0_ms);
  EXPECT_EQ(all.setup->value.sensor, core::SensorRange::a250);
  EXPECT_EQ(all.setup->value.mode, core::Mode::normal);
  EXPECT_TRUE(all.settings);
}

}  // namespace
}  // namespace cellwarden::gateway
