// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/inverter.hpp"

#include <gtest/gtest.h>

namespace cellwarden::twin {
namespace {

// Cut-off 40 V, restart 44 V after 10 s, at most 1000 W; losses none, unless a test says so.
constexpr InverterSettings kPlain{.efficiency = 1, .standby_w = 0};
constexpr BusState kHealthy{.emf_v = 52, .resistance_ohm = 0.02};

TEST(Inverter, DrawsThePowerOfTheHouseAtTheVoltageThatItLeaves) {
  Inverter inverter{kPlain};
  const double current = inverter.current_a(800, true, kHealthy, 1);
  EXPECT_NEAR(current * (52 - 0.02 * current), 800, 1e-9);
}

TEST(Inverter, DrawsItsLossesAndItsStandbyPowerToo) {
  Inverter inverter{{.efficiency = 0.9, .standby_w = 10}};
  const BusState stiff{.emf_v = 50, .resistance_ohm = 0};
  EXPECT_DOUBLE_EQ(inverter.current_a(900, true, stiff, 1), 1010.0 / 50);
  EXPECT_DOUBLE_EQ(inverter.current_a(0, true, stiff, 1), 0.2);
}

// Section 7: the inverter's peak power.
TEST(Inverter, ServesItsPeakPowerAndCountsTheRest) {
  Inverter inverter{kPlain};
  const BusState stiff{.emf_v = 50, .resistance_ohm = 0};
  for (int s = 0; s < 3600; ++s) EXPECT_DOUBLE_EQ(inverter.current_a(1500, true, stiff, 1), 20);
  EXPECT_NEAR(inverter.served_wh(), 1000, 1e-6);
  EXPECT_NEAR(inverter.unserved_wh(), 500, 1e-6);
}

// RELAY-5, RELAY-6: what the load relay is for.
TEST(Inverter, NotAllowedItDrawsOnlyItsOffPower) {
  Inverter inverter{{.off_w = 1, .obey_lag_s = 1}};
  const BusState stiff{.emf_v = 50, .resistance_ohm = 0};
  EXPECT_DOUBLE_EQ(inverter.current_a(800, true, stiff, 1), 0.02);
  EXPECT_GT(inverter.current_a(800, true, stiff, 1), 16);
  EXPECT_GT(inverter.current_a(800, false, stiff, 1), 16);
  EXPECT_DOUBLE_EQ(inverter.current_a(800, false, stiff, 1), 0.02);
  EXPECT_EQ(inverter.stage(), InverterStage::off);
}

TEST(Inverter, OneThatIgnoresItsSignalGoesOn) {
  Inverter inverter{kPlain};
  inverter.set_obedience(Obedience::ignores);
  EXPECT_GT(inverter.current_a(800, false, kHealthy, 1), 15);
}

TEST(Inverter, TripsAtItsCutOffAndComesBackAtTheRestartVoltage) {
  Inverter inverter{kPlain};
  const auto current_at = [&](double volts) {
    return inverter.current_a(400, true, {.emf_v = volts, .resistance_ohm = 0}, 1);
  };
  EXPECT_GT(current_at(40.001), 0);
  EXPECT_EQ(current_at(40), 0);
  EXPECT_EQ(inverter.stage(), InverterStage::tripped);
  for (int s = 1; s < 20; ++s) EXPECT_EQ(current_at(43.999), 0);
  EXPECT_GT(current_at(44), 0);
  EXPECT_EQ(inverter.stage(), InverterStage::running);
}

TEST(Inverter, ComesBackNotBeforeItsRetryTime) {
  Inverter inverter{kPlain};
  inverter.current_a(400, true, kHealthy, 1);
  EXPECT_EQ(inverter.current_a(400, true, {.emf_v = 39, .resistance_ohm = 0}, 1), 0);
  for (int s = 1; s < 10; ++s) EXPECT_EQ(inverter.current_a(400, true, kHealthy, 1), 0) << s;
  EXPECT_GT(inverter.current_a(400, true, kHealthy, 1), 0);
}

TEST(Inverter, TripsOnALoadThatTheBusCannotDeliver) {
  // 52 V behind 1 Ω give at most 52² / 4 = 676 W, at 26 V.
  const BusState weak{.emf_v = 52, .resistance_ohm = 1};
  EXPECT_TRUE(load_current_a(676, weak));
  EXPECT_NEAR(*load_current_a(676, weak), 26, 1e-9);
  EXPECT_FALSE(load_current_a(676.1, weak));
  Inverter inverter{{.efficiency = 1, .standby_w = 0, .cutoff_v = 20}};
  EXPECT_GT(inverter.current_a(670, true, weak, 1), 0);
  EXPECT_EQ(inverter.current_a(680, true, weak, 1), 0);
  EXPECT_EQ(inverter.stage(), InverterStage::tripped);
}

TEST(Inverter, TheRootOfHigherVoltageIsTaken) {
  const BusState weak{.emf_v = 50, .resistance_ohm = 1};
  EXPECT_NEAR(*load_current_a(400, weak), 10, 1e-9);  // at 40 V; the other root is 40 A at 10 V
}

TEST(Inverter, AnInrushFollowsItsStartAndEachStepOfTheLoad) {
  Inverter inverter{
      {.efficiency = 1, .standby_w = 0, .inrush_w = 1000, .inrush_s = 2, .inrush_step_w = 300}};
  const BusState stiff{.emf_v = 50, .resistance_ohm = 0};
  const auto watts = [&](double house_w) {
    return 50 * inverter.current_a(house_w, true, stiff, 1);
  };
  EXPECT_NEAR(watts(100), 1100, 1e-9);
  EXPECT_NEAR(watts(100), 1100, 1e-9);
  EXPECT_NEAR(watts(100), 100, 1e-9);
  EXPECT_NEAR(watts(400), 400, 1e-9);  // 300 W is not more than the step
  EXPECT_NEAR(watts(701), 1701, 1e-9);
  EXPECT_NEAR(watts(701), 1701, 1e-9);
  EXPECT_NEAR(watts(701), 701, 1e-9);
}

TEST(Inverter, AnInrushShorterThanTheStepIsAveragedOverIt) {
  Inverter inverter{{.efficiency = 1, .standby_w = 0, .inrush_w = 1000, .inrush_s = 0.1}};
  EXPECT_NEAR(50 * inverter.current_a(100, true, {.emf_v = 50, .resistance_ohm = 0}, 1), 200, 1e-9);
}

}  // namespace
}  // namespace cellwarden::twin
