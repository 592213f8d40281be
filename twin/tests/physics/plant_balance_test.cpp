// SPDX-License-Identifier: Apache-2.0
// Nothing is lost: charge and energy of every cell close over 30 random days, with every way in and
// out in use.
#include <gtest/gtest.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <array>
#include <cmath>

#include "plant_story.hpp"

namespace cellwarden::twin {
namespace {

constexpr int kCells = 5;

double& at(std::array<double, kCells>& values, int cell) {
  return values.at(static_cast<std::size_t>(cell));
}

struct Sums {
  double charge_as{0};
  double moved_j{0};  // both directions
};

Plant random_pack(Random& random) {
  PlantSettings settings = equal_cells(kCells, random.uniform(0.2, 0.8), random.uniform(-5, 35));
  settings.spread = draw_spread(random, kCells);
  return Plant{lfp_prismatic_100ah(), settings};
}

// A current that turns before the cells are far outside 0 … 1 (they do go a little beyond), and
// faults that come and go.
Sums thirty_random_days(Plant& plant, Random& random) {
  Sums sums;
  double current = 0;
  for (double left = 30 * 86'400; left > 0;) {
    const double seconds = random.uniform() < 0.01 ? random.uniform(0.1, 60) : 1;
    if (random.uniform() < 0.002) {
      const double turn = std::clamp(0.5 - plant.soc(0), -0.5, 0.5);
      current = 40 * random.gauss() + 120 * turn;
      const int cell = static_cast<int>(random.integer(kCells));
      plant.set_bypass(cell, random.uniform() < 0.7 ? 0 : 1);
      plant.set_extra_drain(cell, random.uniform() < 0.9 ? 0 : 2);
      plant.set_connection(cell, random.uniform(0, 0.001));
    }
    plant.advance(seconds, current, 20);
    sums.charge_as += current * seconds;
    sums.moved_j += std::fabs(current) * plant.cell_voltage(0, current) * seconds;
    left -= seconds;
  }
  return sums;
}

TEST(PlantBalance, ChargeClosesOverThirtyRandomDays) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Random random{seed};
    Plant plant = random_pack(random);
    std::array<double, kCells> before{};
    for (int cell = 0; cell < kCells; ++cell) at(before, cell) = plant.charge_ah(cell) * 3600;
    const Sums sums = thirty_random_days(plant, random);
    for (int cell = 0; cell < kCells; ++cell) {
      const CellTotals t = plant.totals(cell);
      const double gained = plant.charge_ah(cell) * 3600 - at(before, cell);
      const double in = t.pack_as - t.bypass_as - t.drain_as - t.extra_drain_as;
      EXPECT_NEAR(gained, in - t.self_discharge_as, 1e-7) << "seed " << seed;  // of 360,000 A·s
      EXPECT_NEAR(t.pack_as, sums.charge_as, 1e-5);  // added up here without Kahan
      EXPECT_GT(t.self_discharge_as, 0);
      EXPECT_GT(t.bypass_as, 0);
      EXPECT_GT(t.drain_as, 0);
    }
  }
}

TEST(PlantBalance, EnergyClosesOverThirtyRandomDays) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Random random{seed};
    Plant plant = random_pack(random);
    std::array<double, kCells> before{};
    for (int cell = 0; cell < kCells; ++cell) at(before, cell) = plant.totals(cell).stored_j;
    const Sums sums = thirty_random_days(plant, random);
    for (int cell = 0; cell < kCells; ++cell) {
      const CellTotals t = plant.totals(cell);
      const double gained = t.stored_j - at(before, cell);
      const double error = gained - (t.pack_j - t.bypass_j - t.drain_j - t.heat_j);
      EXPECT_LT(std::fabs(error) / sums.moved_j, 1e-12) << "seed " << seed << ", J: " << error;
      EXPECT_GT(t.heat_j, 0.001 * sums.moved_j);
      EXPECT_GT(t.connection_j, 0);
    }
  }
}

// The sums are not only consistent with each other: they are the integrals of what the terminals
// show.
TEST(PlantBalance, EnergyIsTheIntegralOfTheVoltageShown) {
  Plant plant{lfp_prismatic_100ah(), equal_cells(1, 0.2)};
  double shown_j = 0;
  double last = plant.cell_voltage(0, 30);
  for (int i = 0; i < 36'000; ++i) {
    plant.advance(0.2, 30, 25);
    const double now = plant.cell_voltage(0, 30);
    shown_j += 30 * 0.2 * 0.5 * (last + now);
    last = now;
  }
  EXPECT_NEAR(plant.totals(0).pack_j / shown_j, 1, 1e-7);
}

// There and back at 0.3 C gives back what was put in, less the heat: an LFP cell's efficiency.
TEST(PlantBalance, ACycleLosesAFewPercentAsHeat) {
  Plant plant{lfp_prismatic_100ah(), one_bare_cell(0.1)};
  run(plant, 9600, 1, 30);
  const double in = plant.totals(0).pack_j;
  run(plant, 9600, 1, -30);
  const double lost = plant.totals(0).pack_j;
  EXPECT_GT(lost / in, 0.01);
  EXPECT_LT(lost / in, 0.06);
}

#ifdef __GLIBC__
TEST(PlantBalance, MemoryDoesNotGrow) {
  Random random{4};
  Plant plant = random_pack(random);
  const auto before = mallinfo2().uordblks;
  for (int i = 0; i < 100'000; ++i) plant.advance(1, i % 1000 < 500 ? 60 : -60, 20);
  EXPECT_EQ(mallinfo2().uordblks, before);
}
#endif

}  // namespace
}  // namespace cellwarden::twin
