// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/relay_drive.hpp"

#include <gtest/gtest.h>

#include "cellwarden/core/contacts.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;

DriveInputs open_with(Milliamps in, std::optional<Milliamps> out) {
  const Currents currents{.in = in, .out = out, .battery = in - out.value_or(0_A)};
  return {.closed = false, .new_cycle = true, .currents = currents, .range = SensorRange::a100};
}

// RELAY-4
TEST(Contacts, OfTheChargeRelayArePins1And2WhenAllowedOnBothVersions) {
  for (const BoardVersion version : {BoardVersion::v1, BoardVersion::v2}) {
    EXPECT_TRUE(contacts(Relay::charge, true, version).pins_1_2_closed);
    EXPECT_FALSE(contacts(Relay::charge, true, version).pins_2_3_closed);
    EXPECT_FALSE(contacts(Relay::charge, false, version).pins_1_2_closed);
    EXPECT_TRUE(contacts(Relay::charge, false, version).pins_2_3_closed);
  }
}

// RELAY-4
TEST(Contacts, OfTheLoadRelayAreReversedOnVersion2) {
  EXPECT_TRUE(contacts(Relay::load, true, BoardVersion::v1).pins_1_2_closed);
  EXPECT_TRUE(contacts(Relay::load, false, BoardVersion::v1).pins_2_3_closed);
  EXPECT_TRUE(contacts(Relay::load, true, BoardVersion::v2).pins_2_3_closed);
  EXPECT_FALSE(contacts(Relay::load, true, BoardVersion::v2).pins_1_2_closed);
  EXPECT_TRUE(contacts(Relay::load, false, BoardVersion::v2).pins_1_2_closed);
}

// RELAY-2
TEST(RelayDrive, AtPowerUpTheRelayIsDrivenOpen) {
  RelayDrive state;
  EXPECT_EQ(drive_relay(state, Relay::charge, {}, 0_s).pulse, Pulse::open);
  EXPECT_EQ(drive_relay(state, Relay::charge, {}, 1_s).pulse, Pulse::none);
}

TEST(RelayDrive, PulsesOnceWhenTheRulesChangeTheirMind) {
  RelayDrive state;
  drive_relay(state, Relay::charge, {}, 0_s);
  EXPECT_EQ(drive_relay(state, Relay::charge, {.closed = true}, 1_s).pulse, Pulse::close);
  EXPECT_EQ(drive_relay(state, Relay::charge, {.closed = true}, 200_s).pulse, Pulse::none);
  EXPECT_EQ(drive_relay(state, Relay::charge, {}, 201_s).pulse, Pulse::open);
}

// RELAY-8
TEST(RelayDrive, RepeatsTheOpenPulseEvery60Seconds) {
  RelayDrive state;
  drive_relay(state, Relay::load, {}, 0_s);
  EXPECT_EQ(drive_relay(state, Relay::load, {}, 59'999_ms).pulse, Pulse::none);
  EXPECT_EQ(drive_relay(state, Relay::load, {}, 60_s).pulse, Pulse::open);
  EXPECT_EQ(drive_relay(state, Relay::load, {}, 61_s).pulse, Pulse::none);
  EXPECT_EQ(drive_relay(state, Relay::load, {}, 120_s).pulse, Pulse::open);
}

// RELAY-8
TEST(RelayDrive, AFallingSupplyOpensWhateverTheRulesSay) {
  RelayDrive state;
  drive_relay(state, Relay::load, {.closed = true}, 0_s);
  EXPECT_EQ(drive_relay(state, Relay::load, {.closed = true, .supply_falling = true}, 1_s).pulse,
            Pulse::open);
}

// RELAY-7
TEST(RelayDrive, CurrentFlowsAboveTwoReportedSteps) {
  EXPECT_FALSE(
      current_flows(Relay::charge, {.in = 1000_mA, .out = 0_A, .battery = 1_A}, SensorRange::a100));
  EXPECT_TRUE(
      current_flows(Relay::charge, {.in = 1001_mA, .out = 0_A, .battery = 1_A}, SensorRange::a100));
  EXPECT_FALSE(
      current_flows(Relay::load, {.in = 0_A, .out = 1000_mA, .battery = -1_A}, SensorRange::a100));
  EXPECT_TRUE(
      current_flows(Relay::load, {.in = 0_A, .out = 1001_mA, .battery = -1_A}, SensorRange::a100));
}

// RELAY-7
TEST(RelayDrive, WithOneSensorItsSignDecides) {
  const Currents charging{.in = 5_A, .out = {}, .battery = 5_A};
  const Currents discharging{.in = -5_A, .out = {}, .battery = -5_A};
  EXPECT_TRUE(current_flows(Relay::charge, charging, SensorRange::a100));
  EXPECT_FALSE(current_flows(Relay::load, charging, SensorRange::a100));
  EXPECT_FALSE(current_flows(Relay::charge, discharging, SensorRange::a100));
  EXPECT_TRUE(current_flows(Relay::load, discharging, SensorRange::a100));
  const Currents unknown{.in = -5_A, .out = {}, .battery = {}};
  EXPECT_FALSE(current_flows(Relay::load, unknown, SensorRange::a100));
}

// RELAY-7
TEST(RelayDrive, CurrentThatFlows10SecondsAfterOpeningIsAnAlarmAndPulsesEveryCycle) {
  RelayDrive state;
  drive_relay(state, Relay::charge, open_with(20_A, 0_A), 0_s);
  const DriveOutputs early = drive_relay(state, Relay::charge, open_with(20_A, 0_A), 9'999_ms);
  EXPECT_FALSE(early.event_did_not_open);
  EXPECT_EQ(early.pulse, Pulse::none);
  const DriveOutputs alarm = drive_relay(state, Relay::charge, open_with(20_A, 0_A), 10_s);
  EXPECT_TRUE(alarm.event_did_not_open);
  EXPECT_EQ(alarm.pulse, Pulse::open);
  const DriveOutputs again = drive_relay(state, Relay::charge, open_with(20_A, 0_A), 11_s);
  EXPECT_FALSE(again.event_did_not_open) << "told once";
  EXPECT_EQ(again.pulse, Pulse::open);
  DriveInputs between = open_with(20_A, 0_A);
  between.new_cycle = false;
  EXPECT_EQ(drive_relay(state, Relay::charge, between, 11'500_ms).pulse, Pulse::none);
  EXPECT_EQ(drive_relay(state, Relay::charge, open_with(0_A, 0_A), 12_s).pulse, Pulse::none);
  EXPECT_FALSE(state.did_not_open);
}

// RELAY-7
TEST(RelayDrive, InABankItIsJudgedOnlyWhenAllPacksAreOpen) {
  RelayDrive state;
  DriveInputs in = open_with(20_A, 0_A);
  in.bank_open = false;
  drive_relay(state, Relay::charge, in, 0_s);
  EXPECT_FALSE(drive_relay(state, Relay::charge, in, 20_s).event_did_not_open);
  in.bank_open = true;
  EXPECT_TRUE(drive_relay(state, Relay::charge, in, 21_s).event_did_not_open);
}

// RELAY-7
TEST(RelayDrive, UnknownCurrentsAreNoAlarm) {
  RelayDrive state;
  drive_relay(state, Relay::charge, {}, 0_s);
  EXPECT_FALSE(drive_relay(state, Relay::charge, {}, 20_s).event_did_not_open);
}

}  // namespace
}  // namespace cellwarden::core
