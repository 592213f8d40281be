// SPDX-License-Identifier: Apache-2.0
// The bulk loops are compiled twice; a processor must not be able to tell which one it ran
// (PLUS-8).
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "cellwarden/twin/random.hpp"
#include "plant_step.hpp"

namespace cellwarden::twin {
namespace {

constexpr std::size_t kBlocks = 3;

Lanes four(Random& random, double low, double high) {
  return Lanes{random.uniform(low, high), random.uniform(low, high), random.uniform(low, high),
               random.uniform(low, high)};
}

std::vector<Block> random_blocks(Random& random) {
  std::vector<Block> blocks(kBlocks);
  for (Block& b : blocks) {
    b.charge_as = four(random, 1e5, 3e5);
    b.cell_c = four(random, -10, 40);
    b.board_c = four(random, -10, 70);
    b.board_a = four(random, 0, 1);
    b.extra_a = four(random, 0, 3);
    b.connection_ohm = four(random, 0, 0.01);
    b.enthalpy_v = {four(random, 3, 3.4), four(random, 0, 1e-6)};
    b.entropy = {four(random, -1e-4, 1e-4), four(random, 0, 1e-10)};
    b.hysteresis_v = {four(random, 0.01, 0.03), four(random, 0, 1e-8)};
    b.r0 = {four(random, 1e-4, 1e-3), four(random, 0, 1e-10)};
    b.rc_charge = {four(random, 1e-4, 1e-3), four(random, 0, 1e-10)};
    b.rc_discharge = {four(random, 1e-4, 1e-3), four(random, 0, 1e-10)};
    b.self_discharge_a = four(random, 0, 0.01);
    b.hysteresis_per_as = four(random, 1e-4, 2e-4);
  }
  return blocks;
}

bool same_bits(const std::vector<Block>& a, const std::vector<Block>& b) {
  return std::memcmp(a.data(), b.data(), a.size() * sizeof(Block)) == 0;
}

TEST(PlantLoops, WideAndPlainAgreeToTheBit) {
  const StepLoops* wide = wide_step_loops();
  if (wide == nullptr) GTEST_SKIP() << "skipped: this processor has only the plain loops";
  const StepLoops& plain = plain_step_loops();
  const SharedConstants shared{0.6, 8, 300, 2000, 0.3, 15, 0.035, 0.05};
  Random random{11};
  std::vector<Block> a = random_blocks(random);
  std::vector<Block> b = a;
  for (int i = 0; i < 10'000; ++i) {
    const StepFactors factors = step_factors(shared, i % 7 == 0 ? 60 : 1);
    const double current = 100 * random.gauss();
    const int halvings = halvings_for(2e-4 * (std::abs(current) + 5) * factors.seconds);
    const StepInputs inputs{current, 20, halvings};
    ASSERT_EQ(plain.step(a.data(), kBlocks, shared, factors, inputs),
              wide->step(b.data(), kBlocks, shared, factors, inputs));
  }
  EXPECT_TRUE(same_bits(a, b));
  EXPECT_EQ(std::bit_cast<std::uint64_t>(plain.sum_of_voltages(a.data(), kBlocks)),
            std::bit_cast<std::uint64_t>(wide->sum_of_voltages(b.data(), kBlocks)));
  EXPECT_EQ(plain.sum_of_resistances(a.data(), kBlocks),
            wide->sum_of_resistances(b.data(), kBlocks));
}

TEST(PlantLoops, ALaneWithoutACellNeverAsksForAnything) {
  std::vector<Block> blocks(1);
  const SharedConstants shared{0.6, 8, 300, 2000, 0.3, 15, 0.035, 0.05};
  EXPECT_FALSE(step_loops().step(blocks.data(), 1, shared, step_factors(shared, 60),
                                 StepInputs{1000, 90, 2}));
  EXPECT_EQ(step_loops().sum_of_resistances(blocks.data(), 1), 0);
}

}  // namespace
}  // namespace cellwarden::twin
