// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/data_output.hpp"

#include <gtest/gtest.h>

#include "frames.hpp"
#include "out_board.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::Milliamps;
using core::SensorRange;
using core::Warning;
using test::OutBoard;

// OUT-3
TEST(DataOutput, SendsNothingBeforeTheFirstGoodMessage) {
  OutBoard board;
  EXPECT_FALSE(board.frame());
  board.damaged_at(0_s);
  EXPECT_FALSE(board.frame());
  board.cells[2] = {};
  board.good_at(1_s);  // intact, but with an invalid reading
  EXPECT_FALSE(board.frame());
}

// OUT-3
TEST(DataOutput, BeginsWithCell1AndKey0HoweverOftenItHadNothingToSay) {
  OutBoard board;
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(board.frame());
  board.start();
  const auto frame = board.frame();
  EXPECT_EQ(frame->cell, 1);
  EXPECT_EQ(std::get<KeyValue>(frame->trailer).key, 0);
}

// OUT-3
TEST(DataOutput, AllowedIsWhatTheRelaysAre) {
  OutBoard board;
  board.start();
  EXPECT_TRUE(board.frame()->charge_allowed);
  EXPECT_TRUE(board.frame()->discharge_allowed);
  board.cells[0].voltage = 3600_mV;
  board.good_at(2_s);
  EXPECT_FALSE(board.frame()->charge_allowed);
  EXPECT_TRUE(board.frame()->discharge_allowed);
  board.cells[0].voltage = 2700_mV;
  board.good_at(3_s);
  EXPECT_FALSE(board.frame()->discharge_allowed);
}

// OUT-3
TEST(DataOutput, DuringENothingIsAllowedAndTheLastVoltagesStay) {
  OutBoard board;
  board.sensors = {.in = 10_A, .out = 2_A};
  board.start();
  const auto before = board.frame();
  EXPECT_EQ(before->battery_current, 8_A);
  board.fail();
  const auto during = board.frame();
  EXPECT_FALSE(during->charge_allowed);
  EXPECT_FALSE(during->discharge_allowed);
  EXPECT_TRUE(during->warnings.has(Warning::communication));
  EXPECT_EQ(during->current_in, std::nullopt);
  EXPECT_EQ(during->current_out, std::nullopt);
  EXPECT_EQ(during->battery_current, std::nullopt);
  EXPECT_EQ(during->pack_voltage, 13'200_mV);
  EXPECT_EQ(during->cell_voltage_min.value, 3300_mV);
  EXPECT_EQ(during->cell_voltage, 3300_mV);
  const FrameBytes bytes = encode(*during);
  EXPECT_EQ(bytes[30] & 0x07, 0x04);
  EXPECT_EQ(bytes[3], 'X');
  EXPECT_EQ(bytes[6], 'X');
  EXPECT_EQ(bytes[9], 'X');
}

// OUT-3
TEST(DataOutput, WhileEWaitsForItsSecondGoodMessageItIsStillE) {
  OutBoard board;
  board.good_at(0_s);
  EXPECT_TRUE(board.frame()->warnings.has(Warning::communication));
  EXPECT_EQ(board.frame()->current_in, std::nullopt);
  board.good_at(1_s);
  EXPECT_FALSE(board.frame()->warnings.any());
  EXPECT_EQ(board.frame()->current_in, 0_A);
}

// IN-3
TEST(DataOutput, CurrentsComeInStepsOfRange200) {
  const std::vector<std::pair<SensorRange, Milliamps>> steps{
      {SensorRange::a25, 125_mA},    {SensorRange::a50, 250_mA},     {SensorRange::a100, 500_mA},
      {SensorRange::a250, 1250_mA},  {SensorRange::a400, 2_A},       {SensorRange::a500, 2500_mA},
      {SensorRange::a1000, 5000_mA}, {SensorRange::a2000, 10'000_mA}};
  for (const auto& [range, step] : steps) {
    OutBoard board;
    board.factory.sensor = range;
    const Milliamps half = step / 2;
    board.sensors = {.in = step * 3 + half - 1_mA, .out = step + half + 1_mA};
    board.start();
    const auto frame = decode(encode(*board.frame()));
    EXPECT_EQ(frame->current_in, step * 3) << step.count();
    EXPECT_EQ(frame->current_out, step * 2) << step.count();
    EXPECT_EQ(frame->battery_current, step) << step.count();
  }
}

// IN-4
TEST(DataOutput, WithoutASecondSensorOnlyTheBatteryCurrentIsKnown) {
  OutBoard board;
  board.sensors = {.in = -5_A, .out = {}};
  board.start();
  EXPECT_EQ(board.frame()->current_in, -5_A);
  EXPECT_EQ(board.frame()->current_out, std::nullopt);
  EXPECT_EQ(board.frame()->battery_current, -5_A);
}

// IN-4
TEST(DataOutput, WhenTheSecondSensorIsLostTheBatteryCurrentIsUnknown) {
  OutBoard board;
  board.sensors = {.in = 5_A, .out = 1_A};
  board.start();
  board.sensors.out.reset();
  board.good_at(2_s);
  EXPECT_EQ(board.frame()->current_in, 5_A);
  EXPECT_EQ(board.frame()->current_out, std::nullopt);
  EXPECT_EQ(board.frame()->battery_current, std::nullopt);
}

// SOC-1
TEST(DataOutput, SocAndTotalsAreTruncated) {
  OutBoard board;
  board.settings.battery_capacity = 15'000_Wh;
  board.start();
  board.state.soc.count = core::count_at(15'000_Wh, 50_percent) - core::SocCount{1};
  board.state.energy.in_total.whole = 1'999_Wh;
  board.state.energy.out_total.whole = 999_Wh;
  const auto frame = board.frame();
  EXPECT_EQ(frame->soc, 49_percent);
  EXPECT_EQ(frame->energy_stored, 7'499_Wh);
  EXPECT_EQ(frame->energy_in_total, KilowattHours{1});
  EXPECT_EQ(frame->energy_out_total, KilowattHours{0});
}

TEST(DataOutput, CarriesSocFlagWarningsAndSettings) {
  OutBoard board;
  board.settings.v_min = 2900_mV;
  board.settings.v_max = 3650_mV;
  board.settings.battery_capacity = 9'900_Wh;
  board.options.v_bypass = 3500_mV;
  board.cells[1].temperature = 5_C;
  board.cells[3].voltage = 3650_mV;
  board.start();
  const auto frame = board.frame();
  EXPECT_FALSE(frame->soc_calibrated);
  EXPECT_TRUE(frame->warnings.has(Warning::voltage_high));
  EXPECT_TRUE(frame->warnings.has(Warning::temperature_low));
  EXPECT_FALSE(frame->warnings.has(Warning::temperature_high));
  EXPECT_EQ(frame->cell_voltage_max.cell, 4);
  EXPECT_EQ(frame->cell_temperature_min.cell, 2);
  EXPECT_EQ(frame->capacity, 9'900_Wh);
  EXPECT_EQ(frame->v_min, 2900_mV);
  EXPECT_EQ(frame->v_max, 3650_mV);
  EXPECT_EQ(frame->v_bypass, 3500_mV);
}

TEST(DataOutput, DescribesOneCellAfterTheOther) {
  OutBoard board;
  for (std::size_t i = 0; i < 4; ++i) {
    board.cells[i].voltage = core::Millivolts{3200 + 10 * static_cast<int>(i)};
  }
  board.start();
  for (const int cell : {1, 2, 3, 4, 1, 2}) {
    const auto frame = board.frame();
    EXPECT_EQ(frame->cell, cell);
    EXPECT_EQ(frame->cell_voltage, core::Millivolts{3190 + 10 * cell});
    EXPECT_EQ(frame->cell_count, 4);
  }
}

TEST(DataOutput, MayAnnounceCellsUpToTheFactorySetting) {
  OutBoard board;
  board.announced_cells = 6;
  board.start();
  for (const int cell : {1, 2, 3, 4, 5, 6, 1}) {
    const auto frame = board.frame();
    EXPECT_EQ(frame->cell, cell);
    EXPECT_EQ(frame->cell_voltage, cell <= 4 ? 3300_mV : 0_mV);
    EXPECT_EQ(frame->cell_count, 4);
  }
}

TEST(DataOutput, Key16SaysHowTheRelaysStand) {
  OutBoard board;
  board.key_values.status_2.early_warning = true;
  board.start();
  const auto key_16 = [&board] {
    for (;;) {
      const auto pair = std::get<KeyValue>(board.frame()->trailer);
      if (pair.key == 16) return int{pair.value};
    }
  };
  EXPECT_EQ(key_16(), 0x32);
  board.cells[0].temperature = 5_C;
  board.good_at(2_s);
  EXPECT_EQ(key_16(), 0x0E);
  board.fail();
  EXPECT_EQ(key_16(), 0x02);
}

// EN-2
TEST(DataOutput, Generations1And2SendTheTimeOfTheDevice) {
  OutBoard board;
  board.generation = Generation::one_or_two;
  board.start();
  const auto time = [&board] {
    const auto t = std::get<DeviceTime>(board.frame()->trailer);
    return std::pair{int{t.hour}, int{t.minute}};
  };
  EXPECT_EQ(time(), std::pair(0, 0));
  board.good_at(1_h + 59_min);
  EXPECT_EQ(time(), std::pair(1, 59));
  core::set_clock(board.state.clock, 24_h * 19'000 + 23_h + 3_min, board.time);
  EXPECT_EQ(time(), std::pair(23, 3));
  board.good_at(board.time + 57_min);
  EXPECT_EQ(time(), std::pair(0, 0));
  core::set_clock(board.state.clock, -1_min, board.time);
  EXPECT_EQ(time(), std::pair(23, 59));
}

}  // namespace
}  // namespace cellwarden::protocol
