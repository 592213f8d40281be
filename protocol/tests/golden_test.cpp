// SPDX-License-Identifier: Apache-2.0
// The golden capture was made by an independent encoder from the vendor's document, and the
// vendor's unmodified driver has read it. We must read the same from it, and write the same bytes.
#include <gtest/gtest.h>

#include "frames.hpp"
#include "out_board.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::MilliCelsius;
using core::Millivolts;
using test::Bytes;

// The pack of the capture, as a person would describe it: 16 cells from 3.280 V up in steps of
// 5 mV, 18 to 24 °C in a pattern of seven.
constexpr std::array<MilliCelsius, 7> kTemperatures{18'000_mC, 19'000_mC, 20'000_mC, 20'700_mC,
                                                    21'600_mC, 23'300_mC, 24'100_mC};

Millivolts voltage_of(int cell) { return Millivolts{3280 + 5 * (cell - 1)}; }
MilliCelsius temperature_of(int cell) {
  return kTemperatures[static_cast<std::size_t>(cell - 1) % kTemperatures.size()];
}

constexpr std::array<int, kKeyCount> kValues{98, 99,   0x02, 0x52, 0x02, 0x80, 0x33, 11, 0x04, 0xD2,
                                             0,  0x10, 0xE1, 0,    0x0F, 0xA0, 0x30, 2,  0xB2};

// CELL-1, IN-4, SOC-1
TEST(Golden, EveryFrameSaysWhatThePackIs) {
  const std::vector<Bytes> frames = test::reference_frames();
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto result = decode(frames[i]);
    ASSERT_TRUE(result) << i;
    const int cell = static_cast<int>(i) % 16 + 1;
    const auto key = static_cast<std::uint8_t>(i % kKeyCount);
    DataFrame expected;
    expected.pack_voltage = 53'080_mV;
    expected.current_in = 12'500_mA;
    expected.current_out = 4'250_mA;
    expected.battery_current = 8'250_mA;
    expected.cell_voltage_min = {3280_mV, 1};
    expected.cell_voltage_max = {3355_mV, 16};
    expected.cell_temperature_min = {18'144_mC, 1};  // 292 steps
    expected.cell_temperature_max = {24'143_mC, 7};  // 299 steps
    expected.cell = static_cast<core::CellNumber>(cell);
    expected.cell_count = 16;
    expected.cell_voltage = voltage_of(cell);
    expected.cell_temperature = result->cell_temperature;
    EXPECT_LT(abs(expected.cell_temperature - temperature_of(cell)), 429_mC) << i;
    expected.charge_allowed = expected.discharge_allowed = true;
    expected.energy_in_today = 1500_Wh;
    expected.energy_stored = 7467_Wh;
    expected.energy_out_today = 800_Wh;
    expected.soc = 49_percent;
    expected.energy_in_total = KilowattHours{2345};
    expected.energy_out_total = KilowattHours{2111};
    expected.trailer = KeyValue{key, static_cast<std::uint8_t>(kValues[key])};
    expected.capacity = 15'000_Wh;
    expected.v_min = 2800_mV;
    expected.v_max = 3650_mV;
    expected.v_bypass = 3400_mV;
    EXPECT_EQ(test::text(*result), test::text(expected)) << i;
  }
}

test::OutBoard board_of_the_capture() {
  test::OutBoard board{16};
  for (int cell = 1; cell <= 16; ++cell) {
    board.cells[static_cast<std::size_t>(cell - 1)] =
        core::cell_reading(voltage_of(cell), temperature_of(cell));
  }
  board.settings.battery_capacity = 15'000_Wh;
  board.settings.v_min = 2800_mV;
  board.settings.v_max = 3650_mV;
  board.factory.sensor = core::SensorRange::a25;
  board.sensors = {.in = 12'500_mA, .out = 4'250_mA};
  board.key_values = {.state_of_health = 98_percent,
                      .charge_efficiency = 99_percent,
                      .v_low = 2970_mV,
                      .v_nominal = 3200_mV,
                      .firmware = {.major = 3, .minor = 3, .patch = 11},
                      .charge_cycles = 1234,
                      .charged_total = KilowattHours{4321},
                      .discharged_total = KilowattHours{4000},
                      .status_2 = {},
                      .v_full = 3450_mV};
  board.start();
  board.state.soc.count = core::SocCount{7467 * core::kSocCountsPerWattHour};  // 49.78 %
  board.state.soc.calibrated = true;
  board.state.energy.in_today.whole = 1500_Wh;
  board.state.energy.out_today.whole = 800_Wh;
  board.state.energy.in_total.whole = 2'345'999_Wh;
  board.state.energy.out_total.whole = 2'111'000_Wh;
  return board;
}

// OUT-3, CELL-1, IN-3, SOC-1
TEST(Golden, OurBoardSendsTheSameTwentyFramesByteForByte) {
  test::OutBoard board = board_of_the_capture();
  const std::vector<Bytes> frames = test::reference_frames();
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const std::optional<DataFrame> frame = board.frame();
    ASSERT_TRUE(frame) << i;
    EXPECT_EQ(test::to_bytes(encode(*frame)), frames[i]) << i;
  }
}

}  // namespace
}  // namespace cellwarden::protocol
