// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/units.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "cellwarden/core/fixed_list.hpp"
#include "cellwarden/core/result.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;

template <class A, class B>
concept Addable = requires(A a, B b) { a + b; };
template <class A, class B>
concept Comparable = requires(A a, B b) { a < b; };

TEST(Units, DifferentUnitsDoNotMix) {
  static_assert(Addable<Millivolts, Millivolts>);
  static_assert(!Addable<Millivolts, Milliamps>);
  static_assert(!Addable<Millivolts, int>);
  static_assert(!Comparable<Milliseconds, WattHours>);
  static_assert(!std::is_convertible_v<int, Millivolts>);
  EXPECT_TRUE((Comparable<Millivolts, Millivolts>));
}

TEST(Units, TheSixComparisonsAgreeWithThoseOfTheNumbers) {
  for (const int a : {-1, 0, 1}) {
    for (const int b : {-1, 0, 1}) {
      const Millivolts left{a};
      const Millivolts right{b};
      EXPECT_EQ(left == right, a == b);
      EXPECT_EQ(left != right, a != b);
      EXPECT_EQ(left < right, a < b);
      EXPECT_EQ(left <= right, a <= b);
      EXPECT_EQ(left > right, a > b);
      EXPECT_EQ(left >= right, a >= b);
    }
  }
}

TEST(Units, ArithmeticStaysInItsUnit) {
  EXPECT_EQ(3400_mV + 200_mV, 3600_mV);
  EXPECT_EQ(3400_mV - 3600_mV, -200_mV);
  EXPECT_EQ(50_mV * 3, 150_mV);
  EXPECT_EQ(100_A / 200, 500_mA);
  EXPECT_EQ(abs(-25_C), 25'000_mC);
  EXPECT_EQ(1_h, 60_min);
  EXPECT_EQ(1_min / 1_s, 60);
}

TEST(Units, TimeDoesNotWrapRoundInALifetime) {
  const Milliseconds hundred_years = 24_h * 365 * 100;
  EXPECT_GT(hundred_years + 1_ms, hundred_years);
}

TEST(FixedList, RefusesWhatDoesNotFit) {
  FixedList<int, 2> list;
  EXPECT_TRUE(list.push_back(1));
  EXPECT_TRUE(list.push_back(2));
  EXPECT_FALSE(list.push_back(3));
  EXPECT_EQ(list.size(), 2U);
  EXPECT_EQ(list[1], 2);
  list.clear();
  EXPECT_TRUE(list.empty());
}

enum class Why : std::uint8_t { none, too_long };

TEST(Result, HoldsAValueOrTheReasonWhyThereIsNone) {
  const Result<int, Why> value = 7;
  const Result<int, Why> none = failure(Why::too_long);
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 7);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error(), Why::too_long);
}

}  // namespace
}  // namespace cellwarden::core
