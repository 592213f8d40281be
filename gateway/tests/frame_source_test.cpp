// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/frame_source.hpp"

#include <gtest/gtest.h>

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using core::Milliseconds;
using core::Warning;
using protocol::DataFrame;

// A pack of four cells in which nothing is wrong.
DataFrame good_frame(int cell) {
  DataFrame frame;
  frame.pack_voltage = 13'200_mV;
  frame.current_in = 10'000_mA;
  frame.current_out = 4'000_mA;
  frame.battery_current = 6'000_mA;
  frame.cell_voltage_min = {3'300_mV, 1};
  frame.cell_voltage_max = {3'300_mV, 1};
  frame.cell_temperature_min = {20'000_mC, 1};
  frame.cell_temperature_max = {20'000_mC, 1};
  frame.cell = static_cast<core::CellNumber>(cell);
  frame.cell_count = 4;
  frame.cell_voltage = core::Millivolts{3'300 + cell};
  frame.cell_temperature = 20'000_mC;
  frame.charge_allowed = true;
  frame.discharge_allowed = true;
  frame.soc = core::Percent{49};
  frame.capacity = core::WattHours{5'100};
  frame.energy_in_total = protocol::KilowattHours{12};
  frame.v_min = 2'700_mV;
  frame.v_max = 3'600_mV;
  frame.v_bypass = 3'400_mV;
  return frame;
}

// OUT-3: one cell a frame.
TEST(FrameSource, CellsComeInTurnAndEachHasItsOwnAge) {
  FrameSource source;
  for (int i = 0; i < 4; ++i) source.take(good_frame(i + 1), Milliseconds{i * 1000});
  const Observation& seen = source.observation();
  ASSERT_EQ(seen.cells.size(), 4U);
  EXPECT_EQ(seen.cells[0]->value.voltage, 3'301_mV);
  EXPECT_EQ(seen.cells[0]->at, 0_ms);
  EXPECT_EQ(seen.cells[3]->value.voltage, 3'304_mV);
  EXPECT_EQ(seen.cells[3]->at, 3'000_ms);
  EXPECT_TRUE(seen.cells[0]->value.in_turn);
  EXPECT_FALSE(seen.cells[0]->value.bypass);  // a frame does not tell it
}

// APP-7: without cell communication a frame tells the last values again.
TEST(FrameSource, WhatIsToldAgainDuringEIsAsOldAsItWas) {
  FrameSource source;
  DataFrame silent = good_frame(1);
  silent.warnings.set(Warning::communication);
  source.take(silent, 0_ms);
  EXPECT_FALSE(source.observation().cells[0]) << "nobody knows how old it is";
  EXPECT_FALSE(source.observation().currents);
  for (int i = 0; i < 2; ++i) source.take(good_frame(i + 1), Milliseconds{1'000 + i * 1000});
  source.take(silent, 3'000_ms);
  EXPECT_EQ(source.observation().cells[0]->at, 1'000_ms);
  EXPECT_EQ(source.observation().currents->at, 2'000_ms);
  EXPECT_EQ(source.observation().alarms->at, 3'000_ms) << "the pack itself is heard";
}

TEST(FrameSource, ACellAboveTheNumberOfCellsIsIgnored) {
  FrameSource source;
  source.take(good_frame(5), 0_ms);
  for (const auto& cell : source.observation().cells) EXPECT_FALSE(cell);
}

TEST(FrameSource, AStatusBitIsBelievedWhenTwoOfTheLastThreeFramesAgree) {
  FrameSource source;
  source.take(good_frame(1), 0_ms);
  EXPECT_FALSE(source.observation().charge_relay) << "one frame alone says nothing";
  EXPECT_TRUE(source.observation().charge->value.calibrated);
  source.take(good_frame(2), 1'000_ms);
  EXPECT_TRUE(source.observation().charge_relay->value.allowed);
  DataFrame odd = good_frame(3);
  odd.charge_allowed = false;
  source.take(odd, 2'000_ms);
  EXPECT_TRUE(source.observation().charge_relay->value.allowed);
  source.take(odd, 3'000_ms);
  EXPECT_FALSE(source.observation().charge_relay->value.allowed);
}

// APP-7: what was true before the link was lost does not pass for what is true now.
TEST(FrameSource, AfterAnInterruptionTheRelaysAreUnknownUntilTwoFramesAgree) {
  FrameSource source;
  source.take(good_frame(1), 0_ms);
  source.take(good_frame(2), 1'000_ms);
  source.interrupted();
  DataFrame stopped = good_frame(3);
  stopped.charge_allowed = false;
  source.take(stopped, 60'000_ms);
  EXPECT_FALSE(source.observation().charge_relay);
  source.take(good_frame(4), 61'000_ms);
  EXPECT_FALSE(source.observation().charge_relay) << "one against one";
  EXPECT_TRUE(source.observation().load_relay->value.allowed);
  source.take(stopped, 62'000_ms);
  EXPECT_FALSE(source.observation().charge_relay->value.allowed);
}

TEST(FrameSource, AWarningIsShownAtOnceAsUnconfirmed) {
  FrameSource source;
  source.take(good_frame(1), 0_ms);
  source.take(good_frame(2), 1'000_ms);
  DataFrame high = good_frame(3);
  high.warnings.set(Warning::voltage_high);
  source.take(high, 2'000_ms);
  EXPECT_FALSE(source.observation().alarms->value.warnings.has(Warning::voltage_high));
  EXPECT_EQ(source.observation().alarms->value.unconfirmed, 0x02);
  source.take(high, 3'000_ms);
  EXPECT_TRUE(source.observation().alarms->value.warnings.has(Warning::voltage_high));
  EXPECT_EQ(source.observation().alarms->value.unconfirmed, 0);
}

// IN-1
TEST(FrameSource, ThePauseBetweenFramesTellsTheCycle) {
  FrameSource source;
  source.take(good_frame(1), 0_ms);
  EXPECT_FALSE(source.observation().setup->value.cycle);
  source.take(good_frame(2), 1'010_ms);
  EXPECT_EQ(source.observation().setup->value.cycle, core::Cycle::slow);
  source.take(good_frame(3), 1'500_ms);
  EXPECT_EQ(source.observation().setup->value.cycle, core::Cycle::fast);
}

// wire-formats 1.3: a set of keys counts when key 0 comes round again.
TEST(FrameSource, TheKeysOfGenerationThreeCountWhenTheSetIsWhole) {
  FrameSource source;
  const auto send = [&](std::uint8_t key, std::uint8_t value, int i) {
    DataFrame frame = good_frame(1);
    frame.trailer = protocol::KeyValue{.key = key, .value = value};
    source.take(frame, Milliseconds{i * 1000});
  };
  for (std::uint8_t key = 0; key < protocol::kKeyCount; ++key) {
    const std::uint8_t value = key == 0    ? 97
                               : key == 6  ? 0x33
                               : key == 7  ? 11
                               : key == 16 ? 0x10
                                           : 0;
    send(key, value, key);
  }
  EXPECT_FALSE(source.observation().health);
  send(0, 97, 19);
  ASSERT_TRUE(source.observation().health);
  EXPECT_EQ(source.observation().health->value.state_of_health, core::Percent{97});
  EXPECT_EQ(source.observation().identity->value.firmware.major, 3);
  EXPECT_EQ(source.observation().identity->value.firmware.patch, 11);
  EXPECT_EQ(source.observation().charge_relay->value.closed, true);
  EXPECT_EQ(source.observation().load_relay->value.closed, false);
}

TEST(FrameSource, ASetOfKeysWithAGapDoesNotCount) {
  FrameSource source;
  for (std::uint8_t key = 0; key < protocol::kKeyCount; ++key) {
    if (key == 5) continue;
    DataFrame frame = good_frame(1);
    frame.trailer = protocol::KeyValue{.key = key, .value = 1};
    source.take(frame, Milliseconds{key * 1000});
  }
  DataFrame frame = good_frame(1);
  frame.trailer = protocol::KeyValue{.key = 0, .value = 1};
  source.take(frame, 19'000_ms);
  EXPECT_FALSE(source.observation().health);
}

// CELL-7
TEST(FrameSource, AReadingThatCannotBeRealIsNamedAndNotShown) {
  FrameSource source;
  DataFrame frame = good_frame(2);
  frame.cell_voltage = 0_mV;
  source.take(frame, 0_ms);
  const CellView& cell = source.observation().cells[1]->value;
  EXPECT_FALSE(cell.voltage);
  EXPECT_EQ(cell.voltage_fault, core::ReadingFault::too_low);
  EXPECT_EQ(cell.temperature, 20'000_mC);
}

TEST(FrameSource, AFrameTellsItsThreeSettingsAndNoOthers) {
  FrameSource source;
  source.take(good_frame(1), 0_ms);
  const SettingsView& view = source.observation().settings->value;
  EXPECT_TRUE(view.knows(core::SettingId::v_min));
  EXPECT_TRUE(view.knows(core::SettingId::v_max));
  EXPECT_TRUE(view.knows(core::SettingId::battery_capacity));
  EXPECT_FALSE(view.knows(core::SettingId::t_max));
}

}  // namespace
}  // namespace cellwarden::gateway
