// SPDX-License-Identifier: Apache-2.0
// Temperatures of cell and board. The expected ones are the two equations of the resting state,
// solved by hand.
#include <gtest/gtest.h>

#include "plant_story.hpp"

namespace cellwarden::twin {
namespace {

// The board loses 0.05 W/K to the air and 0.035 W/K to its cell, which loses 0.3 W/K to the air.
double resting_board_c(double watts, double ambient_c) {
  const double cell_per_board = 0.035 / (0.035 + 0.3);
  return ambient_c + watts / (0.05 + 0.035 * (1 - cell_per_board));
}

// CELL-5: at 1 A the board makes about 3.4 W and shows much more than the cell has; in a warm room
// it reaches 70 °C.
TEST(PlantHeat, BypassHeatsTheBoardFarAboveItsCell) {
  PlantSettings settings = one_bare_cell(0.99);
  settings.spread[0].self_discharge = 0;
  Plant plant{lfp_prismatic_100ah(), settings};
  plant.set_bypass(0, 1);
  run(plant, 12 * 3600, 1, 1);  // the bypass takes what the charger gives
  const double watts = plant.cell_voltage(0, 1);
  EXPECT_NEAR(watts, 3.4, 0.05);
  EXPECT_NEAR(plant.board_temperature_c(0), resting_board_c(watts, 25), 0.1);
  EXPECT_GT(plant.board_temperature_c(0), plant.cell_temperature_c(0) + 30);
  EXPECT_LT(plant.board_temperature_c(0), 70);
  run(plant, 12 * 3600, 1, 1, 35);
  EXPECT_GT(plant.board_temperature_c(0), 70);
  plant.set_bypass(0, 0);
  run(plant, 600, 1, 0, 35);
  EXPECT_LT(plant.board_temperature_c(0), 60);  // cool enough for a good message to say so
}

TEST(PlantHeat, TheBoardFollowsWithinMinutesTheCellWithinHours) {
  Plant plant{lfp_prismatic_100ah(), one_bare_cell(0.5, 0)};
  run(plant, 600, 1, 0, 20);
  EXPECT_GT(plant.board_temperature_c(0), 11);
  EXPECT_LT(plant.cell_temperature_c(0), 3);
  run(plant, 12 * 3600, 1, 0, 20);
  EXPECT_NEAR(plant.cell_temperature_c(0), 20, 0.1);
}

TEST(PlantHeat, AOneHourDischargeWarmsTheCellByItsLosses) {
  Plant plant{lfp_prismatic_100ah(), one_bare_cell(0.95)};
  run(plant, 1800, 1, -100);
  // Heat so far, less what went to the air, in 2000 J/K: between half and all of heat / 2000.
  const double all = plant.totals(0).heat_j / 2000;
  EXPECT_GT(all, 5);
  EXPECT_LT(plant.cell_temperature_c(0) - 25, all);
  EXPECT_GT(plant.cell_temperature_c(0) - 25, 0.8 * all);
}

TEST(PlantHeat, AColdCellHasMoreResistance) {
  const Plant cold{lfp_prismatic_100ah(), one_bare_cell(0.5, 0)};
  const Plant warm{lfp_prismatic_100ah(), one_bare_cell(0.5, 40)};
  EXPECT_GT(cold.resistance(), 1.8 * warm.resistance());
}

// The cell's resistance is looked up again after 0.1 °C: so it follows within that.
TEST(PlantHeat, ResistanceFollowsTheTemperature) {
  Plant plant{lfp_prismatic_100ah(), one_bare_cell(0.5, 0)};
  run(plant, 100'000, 1, 0, 40);
  const Plant warm{lfp_prismatic_100ah(), one_bare_cell(plant.soc(0), 40)};
  EXPECT_NEAR(plant.resistance(), warm.resistance(), 1e-6);
}

TEST(PlantHeat, EntropyCoolsAndWarmsByTurns) {
  CellParameters cell = plain_cell();
  cell.entropy = {{0, 0.0002}, {1, 0.0002}};
  cell.hysteresis = {{0, 0}, {1, 0}};
  PlantSettings settings = one_bare_cell(0.5);
  settings.spread[0].resistance = 0;
  Plant plant{cell, settings};
  plant.advance(1, 50, 25);
  EXPECT_NEAR(plant.totals(0).heat_j, 50 * 298.15 * 0.0002, 1e-4);
  plant.advance(1, -50, 25);
  EXPECT_NEAR(plant.totals(0).heat_j, 0, 1e-4);
}

}  // namespace
}  // namespace cellwarden::twin
