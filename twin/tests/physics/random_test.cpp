// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>

namespace cellwarden::twin {
namespace {

constexpr int kDraws = 1'000'000;

TEST(Random, TheSameSeedGivesTheSameNumbersForEver) {
  Random random{1};
  // Written down once; a change of these would change every recorded scenario.
  EXPECT_EQ(random.next(), 0xb3f2af6d0fc710c5U);
  EXPECT_EQ(random.next(), 0x853b559647364ceaU);
  EXPECT_EQ(Random{1}.gauss(), Random{1}.gauss());
}

TEST(Random, StreamsOfOneSeedDiffer) {
  EXPECT_NE(Random::stream(1, 0).next(), Random::stream(1, 1).next());
  EXPECT_NE(Random::stream(1, 0).next(), Random::stream(2, 0).next());
  EXPECT_NE(Random::stream(1, "sun").next(), Random::stream(1, "load").next());
  EXPECT_EQ(Random::stream(1, "sun").next(), Random::stream(1, "sun").next());
}

TEST(Random, StreamsAreNotCorrelated) {
  Random first = Random::stream(5, 0);
  Random second = Random::stream(5, 1);
  double product = 0;
  for (int i = 0; i < kDraws; ++i) product += (first.uniform() - 0.5) * (second.uniform() - 0.5);
  EXPECT_NEAR(12 * product / kDraws, 0, 5 / std::sqrt(kDraws));
}

TEST(Random, UniformFillsZeroToOneEvenly) {
  Random random{2};
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.uniform();
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.0015);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 0.0015);
}

TEST(Random, GaussHasTheMomentsAndTailsOfTheNormalDistribution) {
  Random random{3};
  std::array<double, 5> moments{};
  int beyond_three = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.gauss();
    double power = 1;
    for (double& moment : moments) {
      moment += power / kDraws;
      power *= x;
    }
    beyond_three += std::fabs(x) > 3 ? 1 : 0;
  }
  EXPECT_NEAR(moments[1], 0, 0.005);
  EXPECT_NEAR(moments[2], 1, 0.007);
  EXPECT_NEAR(moments[3], 0, 0.02);
  EXPECT_NEAR(moments[4], 3, 0.05);
  EXPECT_NEAR(beyond_three, 2700, 260);  // 0.26998 %, 5 sigma
}

TEST(Random, IntegerIsFairAndBelowItsCount) {
  Random random{4};
  std::array<int, 7> hits{};
  for (int i = 0; i < kDraws; ++i) ++hits.at(random.integer(hits.size()));
  for (const int hit : hits) EXPECT_NEAR(hit, kDraws / 7.0, 5 * std::sqrt(kDraws / 7.0));
  EXPECT_EQ(random.integer(1), 0U);
  EXPECT_EQ(random.integer(0), 0U);
  for (int i = 0; i < 1000; ++i)
    EXPECT_LT(random.integer((std::uint64_t{1} << 63U) + 1), (std::uint64_t{1} << 63U) + 1);
}

}  // namespace
}  // namespace cellwarden::twin
