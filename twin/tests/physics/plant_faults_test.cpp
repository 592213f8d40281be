// SPDX-License-Identifier: Apache-2.0
// What is wired to the cells, and what goes wrong with it.
#include <gtest/gtest.h>

#include "plant_story.hpp"

namespace cellwarden::twin {
namespace {

// CELL-4: the sense wires drop voltage while the bypass flows, and the reading with it paused is
// free of that.
TEST(PlantFaults, ThePausedBypassLeavesNoWireDropInTheReading) {
  PlantSettings settings = equal_cells(2, 0.5);
  settings.spread = {CellSpread{.sense_wire_ohm = 0.05}, CellSpread{.sense_wire_ohm = 0.05}};
  Plant plant{lfp_prismatic_100ah(), settings};
  const double without = plant.sensed_voltage(0, 20, false);
  plant.set_bypass(0, 1);
  EXPECT_NEAR(plant.sensed_voltage(0, 20, false), without, 1e-12);
  // 1 A through 50 mΩ of wire, and through the cell's own 0.604 mΩ.
  EXPECT_NEAR(plant.sensed_voltage(0, 20, true), without - 0.05 - 0.000604, 1e-6);
  EXPECT_NEAR(plant.sensed_voltage(1, 20, true), without, 1e-12);
}

TEST(PlantFaults, HalfOfTheConnectionIsInTheReading) {
  Plant plant{lfp_prismatic_100ah(), equal_cells(1, 0.5)};
  plant.set_connection(0, 0.002);
  EXPECT_NEAR(plant.sensed_voltage(0, 50, false) - plant.cell_voltage(0, 50), 0.05, 1e-12);
  EXPECT_NEAR(plant.sensed_voltage(0, -50, false) - plant.cell_voltage(0, -50), -0.05, 1e-12);
}

TEST(PlantFaults, ALooseConnectionHeatsItsCellAndTheOthersStayCool) {
  Plant plant{lfp_prismatic_100ah(), equal_cells(3, 0.5)};
  plant.set_connection(1, 0.005);
  const double before = plant.resistance();
  run(plant, 1800, 1, 50);
  EXPECT_GT(plant.cell_temperature_c(1), plant.cell_temperature_c(0) + 8);  // 12.5 W
  EXPECT_NEAR(plant.totals(1).connection_j, 0.005 * 2500 * 1800, 1e-6);
  EXPECT_GT(before, 0.005);
}

TEST(PlantFaults, AnInternalShortEmptiesAndHeatsItsCell) {
  Plant plant{lfp_prismatic_100ah(), equal_cells(2, 0.5)};
  plant.set_extra_drain(0, 5);
  run(plant, 3600, 1, 0);
  EXPECT_NEAR(plant.charge_ah(1) - plant.charge_ah(0), 5,
              0.01);  // and some self-discharge: it is warm
  EXPECT_GT(plant.cell_temperature_c(0), plant.cell_temperature_c(1) + 5);
  EXPECT_NEAR(plant.totals(0).extra_drain_as, 18'000, 1e-6);
  EXPECT_GT(plant.totals(0).heat_j, 5 * 3.2 * 3600);
}

TEST(PlantFaults, BypassTakesItsCurrentFromItsCellAlone) {
  Plant plant{lfp_prismatic_100ah(), equal_cells(2, 0.9)};
  plant.set_bypass(0, 1);
  run(plant, 3600, 1, 1);
  EXPECT_NEAR(plant.charge_ah(0), 90, 0.01);
  EXPECT_NEAR(plant.charge_ah(1), 91, 0.01);
}

TEST(PlantFaults, SpreadIsTheSameForTheSameSeedAndAsWideAsAsked) {
  Random first{9};
  Random second{9};
  const auto a = draw_spread(first, 1000);
  const auto b = draw_spread(second, 1000);
  double mean = 0;
  double square = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].capacity, b[i].capacity);
    mean += a[i].resistance / 1000;
    square += (a[i].resistance - 1) * (a[i].resistance - 1) / 1000;
  }
  EXPECT_NEAR(mean, 1, 0.01);
  EXPECT_NEAR(square, 0.05 * 0.05, 0.0005);
}

}  // namespace
}  // namespace cellwarden::twin
