// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/site.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin {
namespace {

constexpr ChargerSettings kCharger{.peak_w = 4000, .max_current_a = 60, .efficiency = 1};
constexpr InverterSettings kInverter{.peak_w = 3000, .efficiency = 1, .standby_w = 0};
constexpr Permission kBoth{.charge = true, .load = true};

struct Story {
  Charger charger{kCharger};
  Inverter inverter{kInverter};
  BusFlows flows;

  const BusFlows& step(const SiteStep& step, std::span<const PackBus> packs) {
    solve_bus(charger, inverter, step, packs, flows);
    return flows;
  }
};

double sum(const BusFlows& flows) {
  double total = 0;
  for (const double current : flows.pack_a) total += current;
  return total;
}

TEST(Site, OnePackTakesWhatTheChargerGivesAndTheHouseLeaves) {
  Story story;
  const std::array<PackBus, 1> pack{{{.emf_v = 52, .resistance_ohm = 0.02}}};
  const BusFlows& flows = story.step({.solar_w = 2000, .house_w = 500, .allowed = kBoth}, pack);
  EXPECT_NEAR(flows.charger_a * flows.bus_v, 2000, 1e-9);
  EXPECT_NEAR(flows.load_a * flows.bus_v, 500, 1e-9);
  EXPECT_NEAR(flows.pack_a[0], flows.charger_a - flows.load_a, 1e-9);
  EXPECT_NEAR(flows.bus_v, 52 + 0.02 * flows.pack_a[0], 1e-12);
}

TEST(Site, TheWholeAgreesWithEachDeviceByItself) {
  const std::array<PackBus, 1> pack{{{.emf_v = 52, .resistance_ohm = 0.02}}};
  Story charging;
  Charger charger{kCharger};
  const BusState bus{.emf_v = 52, .resistance_ohm = 0.02};
  EXPECT_NEAR(charging.step({.solar_w = 2000, .allowed = kBoth}, pack).charger_a,
              charger.current_a(2000, true, bus, 1), 1e-9);
  Story discharging;
  Inverter inverter{kInverter};
  EXPECT_NEAR(discharging.step({.house_w = 1500, .allowed = kBoth}, pack).load_a,
              inverter.current_a(1500, true, bus, 1), 1e-9);
}

TEST(Site, PacksInParallelShareByTheirResistance) {
  Story story;
  const std::array<PackBus, 3> packs{{{.emf_v = 52, .resistance_ohm = 0.02},
                                      {.emf_v = 52, .resistance_ohm = 0.02},
                                      {.emf_v = 52, .resistance_ohm = 0.04}}};
  const BusFlows& flows = story.step({.solar_w = 2000, .allowed = kBoth}, packs);
  EXPECT_NEAR(flows.pack_a[0], 0.4 * flows.charger_a, 1e-9);
  EXPECT_NEAR(flows.pack_a[1], 0.4 * flows.charger_a, 1e-9);
  EXPECT_NEAR(flows.pack_a[2], 0.2 * flows.charger_a, 1e-9);
}

TEST(Site, AFullerPackChargesAnEmptierOne) {
  Story story;
  const std::array<PackBus, 2> packs{
      {{.emf_v = 53, .resistance_ohm = 0.02}, {.emf_v = 52, .resistance_ohm = 0.03}}};
  const BusFlows& flows = story.step({.allowed = kBoth}, packs);
  EXPECT_NEAR(flows.pack_a[0], -20, 1e-9);  // 1 V over 0.05 Ω
  EXPECT_NEAR(flows.pack_a[1], 20, 1e-9);
}

TEST(Site, AnOpenedPackCarriesNothing) {
  Story story;
  const std::array<PackBus, 2> packs{
      {{.emf_v = 52, .resistance_ohm = 0.02},
       {.emf_v = 50, .resistance_ohm = 0.02, .charge_path = false, .load_path = false}}};
  const BusFlows& flows = story.step({.solar_w = 2000, .house_w = 100, .allowed = kBoth}, packs);
  EXPECT_EQ(flows.pack_a[1], 0);
  EXPECT_NEAR(flows.pack_a[0], flows.charger_a - flows.load_a, 1e-9);
}

TEST(Site, WithoutItsChargePathAPackOnlyGives) {
  Story story;
  const std::array<PackBus, 2> packs{{{.emf_v = 52, .resistance_ohm = 0.02},
                                      {.emf_v = 52, .resistance_ohm = 0.02, .charge_path = false}}};
  EXPECT_EQ(story.step({.solar_w = 2000, .allowed = kBoth}, packs).pack_a[1], 0);
  EXPECT_NEAR(story.flows.pack_a[0], story.flows.charger_a, 1e-9);
  story.step({.house_w = 2000, .allowed = kBoth}, packs);
  EXPECT_NEAR(story.flows.pack_a[0], story.flows.pack_a[1], 1e-9);
  EXPECT_LT(story.flows.pack_a[1], -10);
}

TEST(Site, WithoutItsLoadPathAPackOnlyTakes) {
  Story story;
  const std::array<PackBus, 2> packs{{{.emf_v = 52, .resistance_ohm = 0.02},
                                      {.emf_v = 52, .resistance_ohm = 0.02, .load_path = false}}};
  EXPECT_EQ(story.step({.house_w = 2000, .allowed = kBoth}, packs).pack_a[1], 0);
  story.step({.solar_w = 2000, .allowed = kBoth}, packs);
  EXPECT_NEAR(story.flows.pack_a[0], story.flows.pack_a[1], 1e-9);
  EXPECT_GT(story.flows.pack_a[1], 10);
}

TEST(Site, WithNoPackToChargeTheChargerCarriesTheHouseAtItsVoltageLimit) {
  Story story;
  const std::array<PackBus, 1> pack{{{.emf_v = 52, .resistance_ohm = 0.02, .charge_path = false}}};
  const BusFlows& flows = story.step({.solar_w = 2000, .house_w = 552, .allowed = kBoth}, pack);
  EXPECT_EQ(flows.pack_a[0], 0);
  EXPECT_EQ(flows.bus_v, 55.2);
  EXPECT_NEAR(flows.charger_a, 10, 1e-9);
  // Too little sun: the pack gives the rest.
  story.step({.solar_w = 200, .house_w = 552, .allowed = kBoth}, pack);
  EXPECT_NEAR(story.flows.charger_a * story.flows.bus_v, 200, 1e-9);
  EXPECT_NEAR(story.flows.pack_a[0], story.flows.charger_a - story.flows.load_a, 1e-9);
  EXPECT_LT(story.flows.pack_a[0], 0);
}

TEST(Site, WithoutAnyPackTheBusIsDeadAndTheInverterTrips) {
  Story story;
  const std::array<PackBus, 1> pack{
      {{.emf_v = 52, .resistance_ohm = 0.02, .charge_path = false, .load_path = false}}};
  const BusFlows& flows = story.step({.solar_w = 2000, .house_w = 500, .allowed = kBoth}, pack);
  EXPECT_EQ(flows.bus_v, 0);
  EXPECT_EQ(flows.charger_a, 0);
  EXPECT_EQ(flows.load_a, 0);
  EXPECT_EQ(story.inverter.stage(), InverterStage::tripped);
  story.step({.solar_w = 2000, .allowed = kBoth}, {});
  EXPECT_EQ(story.flows.charger_a, 0);
  EXPECT_TRUE(story.flows.pack_a.empty());
}

TEST(Site, ConstantCurrentBecomesConstantVoltageWithALoadOnTheBus) {
  Story story;
  std::array<PackBus, 1> pack{{{.emf_v = 50, .resistance_ohm = 0.02}}};
  const SiteStep sunny{.solar_w = 4000, .house_w = 500, .allowed = kBoth};
  EXPECT_EQ(story.step(sunny, pack).charger_a, 60);  // 60 A
  pack[0].emf_v = 55;
  EXPECT_EQ(story.step(sunny, pack).bus_v, 55.2);
  EXPECT_NEAR(story.flows.pack_a[0], 10, 1e-9);
  EXPECT_NEAR(story.flows.charger_a, 10 + 500 / 55.2, 1e-9);
  EXPECT_EQ(story.charger.stage(), ChargerStage::absorption);
}

TEST(Site, AVoltageAtTheCutOffTripsTheInverterAndTheChargerGoesOn) {
  Story story;
  const std::array<PackBus, 1> healthy{{{.emf_v = 44, .resistance_ohm = 0.1}}};
  story.step({.house_w = 500, .allowed = kBoth}, healthy);
  EXPECT_EQ(story.inverter.stage(), InverterStage::running);
  story.step({.solar_w = 100, .house_w = 2500, .allowed = kBoth}, healthy);
  EXPECT_EQ(story.inverter.stage(), InverterStage::tripped);
  EXPECT_EQ(story.flows.load_a, 0);
  EXPECT_NEAR(story.flows.charger_a * story.flows.bus_v, 100, 1e-9);
}

TEST(Site, AnExtraLoadFlowsOnTopWhileTheLoadIsAllowed) {
  Story story;
  const std::array<PackBus, 1> pack{{{.emf_v = 52, .resistance_ohm = 0.02}}};
  EXPECT_NEAR(story.step({.extra_load_a = 25, .allowed = kBoth}, pack).load_a, 25, 1e-9);
  EXPECT_NEAR(story.flows.bus_v, 51.5, 1e-9);
  EXPECT_EQ(story.step({.extra_load_a = 25}, pack).load_a, 0);
  EXPECT_EQ(story.step({.extra_load_a = 1e6, .allowed = kBoth}, pack).load_a, 0);
}

// RELAY-5
TEST(Site, ContactsInSeriesAllowOnlyWhenAllAllow) {
  EXPECT_EQ(in_series({}), (Permission{}));
  for (int bits = 0; bits < 64; ++bits) {
    const std::array<Permission, 3> packs{{{.charge = (bits & 1) != 0, .load = (bits & 2) != 0},
                                           {.charge = (bits & 4) != 0, .load = (bits & 8) != 0},
                                           {.charge = (bits & 16) != 0, .load = (bits & 32) != 0}}};
    EXPECT_EQ(in_series(packs).charge, (bits & 21) == 21) << bits;
    EXPECT_EQ(in_series(packs).load, (bits & 42) == 42) << bits;
  }
}

// RELAY-6: with one signal both contacts are in series.
TEST(Site, ACombinedDeviceWithOneSignalNeedsBothContacts) {
  EXPECT_EQ(one_signal({.charge = true, .load = true}), kBoth);
  EXPECT_EQ(one_signal({.charge = true, .load = false}), (Permission{}));
  EXPECT_EQ(one_signal({.charge = false, .load = true}), (Permission{}));
  EXPECT_EQ(one_signal({}), (Permission{}));
}

// IN-4: I-1 on the charger's cable, I-2 on the consumers', positive = consuming.
TEST(Site, TwoCablesShowTheChargerAndTheConsumers) {
  Story story;
  const std::array<PackBus, 1> pack{{{.emf_v = 52, .resistance_ohm = 0.02}}};
  story.step({.solar_w = 2000, .house_w = 500, .allowed = kBoth}, pack);
  const CableCurrents cables = cable_currents(story.flows, pack, 0, false);
  EXPECT_NEAR(cables.in_a, story.flows.charger_a, 1e-9);
  EXPECT_NEAR(*cables.out_a, story.flows.load_a, 1e-9);
}

// RELAY-6, IN-4: one shared cable, one sensor; charging is positive.
TEST(Site, ASharedCableShowsTheDifferenceAndNoSecondSensor) {
  Story story;
  const std::array<PackBus, 1> pack{{{.emf_v = 52, .resistance_ohm = 0.02}}};
  story.step({.solar_w = 500, .house_w = 2000, .allowed = kBoth}, pack);
  const CableCurrents cable = cable_currents(story.flows, pack, 0, true);
  EXPECT_EQ(cable.in_a, story.flows.pack_a[0]);
  EXPECT_LT(cable.in_a, 0);
  EXPECT_EQ(cable.out_a, std::nullopt);
}

TEST(Site, TheCablesOfParallelPacksAddUpToChargerAndLoad) {
  Story story;
  const std::array<PackBus, 2> packs{
      {{.emf_v = 52.1, .resistance_ohm = 0.02}, {.emf_v = 52, .resistance_ohm = 0.03}}};
  story.step({.solar_w = 2000, .house_w = 500, .allowed = kBoth}, packs);
  const CableCurrents first = cable_currents(story.flows, packs, 0, false);
  const CableCurrents second = cable_currents(story.flows, packs, 1, false);
  EXPECT_NEAR(first.in_a + second.in_a, story.flows.charger_a, 1e-9);
  EXPECT_NEAR(*first.out_a + *second.out_a, story.flows.load_a, 1e-9);
  EXPECT_NEAR(first.in_a - *first.out_a, story.flows.pack_a[0], 1e-12);
}

// Kirchhoff holds, one-way packs stay one-way, limits are limits.
void expect_sound(const BusFlows& flows, const SiteStep& step, std::span<const PackBus> packs) {
  EXPECT_NEAR(sum(flows), flows.charger_a - flows.load_a, 1e-5);
  EXPECT_GE(flows.load_a, 0);
  EXPECT_GE(flows.charger_a, 0);
  EXPECT_LE(flows.charger_a, 60 + 1e-9);
  EXPECT_LE(flows.charger_a * flows.bus_v, std::fmax(step.solar_w, 0) + 1e-6);
  EXPECT_TRUE(flows.charger_a == 0 || flows.bus_v <= 55.2 + 1e-6);
  for (std::size_t i = 0; i < packs.size(); ++i) {
    EXPECT_TRUE(packs[i].charge_path || flows.pack_a[i] <= 0);
    EXPECT_TRUE(packs[i].load_path || flows.pack_a[i] >= 0);
    const double ohmic_v = packs[i].emf_v + packs[i].resistance_ohm * flows.pack_a[i];
    EXPECT_TRUE(flows.pack_a[i] == 0 || std::fabs(ohmic_v - flows.bus_v) < 1e-6);
  }
}

PackBus random_pack(Random& random) {
  return {.emf_v = random.uniform(38, 57),
          .resistance_ohm = random.uniform(0.002, 0.2),
          .charge_path = random.integer(3) != 0,
          .load_path = random.integer(3) != 0};
}

TEST(Site, WhateverStandsOnTheBusTheCurrentsAddUp) {
  Random random{2024};
  for (int site = 0; site < 20'000 && !testing::Test::HasFailure(); ++site) {
    SCOPED_TRACE(site);
    Story story;
    std::array<PackBus, 4> packs{};
    for (PackBus& pack : packs) pack = random_pack(random);
    const SiteStep step{
        .solar_w = random.uniform(-500, 4000),
        .house_w = std::fmax(0, random.uniform(-500, 4000)),
        .extra_load_a = random.uniform(-20, 30),
        .allowed = {.charge = random.integer(4) != 0, .load = random.integer(4) != 0}};
    const std::span<const PackBus> some = std::span{packs}.first(1 + random.integer(4));
    expect_sound(story.step(step, some), step, some);
  }
}

}  // namespace
}  // namespace cellwarden::twin
