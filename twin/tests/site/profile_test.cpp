// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/profile.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace cellwarden::twin {
namespace {

TEST(Profile, ALineLeadsFromPointToPoint) {
  const auto profile = Profile::from_points({0, 10, 30}, {1, 3, -1});
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->at(0), 1);
  EXPECT_EQ(profile->at(5), 2);
  EXPECT_EQ(profile->at(10), 3);
  EXPECT_EQ(profile->at(25), 0);
  EXPECT_EQ(profile->at(30), -1);
}

TEST(Profile, AHeldValueLastsUntilTheNextPoint) {
  const auto profile = Profile::from_points({0, 10}, {1, 3}, Between::held);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->at(9.999), 1);
  EXPECT_EQ(profile->at(10), 3);
  EXPECT_EQ(profile->at(1e9), 3);
}

TEST(Profile, BeforeTheFirstPointItsValueHolds) {
  const auto profile = Profile::from_points({10, 20}, {5, 6});
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->at(-100), 5);
  EXPECT_EQ(profile->at(9), 5);
}

TEST(Profile, AfterTheLastPointItsValueGoesOnOrThereIsNothing) {
  const auto goes_on = Profile::from_points({0, 10}, {1, 3});
  const auto ends = Profile::from_points({0, 10}, {1, 3}, Between::linear, Afterwards::zero);
  ASSERT_TRUE(goes_on);
  ASSERT_TRUE(ends);
  EXPECT_EQ(goes_on->at(10.001), 3);
  EXPECT_EQ(ends->at(10), 3);
  EXPECT_EQ(ends->at(10.001), 0);
}

TEST(Profile, ARepeatingOneIsTheSameEveryPeriodAndCrossesItsEndInALine) {
  const auto profile = Profile::repeating({1, 8}, {10, 40}, 10);
  ASSERT_TRUE(profile);
  for (const double period : {0.0, 10.0, -10.0, 3'600'000.0}) {
    EXPECT_EQ(profile->at(period + 1), 10);
    EXPECT_EQ(profile->at(period + 8), 40);
    EXPECT_DOUBLE_EQ(profile->at(period + 9), 30);
    EXPECT_DOUBLE_EQ(profile->at(period + 10), 20);
    EXPECT_DOUBLE_EQ(profile->at(period + 0.5), 15);
  }
}

TEST(Profile, ARepeatingHeldOneKeepsItsLastValueAcrossItsEnd) {
  const auto profile = Profile::repeating({1, 8}, {10, 40}, 10, Between::held);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->at(9), 40);
  EXPECT_EQ(profile->at(10.5), 40);
  EXPECT_EQ(profile->at(11), 10);
}

TEST(Profile, ADayWhoseLastPointIsItsEndRepeats) {
  const auto profile = Profile::repeating({0, 86'400}, {10, 20}, 86'400);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->at(43'200), 15);
  EXPECT_EQ(profile->at(86'400), 10);
}

TEST(Profile, BadTablesAreRefusedWithTheReason) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Profile::from_points({}, {}).error(), ProfileError::empty);
  EXPECT_EQ(Profile::from_points({0, 1}, {1}).error(), ProfileError::lengths_differ);
  EXPECT_EQ(Profile::from_points({0, 0}, {1, 2}).error(), ProfileError::not_rising);
  EXPECT_EQ(Profile::from_points({1, 0}, {1, 2}).error(), ProfileError::not_rising);
  EXPECT_EQ(Profile::from_points({0, 1}, {1, nan}).error(), ProfileError::not_finite);
  EXPECT_EQ(Profile::from_points({nan}, {1}).error(), ProfileError::not_finite);
  EXPECT_EQ(Profile::repeating({-1, 1}, {1, 2}, 10).error(), ProfileError::bad_period);
  EXPECT_EQ(Profile::repeating({0, 11}, {1, 2}, 10).error(), ProfileError::bad_period);
  EXPECT_EQ(Profile::repeating({0}, {1}, 0).error(), ProfileError::bad_period);
  EXPECT_EQ(Profile::repeating({}, {}, 10).error(), ProfileError::empty);
}

TEST(Profile, OneMadeFromNothingIsZero) { EXPECT_EQ(Profile{}.at(123), 0); }

}  // namespace
}  // namespace cellwarden::twin
