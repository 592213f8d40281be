// SPDX-License-Identifier: Apache-2.0
// Faults of sensors and cells.
#include <gtest/gtest.h>

#include <array>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::count;
using test::fault;
using test::first;
using test::small_pack;

// CH-1: what the board reads is what counts.
TEST(SensorFault, ABiasedVoltageOpensTheChargeRelay) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::cell_voltage_bias, 2, 60, 90, 400)};
  Bench bench{scenario, {}};
  bench.run_until(150);
  EXPECT_LE(first(bench, "charge_relay_opened").value_or(1e9) - 60, 1.2);
  EXPECT_EQ(count(bench, "load_relay_opened"), 0);
}

// CELL-9: one sample of five.
TEST(SensorFault, ASpikeInOneSampleDoesNothing) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::cell_voltage_spike, 2, 60, 300, 1500)};
  Bench bench{scenario, {}};
  bench.run_until(300);
  EXPECT_EQ(count(bench, "charge_relay_opened"), 0);
}

// CELL-7, CELL-8: an invalid reading is E after the third message, and names the cell.
TEST(SensorFault, AnInvalidReadingIsWarningEAndNamesTheCell) {
  for (const FaultKind kind :
       {FaultKind::thermistor_open, FaultKind::thermistor_shorted, FaultKind::converter_off}) {
    Scenario scenario = small_pack();
    scenario.faults = {fault(kind, 3, 60, 120, 4)};
    Bench bench{scenario, {}};
    bench.run_until(110);
    EXPECT_LE(first(bench, "warning_E_began", 60).value_or(1e9) - 60, 3.6);
    EXPECT_EQ(bench.out_board(1).state.invalid_cell, 3);
    EXPECT_FALSE(bench.pack(1).charge_contact_closed);
    bench.run_until(200);
    EXPECT_TRUE(bench.pack(1).charge_contact_closed);
  }
}

// CELL-8: 3 % is still right.
TEST(SensorFault, AConverterThatIsAlmost3PercentOffIsStillTaken) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::converter_off, 3, 60, 120, 2.9)};
  Bench bench{scenario, {}};
  bench.run_until(120);
  EXPECT_EQ(count(bench, "warning_E_began", 10), 0);
}

// CELL-8: the same to the millivolt for 10 minutes, while the current moved by more than 10 A.
TEST(SensorFault, AFrozenCellIsAnEvent) {
  Scenario scenario = small_pack();
  scenario.packs[0].voltage_noise_mv = 1;
  scenario.site.sun.measured = *Profile::repeating({0, 300}, {0, 0.4}, 600);
  scenario.faults = {fault(FaultKind::cell_voltage_stuck, 2, 60, 2000)};
  Bench bench{scenario, {}};
  bench.run_until(2000);
  const double frozen = first(bench, "cell_frozen").value_or(0);
  EXPECT_GE(frozen, 658);  // the newest sample before the fault was at 59.1 s
  EXPECT_LE(frozen, 1300);
}

// IN-4
TEST(SensorFault, ALostConsumerSensorIsAnEvent) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::sensor_lost, 2, 60, 120)};
  Bench bench{scenario, {}};
  bench.run_until(90);
  EXPECT_LE(first(bench, "consumer_sensor_lost").value_or(1e9) - 60, 1.2);
  EXPECT_FALSE(bench.out_board(1).state.soc.calibrated);
}

// IN-7: a sensor that is too small for the current saturates at 100 % of its range.
TEST(SensorFault, ASaturatedSensorIsAnEventAndUncalibratesTheSoc) {
  Scenario scenario = small_pack();
  scenario.packs[0].factory.sensor = core::SensorRange::a25;
  scenario.packs[0].sensor_in.range_a = 25;
  scenario.site.sun.measured = test::always(0.9);
  Bench bench{scenario, {}};
  bench.run_until(120);
  EXPECT_TRUE(first(bench, "sensor_saturated"));
  EXPECT_FALSE(bench.out_board(1).state.soc.calibrated);
}

// A wrong sensor shows a wrong current: gain, offset, reversed, swapped, wrong size.
TEST(SensorFault, FaultsOfTheCurrentSensorShowInTheCurrent) {
  struct Row {
    FaultKind kind;
    double magnitude;
    double times;
    double plus_a;
  };
  const std::array rows{
      Row{FaultKind::sensor_gain, 1.5, 1.5, 0}, Row{FaultKind::sensor_offset, 2, 1, 2},
      Row{FaultKind::sensor_reversed, 0, -1, 0}, Row{FaultKind::sensor_wrong_size, 50, 2, 0},
      Row{FaultKind::sensor_stuck, 0, 1, 0}};
  for (const Row& row : rows) {
    Scenario scenario = small_pack();
    scenario.faults = {fault(row.kind, 1, 60, 120, row.magnitude)};
    Bench bench{scenario, {}};
    bench.run_until(59);
    const double before = bench.out_board(1).state.status.currents.in.count() / 1000.0;
    bench.run_until(70);
    const double during = bench.out_board(1).state.status.currents.in.count() / 1000.0;
    EXPECT_NEAR(during, before * row.times + row.plus_a, 0.1) << static_cast<int>(row.kind);
    ASSERT_GT(before, 2);
  }
}

TEST(SensorFault, SwappedSensorsShowEachOthersCurrents) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::sensors_swapped, 0, 60, 120)};
  Bench bench{scenario, {}};
  bench.run_until(59);
  const core::Currents before = bench.out_board(1).state.status.currents;
  bench.run_until(70);
  const core::Currents during = bench.out_board(1).state.status.currents;
  EXPECT_NEAR(during.in.count(), before.out->count(), 100);
  EXPECT_NEAR(during.out->count(), before.in.count(), 100);
}

// What the site does to the pack.
TEST(SensorFault, AnInrushShowsInTheCurrentAndAWarmShedInTheTemperatures) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::load_inrush, 0, 60, 70, 30),
                     fault(FaultKind::ambient, 0, 100, 1e9, 30)};
  Bench bench{scenario, {}};
  bench.run_until(59);
  const core::Milliamps before = *bench.out_board(1).state.status.currents.out;
  bench.run_until(69);
  const core::Milliamps during = *bench.out_board(1).state.status.currents.out;
  EXPECT_NEAR((during - before).count(), 30'000, 500);
  const double cool_c = bench.plant(1).cell_temperature_c(1);
  bench.run_until(4 * 3600);
  EXPECT_GT(bench.plant(1).cell_temperature_c(1), cool_c + 10);
}

// Two at a time add up; with the end of one the other stays.
TEST(SensorFault, TwoInrushesAddUp) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::load_inrush, 0, 60, 80, 10),
                     fault(FaultKind::load_inrush, 0, 70, 90, 30)};
  Bench bench{scenario, {}};
  const auto out_ma = [&bench](double time_s) {
    bench.run_until(time_s);
    return bench.out_board(1).state.status.currents.out->count();
  };
  const std::int32_t before = out_ma(59);
  EXPECT_NEAR(out_ma(69) - before, 10'000, 500);
  EXPECT_NEAR(out_ma(79) - before, 40'000, 500);
  EXPECT_NEAR(out_ma(89) - before, 30'000, 500);
}

// It rises from what the connection has anyway, in each cell that the scenario names, and stays.
TEST(SensorFault, EachConnectionRisesFromItsOwnResistance) {
  Scenario scenario = small_pack();
  scenario.packs[0].cell_plans = {{.cell = 2, .connection_ohm = 0.001}};
  scenario.faults = {fault(FaultKind::connection_resistance, 2, 100, 200, 0.02),
                     fault(FaultKind::connection_resistance, 3, 100, 300, 0.04),
                     fault(FaultKind::connection_resistance, 3, 400, 500, 0.01)};
  Bench bench{scenario, {}};
  bench.run_until(99);
  EXPECT_NEAR(bench.plant(1).connection(1), 0.001, 1e-9);
  const double others_ohm = bench.plant(1).connection(0);
  bench.run_until(150);
  EXPECT_NEAR(bench.plant(1).connection(1), 0.011, 0.0005);
  EXPECT_NEAR(bench.plant(1).connection(2), others_ohm + 0.01, 0.0005);
  bench.run_until(350);
  EXPECT_NEAR(bench.plant(1).connection(1), 0.021, 1e-9);
  EXPECT_NEAR(bench.plant(1).connection(2), others_ohm + 0.04, 1e-9);
  bench.run_until(600);
  EXPECT_NEAR(bench.plant(1).connection(2), others_ohm + 0.05, 1e-9);
  EXPECT_EQ(bench.plant(1).connection(0), others_ohm);
}

// A weak cell is full first; an internal short empties its cell; a bad connection warms it.
TEST(SensorFault, SickCellsShow) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::weak_cell, 1, 0, 1e9, 50),
                     fault(FaultKind::internal_short, 2, 0, 1e9, 5),
                     fault(FaultKind::connection_resistance, 3, 0, 3600, 0.02)};
  scenario.site.sun.measured = test::always(0.5);
  Bench bench{scenario, {}};
  bench.run_until(2 * 3600);
  EXPECT_GT(bench.plant(1).soc(0), bench.plant(1).soc(3) + 0.1);
  EXPECT_LT(bench.plant(1).soc(1), bench.plant(1).soc(3) - 0.08);
  EXPECT_GT(bench.plant(1).cell_temperature_c(2), bench.plant(1).cell_temperature_c(3) + 1);
}

}  // namespace
}  // namespace cellwarden::twin
