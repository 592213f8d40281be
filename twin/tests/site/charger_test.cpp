// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/charger.hpp"

#include <gtest/gtest.h>

namespace cellwarden::twin {
namespace {

// 16 cells; absorption at 55.2 V for an hour, float at 53.6 V, at most 40 A, losses none.
constexpr ChargerSettings kPlain{.efficiency = 1};

double voltage(const BusState& bus, double own_a) {
  return bus.emf_v + bus.resistance_ohm * (own_a + bus.other_current_a);
}

TEST(Charger, GivesAllThePowerOfTheSunWhileTheBatteryIsLow) {
  Charger charger{kPlain};
  const BusState bus{.emf_v = 52, .resistance_ohm = 0.02};
  const double current = charger.current_a(1000, true, bus, 1);
  EXPECT_NEAR(current * voltage(bus, current), 1000, 1e-9);
  EXPECT_EQ(charger.stage(), ChargerStage::bulk);
}

TEST(Charger, LosesWhatItsEfficiencySays) {
  Charger charger{{.efficiency = 0.97}};
  const BusState bus{.emf_v = 50, .resistance_ohm = 0};
  EXPECT_DOUBLE_EQ(charger.current_a(1000, true, bus, 1), 19.4);
}

TEST(Charger, NeverGivesMoreThanItsCurrentAndItsPeakPower) {
  Charger by_current{kPlain};
  EXPECT_EQ(by_current.current_a(5000, true, {.emf_v = 45, .resistance_ohm = 0.01}, 1), 40);
  Charger by_power{{.peak_w = 1000, .efficiency = 1}};
  EXPECT_DOUBLE_EQ(by_power.current_a(5000, true, {.emf_v = 50, .resistance_ohm = 0}, 1), 20);
}

TEST(Charger, ConstantCurrentBecomesConstantVoltageAtTheAbsorptionVoltage) {
  Charger charger{kPlain};
  // 0.02 Ω × 40 A = 0.8 V: below 54.4 V of emf the current decides, above it the voltage.
  EXPECT_EQ(charger.current_a(4000, true, {.emf_v = 49.0, .resistance_ohm = 0.02}, 1), 40);
  EXPECT_EQ(charger.stage(), ChargerStage::bulk);
  const BusState higher{.emf_v = 54.8, .resistance_ohm = 0.02};
  const double current = charger.current_a(4000, true, higher, 1);
  EXPECT_NEAR(current, 20, 1e-9);
  EXPECT_NEAR(voltage(higher, current), 55.2, 1e-9);
  EXPECT_EQ(charger.stage(), ChargerStage::absorption);
}

TEST(Charger, ABatteryAboveTheLimitGetsNothing) {
  Charger charger{kPlain};
  EXPECT_EQ(charger.current_a(4000, true, {.emf_v = 55.2, .resistance_ohm = 0.02}, 1), 0);
  EXPECT_EQ(charger.current_a(4000, true, {.emf_v = 56, .resistance_ohm = 0.02}, 1), 0);
}

TEST(Charger, CarriesTheLoadOfOthersWhileItHoldsTheVoltage) {
  Charger charger{kPlain};
  const BusState loaded{.emf_v = 55.1, .resistance_ohm = 0.02, .other_current_a = -10};
  EXPECT_NEAR(charger.current_a(4000, true, loaded, 1), 15, 1e-9);
}

// RELAY-6: the float voltage is what the pack sees in the end.
TEST(Charger, AfterTheAbsorptionTimeItFloats) {
  Charger charger{kPlain};
  const BusState full{.emf_v = 55.0, .resistance_ohm = 0.02};
  for (int s = 0; s < 3599; ++s) charger.current_a(2000, true, full, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::absorption);
  charger.current_a(2000, true, full, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::floating);
  EXPECT_EQ(charger.current_a(2000, true, full, 1), 0);
  EXPECT_NEAR(charger.current_a(2000, true, {.emf_v = 53.5, .resistance_ohm = 0.02}, 1), 5, 1e-9);
}

TEST(Charger, TheAbsorptionTimeCountsOnlyAtTheAbsorptionVoltage) {
  Charger charger{kPlain};
  for (int s = 0; s < 7200; ++s)
    charger.current_a(500, true, {.emf_v = 52, .resistance_ohm = 0.02}, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::bulk);
}

TEST(Charger, ANewChargeBeginsAfterAnHourOfDarknessAndNotAfterACloud) {
  Charger charger{{.absorption_s = 10, .efficiency = 1}};
  const BusState full{.emf_v = 55.0, .resistance_ohm = 0.02};
  for (int s = 0; s < 10; ++s) charger.current_a(2000, true, full, 1);
  ASSERT_EQ(charger.stage(), ChargerStage::floating);
  for (int s = 0; s < 3599; ++s) charger.current_a(0, true, full, 1);
  charger.current_a(2000, true, full, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::floating);
  for (int s = 0; s < 3600; ++s) charger.current_a(0, true, full, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::off);
  charger.current_a(2000, true, full, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::absorption);
}

TEST(Charger, BelowTheRebulkVoltageAFloatingOneBeginsANewCharge) {
  Charger charger{{.absorption_s = 1, .rebulk_v = 52, .efficiency = 1}};
  charger.current_a(2000, true, {.emf_v = 55, .resistance_ohm = 0.02}, 1);
  ASSERT_EQ(charger.stage(), ChargerStage::floating);
  charger.current_a(100, true, {.emf_v = 52, .resistance_ohm = 0}, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::floating);
  charger.current_a(100, true, {.emf_v = 51.999, .resistance_ohm = 0}, 1);
  EXPECT_EQ(charger.stage(), ChargerStage::bulk);
}

// RELAY-5, RELAY-6: what the charge relay is for.
TEST(Charger, NotAllowedItGivesNothingAtOnce) {
  Charger charger{kPlain};
  const BusState bus{.emf_v = 52, .resistance_ohm = 0.02};
  EXPECT_GT(charger.current_a(1000, true, bus, 1), 0);
  EXPECT_EQ(charger.current_a(1000, false, bus, 1), 0);
  EXPECT_EQ(charger.stage(), ChargerStage::off);
}

TEST(Charger, ObeysAfterItsLagAndNotBefore) {
  Charger charger{{.efficiency = 1, .obey_lag_s = 2}};
  const BusState bus{.emf_v = 52, .resistance_ohm = 0.02};
  EXPECT_EQ(charger.current_a(1000, true, bus, 1), 0);
  EXPECT_EQ(charger.current_a(1000, true, bus, 1), 0);
  EXPECT_GT(charger.current_a(1000, true, bus, 1), 0);
  EXPECT_GT(charger.current_a(1000, false, bus, 1), 0);
  EXPECT_GT(charger.current_a(1000, false, bus, 1), 0);
  EXPECT_EQ(charger.current_a(1000, false, bus, 1), 0);
}

TEST(Charger, AFlickerShorterThanItsLagIsNotNoticed) {
  Charger charger{{.efficiency = 1, .obey_lag_s = 2}};
  const BusState bus{.emf_v = 52, .resistance_ohm = 0.02};
  for (int s = 0; s < 3; ++s) charger.current_a(1000, true, bus, 1);
  for (int times = 0; times < 5; ++times) {
    EXPECT_GT(charger.current_a(1000, false, bus, 1), 0);
    EXPECT_GT(charger.current_a(1000, true, bus, 1), 0);
  }
}

TEST(Charger, TenthsOfASecondAddUpToTheLag) {
  Charger charger{{.efficiency = 1, .obey_lag_s = 0.8}};
  const BusState bus{.emf_v = 52, .resistance_ohm = 0.02};
  for (int tenth = 0; tenth < 8; ++tenth) EXPECT_EQ(charger.current_a(1000, true, bus, 0.1), 0);
  EXPECT_GT(charger.current_a(1000, true, bus, 0.1), 0);
}

// RELAY-7: so that its event can be seen.
TEST(Charger, OneThatIgnoresItsSignalGoesOn) {
  Charger charger{kPlain};
  charger.set_obedience(Obedience::ignores);
  EXPECT_GT(charger.current_a(1000, false, {.emf_v = 52, .resistance_ohm = 0.02}, 1), 0);
  charger.set_obedience(Obedience::obeys);
  EXPECT_EQ(charger.current_a(1000, false, {.emf_v = 52, .resistance_ohm = 0.02}, 1), 0);
}

TEST(Charger, TellsWhatItCouldHaveGivenAndWhatItGave) {
  Charger charger{kPlain};
  const BusState bus{.emf_v = 50, .resistance_ohm = 0};
  for (int s = 0; s < 3600; ++s) charger.current_a(500, true, bus, 1);
  EXPECT_NEAR(charger.harvested_wh(), 500, 1e-6);
  EXPECT_NEAR(charger.missed_wh(), 0, 1e-6);
  for (int s = 0; s < 3600; ++s) charger.current_a(500, false, bus, 1);
  EXPECT_NEAR(charger.available_wh(), 1000, 1e-6);
  EXPECT_NEAR(charger.missed_wh(), 500, 1e-6);
}

TEST(Charger, ADeadBusGetsNothing) {
  Charger charger{kPlain};
  EXPECT_EQ(charger.current_a(1000, true, {.emf_v = 0, .resistance_ohm = 0.02}, 1), 0);
  EXPECT_EQ(charger.current_a(1000, true, {.emf_v = -3, .resistance_ohm = 0.02}, 1), 0);
}

}  // namespace
}  // namespace cellwarden::twin
