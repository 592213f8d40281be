// SPDX-License-Identifier: Apache-2.0
// The functions of numbers.hpp against the C library's long double ones, in units of the last place
// of the result.
#include "cellwarden/twin/numbers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin::numbers {
namespace {

constexpr int kSamples = 1'000'000;

double ulps(double ours, long double truth) {
  const double near = std::fabs(static_cast<double>(truth));
  const double step = std::nextafter(near, std::numeric_limits<double>::infinity()) - near;
  return static_cast<double>(std::fabs(static_cast<long double>(ours) - truth) / step);
}

template <typename Ours, typename Truth>
double worst_ulps(Ours ours, Truth truth, double low, double high) {
  Random random{7};
  double worst = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double x = random.uniform(low, high);
    worst = std::max(worst, ulps(ours(x), truth(static_cast<long double>(x))));
  }
  ::testing::Test::RecordProperty("worst_ulps", std::to_string(worst));
  return worst;
}

long double exp_long(long double x) { return std::exp(x); }
long double log_long(long double x) { return std::log(x); }
long double sin_long(long double x) { return std::sin(x); }
long double cos_long(long double x) { return std::cos(x); }

TEST(Numbers, ExpIsWithinOneUlp) {
  EXPECT_LT(worst_ulps(exp_of, exp_long, -1, 1), 1.0);
  EXPECT_LT(worst_ulps(exp_of, exp_long, -700, 700), 1.0);
  EXPECT_LT(worst_ulps(exp_of, exp_long, -1e-9, 1e-9), 1.0);
}

TEST(Numbers, LogIsWithinOneUlp) {
  EXPECT_LT(worst_ulps(log_of, log_long, 0.5, 2), 1.0);
  EXPECT_LT(worst_ulps(log_of, log_long, 1 - 1e-9, 1 + 1e-9), 1.0);
  EXPECT_LT(worst_ulps(log_of, log_long, 0, 1e300), 1.0);
  EXPECT_LT(worst_ulps(log_of, log_long, 0, 1e-300), 1.0);
}

TEST(Numbers, SinAndCosAreWithinOneUlpUpToAMillionRadians) {
  for (const double range : {1e-3, 0.8, 7.0, 1e3, 1e6}) {
    EXPECT_LT(worst_ulps(sin_of, sin_long, -range, range), 1.0) << range;
    EXPECT_LT(worst_ulps(cos_of, cos_long, -range, range), 1.0) << range;
  }
}

TEST(Numbers, TheEndsOfTheRangeAreDefined) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(exp_of(0), 1);
  EXPECT_EQ(exp_of(800), infinity);
  EXPECT_EQ(exp_of(-infinity), 0);
  EXPECT_EQ(exp_of(-745), std::exp(-745.0));  // subnormal
  EXPECT_EQ(exp_of(709.78), std::exp(709.78));
  EXPECT_TRUE(std::isnan(exp_of(nan)));
  EXPECT_EQ(log_of(1), 0);
  EXPECT_EQ(log_of(0), -infinity);
  EXPECT_EQ(log_of(infinity), infinity);
  EXPECT_EQ(log_of(5e-324), std::log(5e-324));
  EXPECT_TRUE(std::isnan(log_of(-1)));
  EXPECT_EQ(sin_of(0), 0);
  EXPECT_EQ(cos_of(0), 1);
  EXPECT_TRUE(std::isnan(sin_of(infinity)));
  EXPECT_TRUE(std::isnan(cos_of(1.01e6)));
}

}  // namespace
}  // namespace cellwarden::twin::numbers
