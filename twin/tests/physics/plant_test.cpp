// SPDX-License-Identifier: Apache-2.0
// Voltages and charge of the plant (PLUS-5: an owner's system is simulated with cells like the real
// ones).
#include "cellwarden/twin/plant.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "plant_story.hpp"

namespace cellwarden::twin {
namespace {

TEST(Plant, BeginsAtRestWithTheChargeThatItIsGiven) {
  const Plant plant{lfp_prismatic_100ah(), one_bare_cell(0.5)};
  EXPECT_EQ(plant.cells(), 1);
  EXPECT_DOUBLE_EQ(plant.soc(0), 0.5);
  EXPECT_DOUBLE_EQ(plant.charge_ah(0), 50);
  EXPECT_NEAR(plant.cell_voltage(0, 0), 3.2993, 1e-9);  // the file's ocv at 0.5
  EXPECT_DOUBLE_EQ(plant.cell_temperature_c(0), 25);
}

// 100 A for 20 s, worked out by hand with the C library's exp.
TEST(Plant, AnswersACurrentAsTheFormulaeSay) {
  Plant plant{plain_cell(), one_bare_cell(0.5)};
  plant.advance(20, 100, 25);
  const double charge = 100.0 * 20 / 360'000;
  const double ocv = 3.2 + 0.1 * (0.5 + charge);
  const double hysteresis = 0.02 * (1 - std::exp(-charge / 0.025));
  const double rc = 0.06 * (1 - std::exp(-2.0)) + 0.04 * (1 - std::exp(-0.1));
  EXPECT_NEAR(plant.cell_voltage(0, 100), ocv + hysteresis + rc + 0.1, 1e-12);
  EXPECT_NEAR(plant.cell_voltage(0, 0), ocv + hysteresis + rc, 1e-12);
}

TEST(Plant, DischargingUsesItsOwnResistances) {
  Plant plant{plain_cell(), one_bare_cell(0.5)};
  run(plant, 3600, 1, -10);  // 18 time constants of the slower pair
  const double ocv = 3.2 + 0.1 * 0.4;
  const double hysteresis = -0.02 * (1 - std::exp(-4.0));
  EXPECT_NEAR(plant.cell_voltage(0, -10), ocv + hysteresis - 10 * (0.001 + 0.002), 1e-9);
}

TEST(Plant, OneLongStepIsManyShortOnes) {
  for (const double current : {0.001, 30.0, -200.0, 5000.0}) {  // the last needs the halved series
    Plant whole{plain_cell(), one_bare_cell(0.5)};
    Plant pieces{plain_cell(), one_bare_cell(0.5)};
    whole.advance(60, current, 25);
    run(pieces, 600, 0.1, current);
    EXPECT_NEAR(whole.cell_voltage(0, current), pieces.cell_voltage(0, current), 1e-11) << current;
    EXPECT_NEAR(whole.charge_ah(0), pieces.charge_ah(0), 1e-11) << current;
    EXPECT_NEAR(whole.totals(0).pack_j, pieces.totals(0).pack_j, 1e-9 * std::fabs(current));
  }
}

TEST(Plant, HysteresisGoesFromOneBranchToTheOther) {
  Plant plant{plain_cell(), one_bare_cell(0.1)};
  const auto offset = [&] { return plant.cell_voltage(0, 0) - plant.open_circuit_voltage(0); };
  run(plant, 3600, 1, 50);
  run(plant, 3600, 1, 0);
  EXPECT_NEAR(offset(), 0.02, 1e-7);
  run(plant, 180, 1, -50);  // 2.5 % of the capacity: 1/e of the way is left
  run(plant, 3600, 1, 0);
  EXPECT_NEAR(offset(), 0.02 * (2 * std::exp(-1.0) - 1), 1e-7);
}

TEST(Plant, PackVoltageIsEmfPlusCurrentTimesResistance) {
  Random random{5};
  PlantSettings settings = equal_cells(16, 0.4);
  settings.spread = draw_spread(random, 16);
  Plant plant{lfp_prismatic_100ah(), settings};
  run(plant, 600, 1, 80);
  for (const double current : {-150.0, 0.0, 80.0}) {
    double sum = 0;
    for (const double volts : plant.cell_voltages(current)) sum += volts;
    for (const CellSpread& cell : settings.spread) sum += current * cell.connection_ohm;
    EXPECT_NEAR(plant.emf() + current * plant.resistance(), sum, 1e-10);
    EXPECT_EQ(plant.cell_voltages(current)[7], plant.cell_voltage(7, current));
  }
}

TEST(Plant, IdenticalCellsStayIdenticalToTheBit) {
  Plant plant{lfp_prismatic_100ah(), equal_cells(15, 0.3, 10)};
  for (int i = 0; i < 20'000; ++i) plant.advance(1, i % 701 - 350, 10);
  const auto volts = plant.cell_voltages(50);
  ASSERT_EQ(volts.size(), 15U);
  EXPECT_TRUE(std::all_of(volts.begin(), volts.end(), [&](double v) { return v == volts[0]; }));
  EXPECT_EQ(plant.totals(0).heat_j, plant.totals(14).heat_j);
}

TEST(Plant, CellsInAnotherOrderDoTheSame) {
  Random random{6};
  PlantSettings forwards = equal_cells(13, 0.5);
  forwards.spread = draw_spread(random, 13);
  PlantSettings backwards = forwards;
  std::reverse(backwards.spread.begin(), backwards.spread.end());
  Plant first{lfp_prismatic_100ah(), forwards};
  Plant second{lfp_prismatic_100ah(), backwards};
  first.set_bypass(2, 1);
  second.set_bypass(10, 1);
  for (int i = 0; i < 20'000; ++i) {
    first.advance(1, i % 501 - 250, 25);
    second.advance(1, i % 501 - 250, 25);
  }
  for (int cell = 0; cell < 13; ++cell) {
    EXPECT_EQ(first.cell_voltage(cell, 40), second.cell_voltage(12 - cell, 40)) << cell;
    EXPECT_EQ(first.board_temperature_c(cell), second.board_temperature_c(12 - cell)) << cell;
  }
}

TEST(Plant, OverchargeGoesAboveFourVoltsAndKeepsItsCharge) {
  Plant plant{lfp_prismatic_100ah(), one_bare_cell(0.99)};
  run(plant, 3600, 1, 3);
  EXPECT_GT(plant.cell_voltage(0, 0), 4.0);
  EXPECT_NEAR(plant.soc(0), 1.02, 0.0005);
  run(plant, 36'000, 1, 3);
  EXPECT_NEAR(plant.soc(0), 1.32, 0.0005);  // never clamped
}

TEST(Plant, BeyondItsTableTheVoltageGoesOnWithItsLastSlope) {
  CellParameters cell = plain_cell();
  cell.ocv = {{0, 3.0}, {0.1, 3.2}, {0.9, 3.3}, {1, 3.4}};
  cell.hysteresis = {{0.2, 0.01}, {0.8, 0.02}};
  EXPECT_NEAR(Plant(cell, one_bare_cell(1.5)).cell_voltage(0, 0), 3.9, 1e-12);
  EXPECT_NEAR(Plant(cell, one_bare_cell(-0.5)).cell_voltage(0, 0), 2.0, 1e-12);
}

// Whatever is done to it, no voltage and no temperature becomes infinite or "not a number".
TEST(Plant, AbuseStaysFinite) {
  for (const double current : {-1e6, -2000.0, 2000.0, 1e6}) {
    Plant plant{lfp_prismatic_100ah(), equal_cells(1, 0.5)};
    plant.set_extra_drain(0, 500);
    run(plant, 100'000, 60, current, -40);
    EXPECT_TRUE(std::isfinite(plant.cell_voltage(0, current))) << current;
    EXPECT_TRUE(std::isfinite(plant.cell_temperature_c(0))) << current;
    EXPECT_TRUE(std::isfinite(plant.board_temperature_c(0))) << current;
  }
}

TEST(Plant, DeepDischargeGoesBelowTwoVolts) {
  Plant plant{lfp_prismatic_100ah(), one_bare_cell(0.01)};
  run(plant, 3600, 1, -2);
  EXPECT_LT(plant.cell_voltage(0, 0), 2.0);
  EXPECT_NEAR(plant.soc(0), -0.01, 0.0005);
}

// 0.45 mA beside 100 Ah: a day of it is 38.88 A·s, and none of it may be rounded away.
TEST(Plant, TheSmallestCurrentsCount) {
  Plant plant{plain_cell(), one_bare_cell(0.5)};
  run(plant, 86'400, 1, 0.00045);
  EXPECT_NEAR(plant.charge_ah(0) * 3600 - 180'000, 38.88, 1e-9);
}

TEST(Plant, SelfDischargeAndTheBoardEmptyARestingCell) {
  PlantSettings settings = equal_cells(1, 0.5);
  settings.spread = {CellSpread{.drain_a = 0.001}};
  Plant plant{lfp_prismatic_100ah(), settings};
  run(plant, 30 * 24 * 60, 60, 0);
  // 30 days: 2.8 mA at 25 °C and 1 mA.
  EXPECT_NEAR(plant.charge_ah(0), 50 - 720 * (0.0028 + 0.001), 0.001);
  Plant warm{lfp_prismatic_100ah(), one_bare_cell(0.5, 37)};  // 12 K warmer: twice as much
  run(warm, 30 * 24 * 60, 60, 0, 37);
  EXPECT_NEAR(warm.charge_ah(0), 50 - 720 * 0.0056, 0.001);
}

TEST(Plant, WhatCannotBeIsIgnored) {
  Plant plant{lfp_prismatic_100ah(), equal_cells(2, 0.5)};
  const double before = plant.cell_voltage(1, 10);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  plant.advance(0, 100, 25);
  plant.advance(-1, 100, 25);
  plant.advance(1, nan, 25);
  plant.advance(1, 100, nan);
  plant.advance(nan, 100, 25);
  plant.set_bypass(2, 1);
  plant.set_extra_drain(-1, 1);
  plant.set_connection(99, 1);
  EXPECT_EQ(plant.cell_voltage(1, 10), before);
  EXPECT_EQ(plant.cell_voltage(2, 10), 0);
  EXPECT_EQ(plant.totals(-1).stored_j, 0);
  EXPECT_EQ(Plant(lfp_prismatic_100ah(), equal_cells(0, 0.5)).cell_voltages(1).size(), 0U);
}

TEST(Plant, AStepAboveAMinuteIsCut) {
  Plant whole{lfp_prismatic_100ah(), equal_cells(1, 0.5)};
  Plant minutes{lfp_prismatic_100ah(), equal_cells(1, 0.5)};
  whole.advance(150, 50, 25);
  run(minutes, 2, 60, 50);
  minutes.advance(30, 50, 25);
  EXPECT_EQ(whole.cell_voltage(0, 0), minutes.cell_voltage(0, 0));
}

}  // namespace
}  // namespace cellwarden::twin
