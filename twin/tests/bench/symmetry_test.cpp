// SPDX-License-Identifier: Apache-2.0
// Cells do not know their number: what is alike stays alike, and who changes places takes his
// voltage along.
#include <gtest/gtest.h>

#include <array>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::small_pack;

TEST(Symmetry, IdenticalCellsStayIdentical) {
  Scenario scenario = small_pack(8);
  scenario.site.sun.measured = test::always(0.5);
  Bench bench{scenario, {}};
  bench.run_until(6 * 3600);
  // Cells 2…7 have equal boards; those of cells 1 and 8 draw more (OUT-7).
  for (int cell = 2; cell < 7; ++cell) {
    EXPECT_EQ(bench.plant(1).cell_voltage(cell, 1), bench.plant(1).cell_voltage(1, 1)) << cell;
  }
  EXPECT_LT(bench.plant(1).soc(0), bench.plant(1).soc(1));
}

TEST(Symmetry, PermutedCellsPermute) {
  Scenario scenario = small_pack(8);
  scenario.packs[0].cell_plans = {{.cell = 2, .soc_percent = 45, .capacity_percent = 97},
                                  {.cell = 5, .soc_percent = 53, .resistance_percent = 120}};
  Scenario permuted = scenario;
  permuted.packs[0].cell_plans[0].cell = 6;
  permuted.packs[0].cell_plans[1].cell = 3;
  Bench a{scenario, {}};
  Bench b{permuted, {}};
  a.run_until(3 * 3600);
  b.run_until(3 * 3600);
  constexpr std::array<int, 8> kGoesTo{0, 5, 1, 3, 2, 4, 6, 7};
  for (int cell = 0; cell < 8; ++cell) {
    const int to = kGoesTo[static_cast<std::size_t>(cell)];
    EXPECT_NEAR(a.plant(1).soc(cell), b.plant(1).soc(to), 1e-12) << cell;
    EXPECT_EQ(a.out_board(1).state.cells[static_cast<std::size_t>(cell)].voltage,
              b.out_board(1).state.cells[static_cast<std::size_t>(to)].voltage);
  }
}

}  // namespace
}  // namespace cellwarden::twin
